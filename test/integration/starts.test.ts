import { createHash } from 'node:crypto'
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { openStoreFile } from '../../server/adapters/sqlite/file.ts'
import { loadSqlite } from '../../server/adapters/sqlite/module.ts'
import { seeded } from '../simulation/random.ts'
import { askLogin } from '../support/ask.ts'
import { openSocket } from '../support/open-socket.ts'
import { freePort } from '../support/server-kit/free-port.ts'
import { MOUNTS, smallDisk } from '../support/small-disk.ts'
import { runBin, type SpawnedServer, spawnServer } from '../support/spawn-server.ts'
import { contentOf } from '../torture/inspect.ts'

const sqlite = await loadSqlite()

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

function folder(): string {
  const made = mkdtempSync(path.join(tmpdir(), 'chat-start-'))
  ends.push(() => rmSync(made, { recursive: true, force: true }))
  return made
}

async function start(data: string, ...more: string[]): Promise<SpawnedServer> {
  const server = await spawnServer(['--data', data, '--transport', 'ws', '--no-limits', ...more])
  ends.push(() => server.stop('SIGKILL'))
  return server
}

/** The bytes of what a server may not touch. */
function bytesIn(data: string): string[] {
  return readdirSync(data, { withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(({ name }) => name)
    .filter(name => !/-wal$|-shm$|-journal$|^chat\.lock|^ballast/.test(name))
    .map(
      name =>
        `${name} ${createHash('sha256')
          .update(readFileSync(path.join(data, name)))
          .digest('hex')}`,
    )
}

async function say(server: SpawnedServer, count: number, token?: string) {
  token ??= (await askLogin(server.url, 'Ada')).json.token as string
  const socket = await openSocket(server.wsUrl)
  socket.send({ type: 'connect', ref: 1, token, rooms: [{ room: 'lobby' }] })
  const { rooms } = await socket.next(({ ref }) => ref === 1)
  const cid = `${rooms[0].seq}-`
  for (let n = 1; n <= count; n++)
    socket.send({ type: 'send_message', ref: n + 1, room: 'lobby', cid: cid + n, text: 'x'.repeat(200) })
  await socket.next(({ ref }) => ref === count + 1)
  socket.socket.terminate()
  return { token, epoch: rooms[0].epoch as string, head: rooms[0].seq as number }
}

const models = new Map<string, string>()
afterAll(() => {
  for (const model of models.values()) rmSync(model, { recursive: true, force: true })
})

/** A folder in which a server has worked. */
async function used(signal: NodeJS.Signals = 'SIGTERM'): Promise<string> {
  let model = models.get(signal)
  if (model === undefined) {
    model = mkdtempSync(path.join(tmpdir(), 'chat-model-'))
    models.set(signal, model)
    const first = await start(model)
    const { token } = await say(first, 200)
    await first.stop()
    const second = await start(model)
    await say(second, 5, token)
    await second.stop(signal)
  }
  const data = folder()
  cpSync(model, data, { recursive: true })
  return data
}

async function refusal(data: string): Promise<string> {
  const { child, exited } = runBin(['--port', '0', '--data', data, '--transport', 'ws'])
  ends.push(() => void child.kill('SIGKILL'))
  const { code, stdout, stderr } = await exited
  expect([code, stdout]).toEqual([1, ''])
  expect(stderr).toMatch(/^[A-Z][^\n]*\.\n$/)
  expect(stderr).not.toContain('    at ')
  return stderr
}

const at = (data: string) => path.join(data, 'chat.db')

describe('a data folder that cannot serve', () => {
  test.each([
    ['cut short', /damaged|no database/, (data: string) => truncateSync(at(data), 20_000)],
    ['with a foreign beginning', /no database/, (data: string) => writeFileSync(at(data), 'garbage', { flag: 'r+' })],
    [
      'with garbage in the middle',
      /damaged/,
      (data: string) => {
        const bytes = readFileSync(at(data))
        writeFileSync(at(data), bytes.fill(0xa5, 16_384, bytes.length - 8_192))
      },
    ],
    ['that is a text', /no database/, (data: string) => writeFileSync(at(data), 'a text')],
    ['of a newer version', /newer version/, (data: string) => pragma(data, 'user_version = 99')],
    ['of another program', /another program/, (data: string) => pragma(data, 'application_id = 7')],
    ['of a few bytes', /no database/, (data: string) => truncateSync(at(data), 7)],
  ] as const)('[ST6] a database %s is refused in a sentence and stays as it is', async (_name, words, spoil) => {
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      const data = await used(signal)
      spoil(data)
      const before = bytesIn(data)
      expect(await refusal(data), signal).toMatch(words)
      expect(bytesIn(data), signal).toEqual(before)
    }
  })

  const HELD = /has held a database.*chat\.db is (missing or empty|blank)\..*backup.*--data/
  test.each([
    ['missing', HELD, (data: string) => rmSync(at(data))],
    ['empty', HELD, (data: string) => truncateSync(at(data), 0)],
    [
      'missing, with a lock that knows of none',
      HELD,
      (data: string) => {
        for (const name of ['chat.db', 'chat.lock']) rmSync(path.join(data, name))
        // as a crash leaves it
        writeFileSync(`${at(data)}-wal`, 'what was not copied')
      },
    ],
    [
      'blank',
      HELD,
      (data: string) => {
        rmSync(at(data))
        rmSync(`${at(data)}-wal`, { force: true })
        rmSync(`${at(data)}-shm`, { force: true })
        const blank = sqlite.open(at(data))
        blank.exec('PRAGMA journal_mode = WAL')
        blank.close()
      },
    ],
    [
      'that is a folder',
      /chat\.db is no file/,
      (data: string) => {
        rmSync(at(data))
        mkdirSync(at(data))
      },
    ],
  ] as const)(
    '[ST120] a database that is %s where there was one is refused, and nothing is begun',
    async (_name, words, spoil) => {
      for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
        const data = await used(signal)
        spoil(data)
        const log = () => (existsSync(`${at(data)}-wal`) ? readFileSync(`${at(data)}-wal`).length : 0)
        const before = [...bytesIn(data), log()]
        expect(await refusal(data), signal).toMatch(words)
        expect([...bytesIn(data), log()], signal).toEqual(before)
      }
    },
  )

  test('[ST120] the file put back serves as before', async () => {
    const data = await used()
    renameSync(at(data), `${at(data)}.away`)
    expect(await refusal(data)).toMatch(HELD)
    renameSync(`${at(data)}.away`, at(data))
    const server = await start(data)
    const { token } = (await askLogin(server.url, 'Bob')).json
    expect((await say(server, 1, token)).head).toBe(205)
  })

  test('[ST120] a folder in which a first start was killed before its database was made serves', async () => {
    const data = folder()
    const lock = sqlite.open(path.join(data, 'chat.lock'))
    lock.exec('PRAGMA user_version = 0; VACUUM')
    lock.close()
    writeFileSync(at(data), '')
    expect((await say(await start(data), 3)).head).toBe(0)
  })

  test('[ST6] a database of another program is not touched, whatever its mode', async () => {
    const data = folder()
    const other = sqlite.open(at(data))
    other.exec('CREATE TABLE theirs (a); INSERT INTO theirs VALUES (1)')
    other.close()
    const before = bytesIn(data)
    expect(await refusal(data)).toContain('another program')
    expect(bytesIn(data)).toEqual(before)
  })

  test('[ST6] a folder that another server holds is refused, and that one goes on', async () => {
    const data = folder()
    const server = await start(data)
    const { token } = await say(server, 5)
    const before = bytesIn(data)
    expect(await refusal(data)).toContain('in use by another server')
    expect(bytesIn(data)).toEqual(before)
    expect((await say(server, 1, token)).head).toBe(5)
  })

  test.skipIf(!MOUNTS && !process.env.CI)(
    '[ST6] a full or a read-only disk is refused in a sentence, and serves again later',
    async () => {
      const disk = smallDisk('2m')
      ends.push(() => disk.remove())
      disk.fill()
      expect(await refusal(disk.path)).toMatch(/ENOSPC|no space/)
      disk.freeSpace()
      let server = await start(disk.path)
      const { epoch, token } = await say(server, 5)
      await server.stop()
      disk.fill()
      const before = bytesIn(disk.path)
      expect(await refusal(disk.path)).toMatch(/ENOSPC|no space/)
      disk.readOnly(true)
      expect(await refusal(disk.path)).toMatch(/EROFS|cannot be written/)
      expect(bytesIn(disk.path)).toEqual(before)
      disk.readOnly(false)
      disk.freeSpace()
      server = await start(disk.path)
      expect(await say(server, 5, token)).toMatchObject({ epoch, head: 5 })
    },
  )

  test.skipIf(!MOUNTS && !process.env.CI)(
    '[ST6] a program whose store was refused for want of space opens it later',
    () => {
      const disk = smallDisk('2m')
      ends.push(() => disk.remove())
      openStoreFile(sqlite, disk.path, 'fsync').close()
      // as a crash leaves them, so that they take no more space
      const kept = sqlite.open(at(disk.path))
      ends.push(() => kept.close())
      kept.prepare('SELECT count(*) FROM messages').get()
      disk.fill()
      expect(() => openStoreFile(sqlite, disk.path, 'fsync')).toThrow(/no space/)
      disk.freeSpace()
      openStoreFile(sqlite, disk.path, 'fsync').close()
    },
  )

  test('[ST6] a lock that is damaged is named', async () => {
    const data = await used()
    writeFileSync(path.join(data, 'chat.lock'), 'garbage'.repeat(100))
    expect(await refusal(data)).toContain('chat.lock')
  })
})

function pragma(data: string, text: string): void {
  const database = sqlite.open(at(data))
  // as a program that was killed leaves it
  const copy = (name: string) => copyFileSync(`${at(data)}${name}`, `${at(data)}${name}.kept`)
  database.exec(`PRAGMA ${text}`)
  for (const name of ['', '-wal']) copy(name)
  database.close()
  for (const name of ['', '-wal']) copyFileSync(`${at(data)}${name}.kept`, `${at(data)}${name}`)
  for (const name of ['', '-wal']) rmSync(`${at(data)}${name}.kept`)
}

test('[ST7] of two servers that start at once on one folder exactly one serves', async () => {
  for (let turn = 0; turn < 6; turn++) {
    const data = turn % 2 ? folder() : await used()
    const runs = Array.from({ length: 2 }, () => runBin(['--port', '0', '--data', data, '--transport', 'ws']))
    const loser = await Promise.race(runs.map(({ exited }, which) => exited.then(exit => ({ which, exit }))))
    const winner = runs[1 - loser.which]!
    ends.push(() => void winner.child.kill('SIGKILL'))
    expect(loser.exit.code).toBe(1)
    expect(loser.exit.stderr).toContain('in use by another server')
    await expect.poll(winner.stdout, { timeout: 10_000 }).toContain('listening')
    winner.child.kill('SIGKILL')
    await winner.exited
  }
})

test('[ST8] whenever a start is killed, the next one finds everything, in the same epoch', {
  timeout: 120_000,
}, async () => {
  const data = folder()
  const port = await freePort()
  const began = performance.now()
  let server = await start(data, '--port', String(port))
  const takes = performance.now() - began
  const first = await say(server, 20)
  await server.stop('SIGKILL')
  const random = seeded(11)
  for (let turn = 0; turn < 20; turn++) {
    const { child, exited } = runBin(['--port', String(port), '--data', data, '--transport', 'ws'])
    await new Promise(resolve => setTimeout(resolve, random() * (turn % 2 ? 300 : takes)))
    child.kill('SIGKILL')
    await exited
  }
  server = await start(data, '--port', String(port))
  const lobby = (await contentOf(server.wsUrl, first.token, ['lobby'])).get('lobby')!
  expect([lobby.epoch, lobby.messages.length]).toEqual([first.epoch, 20])
})

test('[ST8] nor does it matter how often starts are killed before the lock has their token', async () => {
  const data = folder()
  const lock = path.join(data, 'chat.lock')
  let server = await start(data)
  const first = await say(server, 3)
  await server.stop()
  const old = readFileSync(lock)
  for (let turn = 0; turn < 3; turn++) {
    server = await start(data)
    await server.stop('SIGKILL')
    writeFileSync(lock, old)
  }
  server = await start(data)
  expect((await say(server, 1, first.token)).epoch).toBe(first.epoch)
})
