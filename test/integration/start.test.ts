import { mkdtempSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { createChatServer } from '../../server/create-chat-server.ts'
import { ask } from '../support/ask.ts'
import { runBin, spawnServer } from '../support/spawn-server.ts'
import { startServer } from '../support/start-server.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const folder = temporaryFolder('start')
afterAll(() => folder.remove())

describe('the bin', () => {
  test.each(['uws', 'ws'])('[OP5] says its URL in one line when it takes traffic, over %s', async transport => {
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

  test.each(['uws', 'ws'])('[OP7] a port in use is one sentence and status 1, over %s', async transport => {
    const other = net.createServer().listen(0, '127.0.0.1')
    await new Promise(resolve => other.once('listening', resolve))
    const { port } = other.address() as net.AddressInfo
    const { exited } = runBin(['--port', String(port), '--host', '127.0.0.1', '--transport', transport])
    const { code, stdout, stderr } = await exited
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(new RegExp(`^Port ${port} on 127\\.0\\.0\\.1 is in use: [^\\n]*\\.\\n$`))
    other.close()
  })

  test.each(['uws', 'ws'])(
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
    [['--redis', 'redis://localhost'], 'not available yet'],
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
    const [a, b] = await Promise.all([startServer({ transport: 'uws' }), startServer({ transport: 'ws' })])
    expect([(await ask(`${a.url}/healthz`)).status, (await ask(`${b.url}/healthz`)).status]).toEqual([200, 200])
    await Promise.all([a.close(), a.close()])
    expect((await ask(`${b.url}/healthz`)).status).toBe(200)
    await b.close()
    await expect(ask(`${b.url}/healthz`)).rejects.toThrow()
  })

  test('[OP8] a port in use rejects with a sentence', async () => {
    const first = await startServer({ transport: 'ws' })
    await expect(startServer({ transport: 'uws', port: first.port })).rejects.toThrow(/in use/)
    await first.close()
  })
})
