import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { connect, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { listen } from './listen.ts'
import { probe } from './probe.ts'

/** A proxy before the chat server that sees what the browser reports, and can go away. */
export interface Front {
  url: string
  /** What browsers reported of violations, whatever scripts saw of them. */
  reports: string[]
  /** Paths that were asked for, with their methods. */
  requests: string[]
  /** Resets every connection, and refuses new ones until `up`. */
  down(): void
  up(): void
  /** Resets the WebSockets that are open now. */
  cut(): void
  /** Pages load, but no WebSocket gets through: resets those that are open, and refuses new ones until `unblock`. */
  block(): void
  unblock(): void
  close(): Promise<void>
}

export interface FrontOptions {
  /** The chat is below this path, like `/chat`; at `/` there is a page of the site that embeds it. */
  path?: string
  /** That path is taken away before the server is asked. */
  strip?: boolean
}

const sitePage = (path: string) =>
  `<!doctype html><html lang="en"><head><title>Site</title></head><body><h1>A site</h1>
<script src="${path}/chat-widget.js" async></script><chat-widget room="lobby"></chat-widget></body></html>`

/** Passes everything on with the Host it came with, so that pages through it are of the server's own origin. */
export async function openFront(
  server: string,
  { path: below = '', strip = false }: FrontOptions = {},
): Promise<Front> {
  const inside = (url = '') => url === below || url.startsWith(`${below}/`)
  const inner = (url = '') => (strip ? url.slice(below.length) || '/' : url)
  const { hostname, port } = new URL(server)
  const reports: string[] = []
  const requests: string[] = []
  const sockets = new Set<Socket>()
  const upgraded = new Set<Duplex>()
  let isDown = false
  let isBlocked = false

  function pass(incoming: IncomingMessage, outgoing: ServerResponse): void {
    if (incoming.url === '/__probe.js') {
      outgoing.setHeader('Content-Type', 'text/javascript')
      outgoing.end(`(${probe})()`)
      return
    }
    if (incoming.url === '/__csp') {
      collect(incoming, body => reports.push(body))
      outgoing.writeHead(204).end()
      return
    }
    requests.push(`${incoming.method} ${incoming.url}`)
    if (!inside(incoming.url)) {
      outgoing.writeHead(incoming.url === '/' ? 200 : 404, { 'Content-Type': 'text/html' })
      outgoing.end(incoming.url === '/' ? withProbe(sitePage(below)) : '')
      return
    }
    const headers = { ...incoming.headers }
    delete headers['accept-encoding']
    delete headers['if-none-match']
    const { method } = incoming
    const path = inner(incoming.url)
    const asked = request({ hostname, port, method, path, headers }, answer => send(answer, outgoing))
    asked.on('error', () => outgoing.destroy())
    incoming.pipe(asked)
  }

  const http = createServer(pass)
  http.on('connection', socket => {
    if (isDown) return void socket.resetAndDestroy()
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  http.on('upgrade', (incoming, socket, head) => {
    if (isBlocked || !inside(incoming.url)) return void socket.destroy()
    const asked = connect(Number(port), hostname)
    const lines = [`GET ${inner(incoming.url)} HTTP/1.1`]
    for (let i = 0; i < incoming.rawHeaders.length; i += 2)
      lines.push(`${incoming.rawHeaders[i]}: ${incoming.rawHeaders[i + 1]}`)
    asked.write(`${lines.join('\r\n')}\r\n\r\n`)
    asked.write(head)
    asked.pipe(socket).pipe(asked)
    upgraded.add(socket)
    const end = () => {
      upgraded.delete(socket)
      socket.destroy()
      asked.destroy()
    }
    for (const side of [asked, socket]) side.on('error', end).on('close', end)
  })
  const url = await listen(http)
  const reset = (socket: Duplex) => (socket as Socket).resetAndDestroy()

  return {
    url,
    reports,
    requests,
    down() {
      isDown = true
      for (const socket of sockets) reset(socket)
    },
    up() {
      isDown = false
    },
    cut() {
      for (const socket of upgraded) reset(socket)
    },
    block() {
      isBlocked = true
      for (const socket of upgraded) reset(socket)
    },
    unblock() {
      isBlocked = false
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise(resolve => http.close(resolve))
    },
  }
}

/** Pages get the probe as their first script, and a policy that reports. */
function send(answer: IncomingMessage, outgoing: ServerResponse): void {
  const headers = { ...answer.headers }
  const policy = headers['content-security-policy']
  if (typeof policy === 'string') headers['content-security-policy'] = `${policy}; report-uri /__csp`
  if (!String(headers['content-type']).startsWith('text/html')) {
    outgoing.writeHead(answer.statusCode ?? 502, headers)
    answer.pipe(outgoing)
    return
  }
  collect(answer, html => {
    delete headers['content-length']
    delete headers['transfer-encoding']
    outgoing.writeHead(answer.statusCode ?? 502, headers)
    outgoing.end(withProbe(html))
  })
}

function withProbe(html: string): string {
  return html.replace(/<head[^>]*>|(?<=<!doctype html>)/i, found => `${found}<script src="/__probe.js"></script>`)
}

function collect(stream: IncomingMessage, then: (body: string) => void): void {
  let body = ''
  stream.setEncoding('utf8')
  stream.on('data', chunk => {
    body += chunk
  })
  stream.on('end', () => then(body))
}
