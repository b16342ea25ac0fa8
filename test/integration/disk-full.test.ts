import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { ask, askLogin } from '../support/ask.ts'
import { type OpenedSocket, openSocket } from '../support/open-socket.ts'
import { freePort } from '../support/server-kit/free-port.ts'
import { until } from '../support/server-kit/until.ts'
import { LIMITS, limitedFolder, MOUNTS, type SmallDisk, smallDisk } from '../support/small-disk.ts'
import { type SpawnedServer, spawnServer } from '../support/spawn-server.ts'
import { compare, contentOf } from '../torture/inspect.ts'
import { Ledger } from '../torture/ledger.ts'
import { Reader } from '../torture/reader.ts'

const KINDS = [
  { kind: 'a full disk', can: MOUNTS, make: smallDisk as () => SmallDisk, transport: 'uws' },
  { kind: 'a disk that fails', can: LIMITS, make: limitedFolder, transport: 'ws' },
] as const

/** Whether a process has a lock on the database: without one, any program that looks at it takes its log away. */
function isLocked(folder: string, pid: number | undefined): boolean {
  const { ino } = statSync(path.join(folder, 'chat.db'))
  const locks = readFileSync('/proc/locks', 'utf8').split('\n')
  return locks.some(lock => lock.includes(` ${pid} `) && lock.includes(`:${ino} `))
}

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

describe.each(KINDS)('on $kind, over $transport', ({ kind, can, make, transport }) => {
  // without either there is nothing real to try it on
  const possible = can || Boolean(process.env.CI)

  async function start(disk: SmallDisk, port: number): Promise<SpawnedServer> {
    // until nothing can be written at all
    const args = [
      '--data',
      disk.path,
      '--transport',
      transport,
      '--no-limits',
      '--port',
      String(port),
      '--min-free',
      '0',
    ]
    const server = await spawnServer(args)
    ends.push(() => server.stop('SIGKILL'))
    return server
  }

  function folder(): SmallDisk {
    const disk = make()
    ends.push(() => disk.remove())
    return disk
  }

  async function enter(server: SpawnedServer, token: string, rooms: object[]) {
    const socket = await openSocket(server.wsUrl)
    ends.push(() => socket.socket.terminate())
    socket.send({ type: 'connect', ref: 1, token, rooms })
    const { rooms: joined } = await socket.next(({ ref }) => ref === 1)
    return { ...socket, joined }
  }

  /** Sends until it is refused; notes what was acknowledged. */
  async function sendUntilRefused(socket: OpenedSocket, user: string, ledger: Ledger) {
    for (let n = 1; n < 2_000; n++) {
      const draft = { room: 'lobby', cid: `raw${n}` }
      socket.send({ type: 'send_message', ref: 1_000 + n, ...draft, text: 'x'.repeat(3_000) })
      const reply = await socket.next(({ ref }) => ref === 1_000 + n)
      if (reply.type !== 'ok') return reply
      ledger.acknowledge({ ...draft, user, seq: reply.seq, id: reply.id })
    }
    throw new Error('the disk does not fill')
  }

  test.skipIf(!possible)(
    '[ST4] what cannot be written is unavailable and told to nobody, reading goes on, and what was lacking goes once there is room',
    async () => {
      const ledger = new Ledger()
      const disk = folder()
      const port = await freePort()
      let server = await start(disk, port)
      const { token, user } = (await askLogin(server.url, 'Raw')).json
      const before = await enter(server, token, [{ room: 'cold' }])
      for (let n = 1; n <= 150; n++)
        before.send({ type: 'send_message', ref: n + 1, room: 'cold', cid: `c${n}`, text: `${n}` })
      await before.next(({ ref, seq }) => ref === 151 && seq === 150)
      const [{ epoch }] = before.joined
      await server.stop()
      // from here on nothing of the cold room is in memory
      server = await start(disk, port)
      const ada = await Reader.enter('Ada', server.url, ['lobby'], ledger)
      const bob = await Reader.enter('Bob', server.url, ['lobby'], ledger)
      ends.push(
        () => ada.close(),
        () => bob.close(),
      )
      const say = (reader: Reader, ...texts: string[]) => texts.map(text => reader.screens[0]!.room.send(text))
      await Promise.all(say(ada, 'one', 'two').map(({ settled }) => settled))

      disk.fill(server.process.pid)
      const raw = await enter(server, token, [{ room: 'lobby' }])
      expect(await sendUntilRefused(raw, user.id, ledger)).toMatchObject({ code: 'unavailable', retryable: true })
      const drafts = [...say(ada, 'three', 'four', 'five'), ...say(bob, 'six', 'seven')]
      await expect.poll(async () => (await ask(`${server.url}/readyz`)).status, { interval: 20 }).toBe(503)
      expect((await ask(`${server.url}/healthz`)).status).toBe(200)

      const reading = await enter(server, token, [{ room: 'cold' }])
      expect(reading.joined[0]).toMatchObject({ seq: 150, epoch, messages: { length: 100 }, more: true })
      reading.send({ type: 'history', ref: 2, room: 'cold', before: 51 })
      expect((await reading.next(({ ref }) => ref === 2)).messages).toHaveLength(50)
      const resuming = await enter(server, token, [{ room: 'cold', epoch, seq: 20 }])
      expect(resuming.joined[0]).toMatchObject({ recovered: true, events: { length: 130 } })

      // its connection is given up when it fails once more, and so is the next one
      const tries = () => server.stderr().split('the store still fails').length - 1
      if (kind === 'a disk that fails') await expect.poll(tries).toBeGreaterThan(1)
      disk.freeSpace(server.process.pid)
      const settled = await Promise.all(drafts.map(({ settled }) => settled))
      expect(settled.map(({ status }) => status)).toEqual(drafts.map(() => 'sent'))
      for (const [at, state] of settled.entries())
        if (state.status === 'sent') {
          const owner = (at < 3 ? ada : bob).client.user!.id
          ledger.acknowledge({ room: 'lobby', user: owner, cid: drafts[at]!.cid, seq: state.seq, id: state.id })
        }
      await expect.poll(async () => (await ask(`${server.url}/readyz`)).status, { timeout: 10_000 }).toBe(200)
      // [OP140] also where the database had to be opened anew
      expect((await ask(`${server.url}/metrics`)).text).toContain('chat_store_pragma{name="synchronous"} 2\n')
      expect(isLocked(disk.path, server.process.pid)).toBe(true)
      const [last] = say(ada, 'after')
      const state = await last!.settled
      if (state.status !== 'sent') throw new Error(`The last one is ${state.status}.`)
      ledger.acknowledge({ room: 'lobby', user: ada.client.user!.id, cid: last!.cid, seq: state.seq, id: state.id })
      const looked = async () => (await contentOf(server.wsUrl, token, ['lobby'])).get('lobby')!
      const content = await looked()
      compare(new Map([['lobby', content]]), ledger.byRoom(), ledger)
      for (const reader of [ada, bob]) {
        await until('the end', () => reader.screens[0]!.messages.at(-1)?.seq === content.messages.length)
        expect(reader.screens[0]!.messages.map(({ cid }) => cid)).toEqual(content.messages.map(({ cid }) => cid))
      }
      const texts = content.messages.map(({ text }) => text)
      expect(texts.filter(text => ['three', 'four', 'five'].includes(text))).toEqual(['three', 'four', 'five'])
      expect(texts.filter(text => ['six', 'seven'].includes(text))).toEqual(['six', 'seven'])

      await server.stop('SIGKILL')
      server = await start(disk, port)
      expect(await looked()).toEqual(content)
      expect(ledger.faults).toEqual([])
    },
  )

  test.skipIf(!possible)(
    '[ST5] it stops in order although nothing can be written, and everything acknowledged is there again',
    async () => {
      const ledger = new Ledger()
      const disk = folder()
      const port = await freePort()
      let server = await start(disk, port)
      const { token, user } = (await askLogin(server.url, 'Raw')).json
      const raw = await enter(server, token, [{ room: 'lobby' }])
      disk.fill(server.process.pid)
      await sendUntilRefused(raw, user.id, ledger)
      const { code, stderr } = await server.stop()
      expect([code, stderr.includes('    at process')]).toEqual([0, false])
      if (kind === 'a full disk') disk.freeSpace()
      server = await start(disk, port)
      const content = await contentOf(server.wsUrl, token, ['lobby'])
      compare(content, ledger.byRoom(), ledger)
      expect(content.get('lobby')!.epoch).toBe(raw.joined[0].epoch)
      expect(ledger.faults).toEqual([])
    },
  )
})
