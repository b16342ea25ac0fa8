import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startTcpProxy } from './tcp-proxy.mjs'

const here = import.meta.dirname
const root = path.join(here, '../..')
const TYPES = {
  html: 'text/html',
  css: 'text/css',
  js: 'text/javascript',
  mjs: 'text/javascript',
  svg: 'image/svg+xml',
}
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; frame-src 'self'"
const SLEEP_MS = 12_000

/**
 * A chat server of its own, a network that fails, and a page that makes both fail.
 * @param {{ port?: number, host?: string }} options
 */
export async function startChaosSite({ port = 5003, host = 'localhost' } = {}) {
  const data = mkdtempSync(path.join(tmpdir(), 'chat-chaos-'))
  const site = createServer((request, response) => answer(request, response))
  await new Promise((resolve, reject) => site.once('error', reject).listen(port, host, () => resolve(undefined)))
  const url = `http://${host}:${site.address().port}`

  let chat = await startChat(data, url)
  const proxy = await startTcpProxy(chat.port)
  // never fails: for the one that counts
  const calm = await startTcpProxy(chat.port)
  const policy = `${POLICY}; connect-src 'self' http://127.0.0.1:* ws://127.0.0.1:*`
  const addresses = () => JSON.stringify({ network: proxy.url, server: calm.url })

  /** What the buttons do. @type {Record<string, (value: number) => unknown>} */
  const faults = {
    cut: () => proxy.cut(),
    delay: mostMs => proxy.delay(Math.min(5_000, mostMs)),
    // as a machine that sleeps: nothing passes, then every connection is gone
    sleep: () => {
      proxy.freeze()
      setTimeout(() => {
        proxy.cut()
        proxy.resume()
      }, SLEEP_MS)
    },
    kill: async () => {
      await chat.end('SIGKILL')
      chat = await startChat(data, url)
      // its port is another one, since nothing held the old one meanwhile
      for (const line of [proxy, calm]) line.retarget(chat.port)
    },
  }

  async function answer(request, response) {
    const { pathname, searchParams } = new URL(request.url ?? '/', url)
    const fault = request.method === 'POST' ? faults[pathname.slice(1)] : undefined
    if (fault) {
      await fault(Number(searchParams.get('value')) || 0)
      response.writeHead(204).end()
      return
    }
    const file = pathname === '/' ? 'index.html' : pathname.slice(1)
    const content = pathname === '/addresses.json' ? addresses() : readPublic(file)
    response.writeHead(content === undefined ? 404 : 200, {
      'Content-Type': `${TYPES[path.extname(file).slice(1)] ?? 'text/plain'}; charset=utf-8`,
      'Content-Security-Policy': policy,
      'X-Content-Type-Options': 'nosniff',
    })
    response.end(content ?? 'Not found.')
  }

  return {
    url,
    async close() {
      site.closeAllConnections()
      await new Promise(resolve => site.close(resolve))
      await Promise.all([proxy.close(), calm.close()])
      await chat.end('SIGTERM')
      rmSync(data, { recursive: true, force: true })
    },
  }
}

/** Files of this folder, the demo's style and icon, and the built client. */
function readPublic(name) {
  const folder = name.startsWith('sdk/')
    ? path.join(root, 'sdk/dist')
    : /^(?:demo\.css|icon\.svg)$/.test(name)
      ? path.dirname(here)
      : here
  const file = path.join(folder, path.basename(name))
  try {
    return /^(?:sdk\/)?[\w.-]+\.(?:html|css|js|svg)$/.test(name) ? readFileSync(file) : undefined
  } catch {
    return undefined
  }
}

/** The real server as a process. Resolves when it takes traffic. */
async function startChat(data, origin) {
  const bin = path.join(root, 'server/bin/chat-widget-server.mjs')
  const flags = ['--port', '0', '--host', '127.0.0.1', '--data', data, '--origins', origin, '--log-level', 'warn']
  const child = spawn(process.execPath, [bin, ...flags, '--heartbeat-ms', '5000'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise(resolve => child.once('exit', resolve))
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  const url = await new Promise((resolve, reject) => {
    child.stdout.on('data', text => resolve(/http:\/\/\S+:(\d+)/.exec(String(text))?.[1]))
    void ended.then(() => reject(new Error('The chat server did not start.')))
  })
  return {
    port: Number(url),
    async end(signal) {
      process.off('exit', kill)
      child.kill(signal)
      await ended
    },
  }
}
