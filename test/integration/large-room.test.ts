import { afterEach, expect, test } from 'vitest'
import { askLogin } from '../support/ask.ts'
import { type OpenedSocket, openSocket } from '../support/open-socket.ts'
import { type StartedServer, startServer } from '../support/start-server.ts'

const USERS = 1_000
const AT_ONCE = 50

let server: StartedServer
afterEach(() => server.close())

/** Runs `each` for 0 to USERS - 1, several at once. */
async function forAll<T>(each: (index: number) => Promise<T>): Promise<T[]> {
  const results: T[] = []
  let next = 0
  const work = async () => {
    for (let index = next++; index < USERS; index = next++) results[index] = await each(index)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return results
}

async function enter(index: number): Promise<{ opened: OpenedSocket; loginBytes: number }> {
  const reply = await askLogin(server.url, `user${index}`)
  const opened = await openSocket(server.wsUrl)
  opened.send({ type: 'connect', ref: 1, token: reply.json.token, rooms: [{ room: 'big' }] })
  await opened.next(frame => frame.ref === 1)
  return { opened, loginBytes: reply.bytes.length + JSON.stringify(reply.headers).length }
}

/** What the socket has read from the network, handshake and framing included. */
function bytesRead({ socket }: OpenedSocket): number {
  return (socket as unknown as { _socket: { bytesRead: number } })._socket.bytesRead
}

/** Every name, by paging. */
async function everybody(opened: OpenedSocket): Promise<Set<string>> {
  const names = new Set<string>()
  let after: string | undefined
  for (let ref = 100; ; ref++) {
    opened.send({ type: 'users', ref, room: 'big', after })
    const page = await opened.next(frame => frame.ref === ref)
    for (const user of page.users) names.add(user.name)
    if (page.next === undefined) return names
    after = page.next
  }
}

test.each(['uws', 'ws'] as const)(
  '[PR17] of 1,000 who log in and join one room over %s each receives at most 40 kB, has the right count and can page to all',
  async transport => {
    server = await startServer({ transport, noLimits: true })
    const entered = await forAll(enter)
    // the last word on the count: the answer to `connect` counts for who came last
    await Promise.all(
      entered.map(({ opened }) =>
        opened.next(frame => frame.count === USERS || frame.rooms?.[0]?.presence?.count === USERS),
      ),
    )
    const received = entered.map(({ opened, loginBytes }) => bytesRead(opened) + loginBytes)
    console.log(
      `${transport}: at most ${Math.max(...received)} bytes, ${received.reduce((a, b) => a + b) / USERS} each`,
    )
    expect(Math.max(...received)).toBeLessThanOrEqual(40_000)

    const names = new Set(Array.from({ length: USERS }, (_, index) => `user${index}`))
    for (const index of [0, 1, 199, 200, 201, 500, 999]) {
      const { opened } = entered[index] as { opened: OpenedSocket }
      expect(await everybody(opened)).toEqual(names)
    }
    for (const { opened } of entered) opened.socket.terminate()
  },
  60_000,
)
