import { mkdtempSync, readdirSync, rmSync, statfsSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { ask, askLogin } from '../support/ask.ts'
import { type OpenedSocket, openSocket } from '../support/open-socket.ts'
import { freePort } from '../support/server-kit/free-port.ts'
import { MOUNTS, smallDisk } from '../support/small-disk.ts'
import { type SpawnedServer, spawnServer } from '../support/spawn-server.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

async function start(data: string, transport: string, ...more: string[]): Promise<SpawnedServer> {
  const args = ['--data', data, '--transport', transport, '--no-limits', '--port', String(await freePort()), ...more]
  const server = await spawnServer(args)
  ends.push(() => server.stop('SIGKILL'))
  return server
}

async function enter(server: SpawnedServer, name: string): Promise<OpenedSocket> {
  const { token } = (await askLogin(server.url, name)).json
  const opened = await openSocket(server.wsUrl)
  ends.push(() => opened.socket.terminate())
  opened.send({ type: 'connect', ref: 1, token, rooms: [{ room: 'lobby' }] })
  await opened.next(({ ref }) => ref === 1)
  return opened
}

let refs = 1
function send(socket: OpenedSocket, cid: string) {
  const mine = ++refs
  socket.send({ type: 'send_message', ref: mine, room: 'lobby', cid, text: 'x'.repeat(3_000) })
  return socket.next(({ ref }) => ref === mine)
}

/** Sends until it is refused; how many were taken. */
async function fill(socket: OpenedSocket): Promise<number> {
  for (let n = 1; n < 5_000; n++) {
    const { type, ...refused } = await send(socket, `c${n}`)
    if (type === 'ok') continue
    expect(refused).toMatchObject({ code: 'unavailable', retryable: true, retryAfterMs: expect.any(Number) })
    expect(refused.message).toMatch(/no room for more messages.*can be read/)
    return n - 1
  }
  throw new Error('it is never full')
}

const KINDS = [
  { kind: 'the floor of free space', transport: 'uws', args: [], can: MOUNTS || Boolean(process.env.CI) },
  { kind: 'the bound of the folder', transport: 'ws', args: ['--max-data', '3M'], can: true },
]

describe.each(KINDS)('at $kind, on $transport', ({ kind, transport, args, can }) => {
  test.skipIf(!can)(
    '[ST121] sends are refused in words before the disk is full, all else goes on, and so do sends when there is room again',
    async () => {
      const disk = kind.startsWith('the floor') ? smallDisk('6m') : undefined
      const data = disk?.path ?? mkdtempSync(path.join(tmpdir(), 'chat-bounds-'))
      ends.push(() => (disk ? disk.remove() : rmSync(data, { recursive: true })))
      const server = await start(data, transport, ...args)
      const ann = await enter(server, 'Ann')
      const taken = await fill(ann)
      expect(taken).toBeGreaterThan(50)
      const used = readdirSync(data).reduce((sum, name) => sum + statSync(path.join(data, name)).size, 0)
      if (disk) {
        const { bavail, bsize, blocks } = statfsSync(data)
        expect(bavail / blocks).toBeGreaterThan(0.03)
        expect(bavail * bsize).toBeGreaterThan(200_000)
      } else expect(used).toBeLessThan(3_000_000)

      expect((await ask(`${server.url}/readyz`)).status).toBe(503)
      expect((await ask(`${server.url}/metrics`)).text).toMatch(/^chat_store_ready 0$/m)
      // who comes now logs in and reads; what was taken is known
      const bob = await enter(server, 'Bob')
      bob.send({ type: 'history', ref: 500_000, room: 'lobby' })
      expect((await bob.next(({ ref }) => ref === 500_000)).messages.at(-1)).toMatchObject({ seq: taken })
      expect(await send(ann, 'c1')).toMatchObject({ type: 'ok', seq: 1, duplicate: true })
      for (let n = 0; n < 5; n++) expect(await send(bob, `again${n}`)).toMatchObject({ code: 'unavailable' })
      expect(server.stderr().match(/there is no room for messages/g)).toHaveLength(1)
      expect(server.stderr()).not.toContain('the store failed')

      // an operator makes room
      let again = server
      if (disk) {
        await server.stop()
        // the disk is as it was; a lower floor is room
        again = await start(data, transport, '--min-free', '50k')
      } else {
        await server.stop()
        again = await start(data, transport, '--max-data', '10M')
      }
      const { seq } = await send(await enter(again, 'Cleo'), 'new')
      expect(seq).toBe(taken + 1)
    },
  )
})

test.skipIf(!MOUNTS && !process.env.CI)(
  '[ST121] a disk that others filled is used again by itself once they make room',
  async () => {
    const disk = smallDisk('6m')
    ends.push(() => disk.remove())
    const server = await start(disk.path, 'ws')
    const ann = await enter(server, 'Ann')
    expect(await send(ann, 'one')).toMatchObject({ seq: 1 })
    disk.fill()
    expect(await send(ann, 'two')).toMatchObject({ code: 'unavailable' })
    disk.freeSpace()
    // without anybody trying
    await expect.poll(async () => (await ask(`${server.url}/readyz`)).status, { timeout: 10_000 }).toBe(200)
    expect(await send(ann, 'two')).toMatchObject({ seq: 2, duplicate: false })
    expect(server.stderr()).toContain('there is room for messages again')
  },
)
