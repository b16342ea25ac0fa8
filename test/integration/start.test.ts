import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { createChatServer } from '../../server/create-chat-server.ts'
import { ask, askLogin } from '../support/ask.ts'
import { openSocket } from '../support/open-socket.ts'
import { TRANSPORTS } from '../support/server-kit/transports.ts'
import { runBin, spawnServer } from '../support/spawn-server.ts'
import { startServer } from '../support/start-server.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const ROOT = path.join(import.meta.dirname, '../..')
/** The transports that this Node can load. */
const RUNNING = TRANSPORTS.filter(({ runs }) => runs).map(({ name }) => name)

const folder = temporaryFolder('start')
afterAll(() => folder.remove())

describe('the bin', () => {
  test.each(RUNNING)('[OP5] says its URL in one line when it takes traffic, over %s', async transport => {
    const server = await spawnServer(['--transport', transport])
    expect((await ask(`${server.url}/readyz`)).status).toBe(200)
    expect((await ask(`${server.url}/`)).status).toBe(200)
    expect(server.stdout()).toMatch(/^Chat server listening on http:\/\/localhost:\d+\n$/)
    const { code, stderr } = await server.stop()
    const lines = stderr
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(lines[0]).toMatchObject({ msg: 'started', transport, port: server.port, store: 'sqlite' })
    expect(lines.filter(({ msg }) => msg === 'started')).toHaveLength(1)
    expect(code).toBe(0)
  })

  test('[OP133] under this Node it serves, keeps what was said over a crash, and writes nothing but its log', async () => {
    const data = mkdtempSync(path.join(folder.path, 'data'))
    let token = ''
    for (const [n, signal] of (['SIGKILL', 'SIGTERM'] as const).entries()) {
      const server = await spawnServer(['--data', data])
      token ||= (await askLogin(server.url, 'Ada')).json.token
      const socket = await openSocket(server.wsUrl)
      socket.send({ type: 'connect', ref: 1, token, rooms: [{ room: 'lobby' }] })
      const { rooms } = await socket.next(({ ref }) => ref === 1)
      expect(rooms[0].messages).toHaveLength(n)
      socket.send({ type: 'send_message', ref: 2, room: 'lobby', cid: `c${n}`, text: `${n}` })
      expect(await socket.next(({ ref }) => ref === 2)).toMatchObject({ type: 'ok', seq: n + 1 })
      const { stderr } = await server.stop(signal)
      const [started] = stderr
        .trim()
        .split('\n')
        .map(line => JSON.parse(line))
      expect(started).toMatchObject({ msg: 'started', node: process.version, transport: RUNNING[0] })
      socket.socket.terminate()
    }
    const lines = await runBin(['export', '--all', '--data', data]).exited
    expect([lines.code, lines.stderr, lines.stdout.trim().split('\n').length]).toEqual([0, '', 2])
  })

  test('[OP6] says what an operator should know: a star, no limits, memory', async () => {
    const server = await spawnServer(['--origins', '*', '--no-limits', '--store', 'memory'])
    const { stderr } = await server.stop()
    for (const words of ['every origin may chat', '--no-limits', 'kept in memory only']) expect(stderr).toContain(words)
  })

  test('[OP6] keeps secrets out of its log', async () => {
    const secret = 'a-token-that-nobody-sees'
    const server = await spawnServer(['--log-level', 'debug'], { CHAT_METRICS_TOKEN: secret })
    const headers = { 'content-type': 'application/json' }
    const login = await ask(`${server.url}/login`, { method: 'POST', headers, body: '{"username":"Ana"}' })
    const { token } = login.json
    await ask(`${server.url}/metrics`, { headers: { 'x-forwarded-for': '1.2.3.4', authorization: `Bearer ${secret}` } })
    await ask(`${server.url}/logout?token=${token}`, { method: 'POST', headers: { authorization: `Bearer ${token}` } })
    const { stdout, stderr } = await server.stop()
    expect(stderr).toContain('"route":"logout"')
    for (const word of [secret, token]) expect(stdout + stderr).not.toContain(word)
  })

  test.each(RUNNING)('[OP7] a port in use is one sentence and status 1, over %s', async transport => {
    const other = net.createServer().listen(0, '127.0.0.1')
    await new Promise(resolve => other.once('listening', resolve))
    const { port } = other.address() as net.AddressInfo
    const { exited } = runBin(['--port', String(port), '--host', '127.0.0.1', '--transport', transport])
    const { code, stdout, stderr } = await exited
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(new RegExp(`^Port ${port} on 127\\.0\\.0\\.1 is in use: [^\\n]*\\.\\n$`))
    other.close()
  })

  test.each(RUNNING)(
    '[OP7] a host that is not of this machine is one sentence and status 1, over %s',
    async transport => {
      const { code, stderr } = await runBin(['--port', '0', '--host', '192.0.2.1', '--transport', transport]).exited
      expect([code, stderr]).toEqual([1, expect.stringMatching(/^[A-Z][^\n]*192\.0\.2\.1[^\n]*\.\n$/)])
    },
  )

  test('[OP7] a data folder that cannot be made is one sentence and status 1', async () => {
    const file = path.join(mkdtempSync(path.join(folder.path, 'x')), 'file')
    writeFileSync(file, '')
    for (const data of [file, path.join(file, 'below'), '/proc/none']) {
      const { code, stdout, stderr } = await runBin(['--port', '0', '--data', data]).exited
      expect([code, stdout]).toEqual([1, ''])
      expect(stderr).toMatch(
        /^The data folder [^\n]* cannot be written to \([A-Z]+\)\. Choose another with --data\.\n$/,
      )
    }
  })

  test.each([
    [['--prot', '1'], 'There is no option --prot.'],
    [['--port', 'x'], '--port must be'],
    [['--store', 'mysql'], '--store must be'],
    [['--redis', 'localhost:6379'], '--redis must be'],
    [['--origins', 'example.com'], '--origins must be'],
  ])('[OP3] %j is one sentence and status 2', async (args, words) => {
    const { code, stdout, stderr } = await runBin(args).exited
    expect([code, stdout, stderr.trim().split('\n').length]).toEqual([2, '', 1])
    expect(stderr).toContain(words)
    expect(stderr).not.toContain('    at ')
  })

  test('[OP4] help and version are for standard output', async () => {
    const help = await runBin(['--help']).exited
    expect([help.code, help.stderr]).toEqual([0, ''])
    expect(help.stdout).toContain('--public-url URL')
    const version = await runBin(['--version']).exited
    expect([version.code, version.stdout]).toEqual([0, expect.stringMatching(/^\d+\.\d+\.\d+\n$/)])
  })
})

describe('the library', () => {
  test('[OP8] a wrong option is thrown as a sentence', () => {
    expect(() => createChatServer({ port: -1 })).toThrow('port must be a port from 0 to 65535, not -1.')
    expect(() => createChatServer({ prot: 1 } as object)).toThrow('There is no option prot.')
  })

  test('[OP8] two servers live in one process, and closing twice is once', async () => {
    const [a, b] = await Promise.all([startServer({ transport: 'auto' }), startServer({ transport: 'ws' })])
    expect([(await ask(`${a.url}/healthz`)).status, (await ask(`${b.url}/healthz`)).status]).toEqual([200, 200])
    await Promise.all([a.close(), a.close()])
    expect((await ask(`${b.url}/healthz`)).status).toBe(200)
    await b.close()
    await expect(ask(`${b.url}/healthz`)).rejects.toThrow()
  })

  test('[OP8] a port in use rejects with a sentence', async () => {
    const first = await startServer({ transport: 'ws' })
    await expect(startServer({ transport: 'auto', port: first.port })).rejects.toThrow(/in use/)
    await first.close()
  })
})

test('[OP134] the systemd unit of README works behind the proxy that README describes', async () => {
  const [, unit = ''] = /```ini\n([\s\S]*?)```/.exec(readFileSync(path.join(ROOT, 'README.md'), 'utf8')) ?? []
  const setting = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(unit)?.[1] ?? ''
  const [node, bin, ...words] = setting('ExecStart').split(' ')
  expect([node, bin]).toEqual(['/usr/bin/node', 'node_modules/.bin/chat-widget-server'])
  expect(words).toContain(`/var/lib/${setting('StateDirectory')}`)
  expect(Number(setting('LimitNOFILE'))).toBeGreaterThan(10_000)
  expect(Number(setting('TimeoutStopSec'))).toBeGreaterThan(10)
  const args = words.map(word => (word.startsWith('/var/lib/') ? path.join(folder.path, 'unit') : word))
  const at = args.indexOf('--port') + 1
  args[at] = '0'
  const { child, exited, stdout, stderr } = runBin(args)
  const port = () => /localhost:(\d+), public address https:\/\/chat\.example\.com\n/.exec(stdout())?.[1]
  await expect.poll(port, { timeout: 20_000 }).toBeDefined()
  // its notes on a start, beside the one about a transport that does not load here
  const notes = stderr()
    .split('\n')
    .filter(line => line.includes('"level":40') && !line.includes('uWebSockets.js'))
  expect(notes).toEqual([])
  const url = `http://127.0.0.1:${port()}`
  let n = 0
  const login = (visitor: string) =>
    askLogin(url, `Name ${n++}`, { origin: 'https://chat.example.com', 'x-forwarded-for': visitor })
  expect((await login('203.0.113.1')).headers['set-cookie']?.[0]).toContain('Secure')
  let status = 200
  for (let tries = 0; tries < 500 && status === 200; tries++) status = (await login('203.0.113.1')).status
  expect([status, (await login('203.0.113.2')).status]).toEqual([429, 200])
  child.kill('SIGTERM')
  expect((await exited).code).toBe(0)
})
