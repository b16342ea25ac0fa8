import { spawn, spawnSync } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import http from 'node:http'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { ask, askLogin } from '../support/ask.ts'
import { openSocket } from '../support/open-socket.ts'
import { freePort } from '../support/server-kit/free-port.ts'
import { MOUNTS, smallDisk } from '../support/small-disk.ts'
import { BIN } from '../support/spawn-server.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** They stop a terminal, and let it go on. */
const [CTRL_S, CTRL_Q] = ['\x13', '\x11']

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

function folder(): string {
  const made = temporaryFolder('diagnostics')
  ends.push(() => made.remove())
  return made.path
}

/** The bin under `sh`, whose words after it say where its output goes; the process is the server's own. */
function run(words: string, args: string[], stdio: ('ignore' | 'pipe' | number)[] = [], env: object = {}) {
  const child = spawn('sh', ['-c', `exec "$0" "$@" ${words}`, process.execPath, BIN, ...args], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', stdio[0] ?? 'ignore', stdio[1] ?? 'ignore'],
  })
  ends.push(() => child.kill('SIGKILL'))
  const exited = new Promise<number | string | null>(resolve =>
    child.once('exit', (code, signal) => resolve(signal ?? code)),
  )
  return { child, exited }
}

async function serve(words: string, more: string[] = [], stdio: ('pipe' | number)[] = [], data = folder()) {
  const port = await freePort()
  const args = ['--port', String(port), '--data', data, '--log-level', 'debug', '--no-limits', ...more]
  const { child, exited } = run(words, args, stdio)
  const url = `http://127.0.0.1:${port}`
  const ready = async () => (await ask(`${url}/readyz`).catch(() => undefined))?.status
  await expect.poll(ready, { timeout: 20_000, interval: 20 }).toBe(200)
  return { child, exited, url, wsUrl: `ws://127.0.0.1:${port}/ws` }
}

test.each([
  ['uws', '>/dev/full'],
  ['ws', '2>/dev/full'],
  ['uws', '>/dev/full 2>/dev/full'],
  ['ws', '>&- 2>&-'],
  ['uws', '2>&1 | head -c 1'],
])('[OP130] over %s with %s the server serves, and stops in order', async (transport, words) => {
  const piped = words.includes('|')
  const { child, exited, url } = await serve(
    piped ? '' : words,
    ['--transport', transport],
    piped ? ['pipe', 'pipe'] : [],
  )
  if (piped) for (const stream of [child.stdout, child.stderr]) stream?.destroy()
  for (let n = 0; n < 5; n++) expect((await askLogin(url, `Name${n}`)).status).toBe(200)
  child.kill('SIGTERM')
  expect(await exited).toBe(0)
})

const TERMINALS = spawnSync('script', ['--version']).status === 0

test.skipIf(!TERMINALS && !process.env.CI).each(['uws', 'ws'])(
  '[OP130] over %s a terminal that was stopped holds up nothing, nor the end',
  async transport => {
    const port = await freePort()
    const args = ['--port', port, '--data', folder(), '--log-level', 'debug', '--no-limits', '--transport', transport]
    const command = ['exec', process.execPath, BIN, ...args].join(' ')
    const terminal = spawn('script', ['-qfec', command, '/dev/null'], { stdio: ['pipe', 'ignore', 'ignore'] })
    ends.push(() => terminal.kill('SIGKILL'))
    const exited = new Promise(resolve => terminal.once('exit', resolve))
    const url = `http://127.0.0.1:${port}`
    const status = async (path: string) => (await ask(`${url}${path}`).catch(() => undefined))?.status
    await expect.poll(() => status('/readyz'), { timeout: 20_000, interval: 20 }).toBe(200)
    terminal.stdin.write(CTRL_S)
    for (let n = 0; n < 600; n++) expect(await status('/healthz')).toBe(200)
    const pid = readFileSync(`/proc/${terminal.pid}/task/${terminal.pid}/children`, 'utf8')
    process.kill(Number(pid), 'SIGTERM')
    await expect.poll(() => status('/healthz'), { timeout: 5_000 }).toBe(undefined)
    terminal.stdin.write(CTRL_Q)
    expect(await exited).toBe(0)
  },
)

test('[OP130] a reader of the log that has stopped reading holds up nothing', async () => {
  const { child, exited, url } = await serve('', ['--transport', 'ws'], ['pipe', 'pipe'])
  child.stderr?.pause()
  const agent = new http.Agent({ keepAlive: true, maxSockets: 8 })
  // some 100 bytes a line; a pipe and Node take 300 kB
  for (let round = 0; round < 60; round++)
    await Promise.all(Array.from({ length: 100 }, () => ask(`${url}/healthz`, { agent })))
  agent.destroy()
  expect((await askLogin(url, 'Ada')).status).toBe(200)
  child.kill('SIGTERM')
  child.stderr?.resume()
  expect(await exited).toBe(0)
})

test.each([
  ['an error', 'new Error("planted")'],
  ['an error that cannot be read', 'Object.defineProperty(new Error("planted"), "message", { get() { throw 1 } })'],
  ['no error at all', 'Object.create(null)'],
])(
  '[OP130] %s that nobody caught ends the server with status 1, also when nothing can be said of it',
  async (_, thrown) => {
    const fault = `process.on('newListener', name => name === 'unhandledRejection' && setImmediate(() => { throw ${thrown} }))`
    const env = { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(fault)}` }
    const runs = ['2>/dev/full', '2>/dev/null'].map(words => run(words, ['--port', '0', '--data', folder()], [], env))
    expect(await Promise.all(runs.map(({ exited }) => exited))).toEqual([1, 1])
  },
)

test.each([
  ['>/dev/full', ['--help'], 1],
  ['2>/dev/full', ['--prot'], 2],
  ['2>/dev/full', ['--port', '0', '--data', '/proc/none'], 1],
  ['2>/dev/full', ['check', '--data', '/nowhere'], 1],
  ['2>/dev/full', ['check', 'word'], 2],
])('[OP130] with %s the words %j end with status %i', async (words, args, status) => {
  expect(await run(words, args).exited).toBe(status)
})

test.skipIf(!MOUNTS && !process.env.CI).each(['uws', 'ws'])(
  '[OP130] with data and log on one full disk, over %s, a send is unavailable, and the log goes on once there is room',
  async transport => {
    const disk = smallDisk()
    ends.push(() => disk.remove())
    const file = path.join(disk.path, 'log')
    const log = openSync(file, 'a')
    const { child, exited, url, wsUrl } = await serve('', ['--transport', transport], ['pipe', log], disk.path)
    closeSync(log)
    const { token } = (await askLogin(url, 'Ada')).json
    const socket = await openSocket(wsUrl)
    ends.push(() => socket.socket.terminate())
    socket.send({ type: 'connect', ref: 1, token, rooms: [{ room: 'lobby' }] })
    await socket.next(({ ref }) => ref === 1)
    const send = (ref: number) => {
      socket.send({ type: 'send_message', ref, room: 'lobby', cid: `c${ref}`, text: 'x'.repeat(3_000) })
      return socket.next(reply => reply.ref === ref)
    }
    disk.fill()
    let ref = 2
    for (; (await send(ref)).type === 'ok'; ref++) expect(ref).toBeLessThan(2_000)
    expect((await ask(`${url}/readyz`)).status).toBe(503)
    for (let n = 0; n < 50; n++) await ask(`${url}/healthz`)
    disk.freeSpace()
    await expect.poll(async () => (await send(++ref)).type, { timeout: 15_000, interval: 100 }).toBe('ok')
    child.kill('SIGTERM')
    expect(await exited).toBe(0)
    const lines = readFileSync(file, 'utf8').trim().split('\n')
    const told = lines.flatMap(line => (line.includes('"lost"') ? [JSON.parse(line)] : []))
    expect(told[0]).toMatchObject({ level: 40, msg: 'lines of this log could not be written' })
    expect(told[0].lost).toBeGreaterThan(10)
    expect(JSON.parse(lines.at(-1) as string)).toMatchObject({ msg: 'stopped', signal: 'SIGTERM', sockets: 1 })
  },
)
