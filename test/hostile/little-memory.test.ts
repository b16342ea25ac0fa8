import { expect, test } from 'vitest'
import { ask, askLogin } from '../support/ask.ts'
import { spawnServer } from '../support/spawn-server.ts'
import { Intruder } from './intruder.ts'
import { Outcomes } from './outcomes.ts'

const ROOMS = Array.from({ length: 10 }, (_, at) => ({ room: `flood-${at}` }))
const LONG = '\u4e2d'.repeat(4_000)
const SENDS = 35

test.each([
  ['memory', 300],
  ['sqlite', 150],
])('[LM62] a flood of long messages does not end a server with little memory: %s', async (store, rounds) => {
  const server = await spawnServer(['--no-limits', '--transport', 'ws', '--store', store], {
    NODE_OPTIONS: '--max-old-space-size=64',
  })
  const outcomes = new Outcomes()
  const { json: login } = await askLogin(server.url, 'Flood')
  const intruder = await Intruder.open(server.port, '192.0.2.1', outcomes)
  intruder?.text(JSON.stringify({ type: 'connect', ref: 1, token: login.token, rooms: ROOMS }))
  for (let round = 0; round < rounds; round++) {
    for (let send = 0; send < SENDS; send++) {
      const cid = `${round}-${send}`
      const ref = 2 + round * SENDS + send
      const { room } = ROOMS[ref % ROOMS.length] ?? {}
      intruder?.text(JSON.stringify({ type: 'send_message', ref, room, cid, text: LONG }))
    }
    expect(await intruder?.answered(1 + (round + 1) * SENDS)).toBe(true)
  }
  expect(outcomes.of('ok')).toBe(1 + rounds * SENDS)
  expect(await ask(`${server.url}/healthz`)).toMatchObject({ status: 200 })
  expect(await server.stop()).toMatchObject({ code: 0 })
})

const WIDE = `\u4e2d${'\u0001'.repeat(3_998)}.`
const GUESTS = 12
const MESSAGES = 120
const AT_ONCE = 20

test.each([
  ['uws', 'sqlite'],
  ['ws', 'sqlite'],
  ['ws', 'memory'],
])(
  '[LM114] guests who write what swells most and read it back do not end a server with little memory: %s, %s',
  async (transport, store) => {
    const server = await spawnServer(['--no-limits', '--transport', transport, '--store', store], {
      NODE_OPTIONS: '--max-old-space-size=64',
    })
    const outcomes = new Outcomes()
    const guest = async (number: number) => {
      const { json: login } = await askLogin(server.url, `Guest ${number}`)
      const intruder = await Intruder.open(server.port, '192.0.2.1', outcomes)
      const room = `wide-${number}`
      let ref = 1
      const ask = (request: object) => intruder?.text(JSON.stringify({ ref: ++ref, ...request }))
      intruder?.text(JSON.stringify({ type: 'connect', ref, token: login.token, rooms: [{ room }] }))
      for (let sent = 0; sent < MESSAGES; sent += AT_ONCE) {
        for (let at = sent; at < sent + AT_ONCE; at++) ask({ type: 'send_message', room, cid: `c${at}`, text: WIDE })
        expect(await intruder?.answered(ref)).toBe(true)
      }
      for (let before = MESSAGES; before > 0; before -= 2) {
        ask({ type: 'history', room, before })
        if (before % AT_ONCE === 0) expect(await intruder?.answered(ref)).toBe(true)
      }
      ask({ type: 'join', room })
      expect(await intruder?.answered(ref)).toBe(true)
    }
    await Promise.all(Array.from({ length: GUESTS }, (_, number) => guest(number)))
    expect(outcomes.toString()).toBe(`ok: ${GUESTS * (MESSAGES + MESSAGES / 2 + 2)}`)
    expect(await ask(`${server.url}/healthz`)).toMatchObject({ status: 200 })
    expect(await server.stop()).toMatchObject({ code: 0 })
  },
)
