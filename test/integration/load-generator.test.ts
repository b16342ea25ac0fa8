import { afterEach, beforeAll, expect, test } from 'vitest'
import type { WebSocket } from 'ws'
import { WebSocketServer } from 'ws'
import { compileGenerator } from '../../bench/compile-generator.ts'
import { exactlyOnce } from '../../bench/exactly-once.ts'
import { Generator } from '../../bench/generator.ts'
import { freePort } from '../support/server-kit/free-port.ts'

const RATE = 200
const SECONDS = 0.5
const ends: (() => unknown)[] = []
let program: string

beforeAll(() => {
  program = compileGenerator()
}, 120_000)
afterEach(() => {
  for (const end of ends.splice(0).reverse()) end()
})

/** A server that gives what each member says to everybody, through a hook that may do harm. */
async function room(flags: string[], say: (members: WebSocket[], text: string, count: number) => void) {
  const server = new WebSocketServer({ host: '127.0.0.1', port: await freePort() })
  const { port } = server.options
  let count = 0
  server.on('connection', socket => {
    socket.on('message', data => say([...server.clients], String(data), ++count))
  })
  await new Promise(resolve => server.once('listening', resolve))
  const generator = new Generator(program, ['--port', String(port), ...flags])
  ends.push(
    () => server.close(),
    () => {
      for (const socket of server.clients) socket.terminate()
    },
    () => generator.stop(),
  )
  await generator.ask('server', process.pid)
  return generator
}

async function load(say: (members: WebSocket[], text: string, count: number) => void) {
  const generator = await room([], say)
  await generator.ask('connect', 10, 0)
  return generator.ask('load', RATE, SECONDS, 0)
}

const toAll = (members: WebSocket[], text: string) => {
  for (const member of members) member.send(text)
}

test('[BN1] what everybody gets once is whole, one by one or many in a frame', async () => {
  let waiting: string[] = []
  const answer = await load((members, text, count) => {
    waiting.push(text)
    if (count % 3 !== 0 && count < RATE * SECONDS) return
    toAll(members, JSON.stringify(waiting))
    waiting = []
  })
  expect(() => exactlyOnce(answer)).not.toThrow()
  expect(answer).toMatchObject({ members: 10, sent: RATE * SECONDS, timed: RATE * SECONDS * 10 })
})

test('[BN1] one delivery that is missing is found', async () => {
  const answer = await load((members, text, count) => toAll(count === 20 ? members.slice(1) : members, text))
  expect(answer).toMatchObject({ missing: 1, surplus: 0, wrongMembers: 1 })
})

test('[BN1] one delivery that comes twice is found', async () => {
  const answer = await load((members, text, count) =>
    toAll(count === 20 ? [...members, ...members.slice(9)] : members, text),
  )
  expect(answer).toMatchObject({ missing: 0, surplus: 1, wrongMembers: 1 })
})

test('[BN1] one that comes twice does not make up for one that is missing', async () => {
  const answer = await load((members, text, count) => {
    const [first, ...others] = members
    const times = count === 20 ? 0 : count === 30 ? 2 : 1
    for (let time = 0; time < times; time++) first?.send(text)
    toAll(others, text)
  })
  expect(answer).toMatchObject({ missing: 0, surplus: 0, wrongMembers: 1 })
  expect(() => exactlyOnce(answer)).toThrow('1 members got something else')
})

test('[BN1] a member who is thrown out is found', async () => {
  const answer = await load((members, text, count) => {
    if (count === 20) members[9]?.close(1013)
    toAll(members, text)
  })
  expect(answer).toMatchObject({ dead: 1, lastLoss: 'closed with 1013' })
})

test('[BN3] the schedule does not wait for the server: what was due while it stood still is late by as much', async () => {
  const standstillMs = 300
  const answer = await load((members, text, count) => {
    const until = performance.now() + (count === 20 ? standstillMs : 0)
    while (performance.now() < until);
    toAll(members, text)
  })
  expect(answer).toMatchObject({ sent: RATE * SECONDS, missing: 0 })
  expect(answer.max).toBeGreaterThanOrEqual(standstillMs)
  // messages that came before it are not late: less than half of them all were due in that time or behind it
  expect(answer.p99).toBeGreaterThan(standstillMs / 2)
})
