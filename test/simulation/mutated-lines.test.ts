import { expect, test } from 'vitest'
import type { ErrorFrame } from '../../sdk/protocol/replies.ts'
import { HubHarness } from '../support/hub-harness.ts'
import type { FaultySocket } from './faulty-socket.ts'
import { live } from './history.ts'
import { type Line, mutate } from './mutated-lines.ts'
import { seeded } from './random.ts'
import { ROOMS, World } from './world.ts'

const HISTORIES = 6
const ROUNDS = 400

/** What the clients of one seed's history said, socket by socket. */
async function record(seed: number): Promise<Line[]> {
  const world = new World(seed, 0)
  const lines = new Map<FaultySocket, string[]>()
  world.network.overhear = (socket, text) => lines.set(socket, [...(lines.get(socket) ?? []), text])
  await live(world)
  return [...lines.values()]
}

/** How often each ref is asked in what the server could read. */
function refsOf(line: Line): Map<number, number> {
  const refs = new Map<number, number>()
  for (const text of line) {
    try {
      for (const { ref } of [JSON.parse(text)].flat()) if (ref > 0) refs.set(ref, (refs.get(ref) ?? 0) + 1)
    } catch {
      // it broke off
    }
  }
  return refs
}

test('[SM3] mutated and spliced sessions are answered by the rules and store nothing twice', {
  timeout: 120_000,
}, async () => {
  const recorded = (await Promise.all(Array.from({ length: HISTORIES }, (_, index) => record(index + 1)))).flat()
  expect(recorded.length).toBeGreaterThan(HISTORIES * 5)
  let stored = 0
  for (let seed = 1; seed <= ROUNDS; seed++) {
    const random = seeded(seed)
    const harness = new HubHarness()
    const calm = await harness.user('Calm', 'calm', ...ROOMS)
    const tokens = ['Ada', 'Bob', 'Cleo'].map(name => harness.login(name))
    const some = () => recorded[Math.floor(random() * recorded.length)] ?? []
    const sockets = Array.from({ length: 5 }, () => {
      const token = tokens[Math.floor(random() * tokens.length)]
      const others = [some(), some(), some()].map(line => asOf(line, token))
      const said = mutate(asOf(some(), token), others, Math.floor(6 * random()), random)
      return { client: harness.open(), said, next: 0 }
    })
    for (let open = sockets; open.length > 0; open = sockets.filter(({ said, next }) => next < said.length)) {
      const speaker = open[Math.floor(random() * open.length)]
      if (!speaker) break
      speaker.client.socket.say(speaker.said[speaker.next++] ?? '')
      if (random() < 0.3) await harness.pass(random() < 0.1 ? 9_000 * random() : 20 * random())
    }
    await harness.pass(1_000)
    const context = `round ${seed}`
    expect(harness.logged, context).toEqual([])
    for (const { client, said } of sockets) {
      const asked = refsOf(said)
      const answered = refsOf(client.socket.received)
      for (const [ref, times] of answered)
        expect(times, `${context}, ref ${ref}`).toBeLessThanOrEqual(asked.get(ref) ?? 0)
      if (!client.socket.ended) expect(answered, context).toEqual(asked)
      expect(
        client.of('error').filter(({ code }: ErrorFrame) => code === 'internal'),
        context,
      ).toEqual([])
    }
    for (const room of ROOMS) {
      const page = await harness.log.page(room, { limit: 10_000, maxBytes: Number.POSITIVE_INFINITY })
      const messages = page?.messages ?? []
      const keys = messages.map(({ user, cid }) => `${user.id} ${cid}`)
      expect(new Set(keys).size, context).toBe(keys.length)
      // and who does nothing sees all of it
      const seen = calm.of('new_message').filter(event => event.room === room)
      expect(
        seen.map(({ seq }) => seq),
        context,
      ).toEqual(messages.map(({ seq }) => seq))
      stored += keys.length
    }
    expect(calm.socket.ended, context).toBeUndefined()
    expect(await calm.send('calm', 'still fine', 'fine')).toMatchObject({ type: 'ok' })
    harness.hub.stop()
  }
  // lines that nobody understands prove nothing
  expect(stored).toBeGreaterThan(ROUNDS)
})

/** The line as said by the session of this token. */
function asOf(line: Line, token = ''): Line {
  return line.map(text => text.replace(/"token":"[^"]*"/, `"token":"${token}"`))
}
