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

/** Passes everything on with the Host it came with, so that pages through it are of the server's own origin. */
export async function openFront(server: string): Promise<Front> {
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
    const headers = { ...incoming.headers }
    delete headers['accept-encoding']
    delete headers['if-none-match']
    const { method, url: path } = incoming
    const inner = request({ hostname, port, method, path, headers }, answer => send(answer, outgoing))
    inner.on('error', () => outgoing.destroy())
    incoming.pipe(inner)
  }

  const http = createServer(pass)
  http.on('connection', socket => {
    if (isDown) return void socket.resetAndDestroy()
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  http.on('upgrade', (incoming, socket, head) => {
    if (isBlocked) return void socket.destroy()
    const inner = connect(Number(port), hostname)
    const lines = [`GET ${incoming.url} HTTP/1.1`]
    for (let i = 0; i < incoming.rawHeaders.length; i += 2)
      lines.push(`${incoming.rawHeaders[i]}: ${incoming.rawHeaders[i + 1]}`)
    inner.write(`${lines.join('\r\n')}\r\n\r\n`)
    inner.write(head)
    inner.pipe(socket).pipe(inner)
    upgraded.add(socket)
    const end = () => {
      upgraded.delete(socket)
      socket.destroy()
      inner.destroy()
    }
    for (const side of [inner, socket]) side.on('error', end).on('close', end)
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
    outgoing.end(
      html.replace(/<head[^>]*>|(?<=<!doctype html>)/i, found => `${found}<script src="/__probe.js"></script>`),
    )
  })
}

function collect(stream: IncomingMessage, then: (body: string) => void): void {
  let body = ''
  stream.setEncoding('utf8')
  stream.on('data', chunk => {
    body += chunk
  })
  stream.on('end', () => then(body))
}
