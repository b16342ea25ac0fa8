import { afterEach, describe, expect, test } from 'vitest'
import { ask } from '../support/ask.ts'
import { TRANSPORTS } from '../support/server-kit/transports.ts'
import { type SpawnedServer, spawnServer } from '../support/spawn-server.ts'
import { COLLECTABLE, collectGarbage } from './collect-garbage.ts'
import { HonestPair, honestUser } from './honest-pair.ts'
import { Onslaught } from './onslaught.ts'
import { Outcomes } from './outcomes.ts'
import { HONEST_ROOM } from './request-text.ts'
import { restingSigns, type VitalSigns } from './vital-signs.ts'

const FIRST = 10_000
const ALL = 100_000
const GROWTH = 1.2
/** To have another attack, or the same again: the seed is in the output. */
const SEED = Number(process.env.HOSTILE_SEED ?? 1)

/** Each hostile address is another, as behind a proxy: so the limits are those of every day, and most inputs are read. */
const FLAGS = ['--trusted-proxies', '127.0.0.1']

const OFTEN = ['ok', 'error bad_request', 'error not_joined', 'error invalid_room', 'error unauthorized', 'http 400']
const SOMETIMES = [
  'close 4500',
  'close 4501',
  'error invalid_message',
  'error forbidden',
  'error rate_limited',
  'error too_large',
  'error not_found',
]
const STATUSES = [200, 204, 400, 401, 403, 404, 405, 409, 413, 415, 426, 431].map(status => `http ${status}`)

let server: SpawnedServer | undefined
afterEach(async () => {
  await server?.stop('SIGKILL')
})

describe.for(TRANSPORTS)('an onslaught on $name', ({ name, runs }) => {
  test.skipIf(!runs)(
    '[LM60] 100,000 hostile inputs leave the server alive, small and its users undisturbed',
    async () => {
      const { url, wsUrl, port, process: child, stderr, stop } = await spawn(name)
      const outcomes = new Outcomes()
      const ann = await honestUser(url, wsUrl, 'Honest Ann', '192.0.2.1')
      const bob = await honestUser(url, wsUrl, 'Honest Bob', '192.0.2.2')
      for (const { socket } of [ann, bob]) await socket.next(({ type, count }) => type === 'user_joined' && count === 2)
      const pair = new HonestPair([ann, bob])
      const hello = pair.otherNews()
      const onslaught = new Onslaught({ port, url, outcomes }, SEED * 1_000_000)

      const signsAfter = async (inputs: number) => {
        await onslaught.goOnTo(inputs)
        await collectGarbage(stderr())
        return restingSigns(url)
      }
      const early = await signsAfter(FIRST)
      const late = await signsAfter(ALL)
      await pair.stop()
      console.log(
        [
          `${name}, seed ${SEED}: ${onslaught.sent} inputs`,
          memory('early', early),
          memory('late', late),
          latency(pair),
          `${outcomes}`,
        ].join('\n'),
      )

      expect(late.rss / early.rss).toBeLessThanOrEqual(GROWTH)
      expect(late).toMatchObject({ connections: 2 })
      expect(outcomes.below(1_000, OFTEN)).toEqual([])
      expect(outcomes.below(20, SOMETIMES)).toEqual([])
      expect(outcomes.below(20, STATUSES)).toEqual([])
      expect(outcomes.below(1, ['logout 204'])).toEqual([])
      expect([outcomes.of('error internal'), outcomes.of('http 500')]).toEqual([0, 0])

      const words = pair.latencies.map((_, turn) => ({ seq: turn + 1, text: `word ${turn}` }))
      expect(words.length).toBeGreaterThan(50)
      expect(pair.shown()).toEqual([words, words])
      expect(pair.otherNews()).toEqual(hello)

      expect(child.exitCode).toBeNull()
      expect(await ask(`${url}/healthz`)).toMatchObject({ status: 200 })
      const flood = await honestUser(url, wsUrl, 'Flood', '192.0.2.4')
      for (let n = 0; n < 1_500; n++) flood.socket.send({ type: 'typing', room: HONEST_ROOM, active: n % 2 === 0 })
      await expect
        .poll(async () => (await ask(`${url}/metrics`)).text)
        .toMatch(/chat_closed_total\{code="4004",slow="false"\} [1-9]/)
      const cid = await honestUser(url, wsUrl, 'Honest Cid', '192.0.2.3')
      cid.socket.send({ type: 'send_message', ref: 2, room: HONEST_ROOM, cid: 'last', text: 'all is well' })
      await ann.socket.next(frame => frame.type === 'new_message' && frame.text === 'all is well')
      expect(
        stderr()
          .split('\n')
          .filter(line => /"level":(?:50|60)|Error|^\s+at /.test(line)),
      ).toEqual([])
      expect(await stop()).toMatchObject({ code: 0 })
    },
    300_000,
  )
})

async function spawn(transport: string): Promise<SpawnedServer> {
  server = await spawnServer(['--transport', transport, ...FLAGS], COLLECTABLE)
  return server
}

function memory(when: string, { rss, heap, files }: VitalSigns): string {
  return `${when}: ${(rss / 1e6).toFixed(1)} MB resident, ${(heap / 1e6).toFixed(1)} MB heap, ${files} files`
}

function latency({ latencies }: HonestPair): string {
  const sorted = [...latencies].sort((a, b) => a - b)
  const at = (part: number) => (sorted[Math.floor((sorted.length - 1) * part)] ?? 0).toFixed(0)
  return `${sorted.length} honest messages, ${at(0.5)} ms in the middle, ${at(0.99)} ms for all but 1 %, ${at(1)} ms at most`
}
