import { spawnSync } from 'node:child_process'
import { createServer } from 'node:net'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { runBin } from '../support/run-bin.ts'
import { freePort } from '../support/server-kit/free-port.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const ROOT = path.join(import.meta.dirname, '../..')
const folder = temporaryFolder('npm-start')
afterAll(() => folder.remove())
const script = (name: string) => path.join(ROOT, 'scripts', name)

test('[PK21] npm start is the server: its arguments and exit status', () => {
  const run = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [script('start.mjs'), ...args], { encoding: 'utf8' })
    return { status, stdout, stderr: stderr.replace(/^Built .*\n/, '') }
  }
  expect(run('--help')).toMatchObject({ status: 0, stderr: '', stdout: expect.stringMatching(/^Usage: chat-widget-/) })
  expect(run('--prot', '1')).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('--prot') })
})

test.each(['SIGTERM', 'SIGINT'] as const)('[PK21] %s reaches the server of npm start', async signal => {
  const server = await runBin(script('start.mjs'), ['--port', '0', '--data', path.join(folder.path, signal)])
  expect((await fetch(server.url)).status).toBe(200)
  expect(await server.stop(signal)).toBe(0)
})

test('[PK21] npm run demo serves the chat and a site of another origin that may use it', async () => {
  const [port, sitePort] = [await freePort(), await freePort()]
  const env = {
    ...process.env,
    PORT: String(port),
    SITE_PORT: String(sitePort),
    CHAT_DATA: path.join(folder.path, 'demo'),
  }
  const demo = await runBin(script('demo.mjs'), ['--log-level', 'silent'], { env })
  try {
    expect(demo.url).toBe(`http://localhost:${sitePort}`)
    const site = await fetch(demo.url)
    expect(site.headers.get('content-security-policy')).toContain(`script-src http://localhost:${port};`)
    expect(await site.text()).toContain(`<script src="http://localhost:${port}/chat-widget.js" async>`)
    await expect.poll(() => demo.output(), { timeout: 60_000 }).toContain('Chat server listening')
    const login = (origin: string) =>
      fetch(`http://localhost:${port}/login`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Origin: origin },
        body: JSON.stringify({ username: 'Ada' }),
      })
    expect((await login('http://localhost:1')).status).toBe(403)
    expect((await login(demo.url)).status).toBe(200)
  } finally {
    expect(await demo.stop()).toBe(0)
  }
})

test('[PK21] a port of the demo in use is one sentence', async () => {
  const other = createServer().listen(0, 'localhost')
  await new Promise(resolve => other.once('listening', resolve))
  const address = other.address()
  const SITE_PORT = String(typeof address === 'object' && address ? address.port : 0)
  const env = { ...process.env, SITE_PORT }
  const run = spawnSync(process.execPath, [script('demo.mjs')], { encoding: 'utf8', env, timeout: 60_000 })
  other.close()
  expect(run).toMatchObject({ status: 1, stdout: '', stderr: expect.stringMatching(/^Port \d+ is in use[^\n]*\n$/) })
})
