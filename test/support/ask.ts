import http from 'node:http'
import net from 'node:net'

export interface Reply {
  status: number
  headers: http.IncomingHttpHeaders
  bytes: Buffer
  text: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it freely
  json: any
}

export interface Question {
  method?: string
  headers?: Record<string, string>
  body?: string | Uint8Array
  agent?: http.Agent
  /** Where it seems to come from: an address of this machine, like 127.0.0.7. */
  localAddress?: string
}

/** One HTTP request in which every header can be chosen, `Origin` and `Host` included. */
export function ask(
  url: string,
  { method = 'GET', headers = {}, body, agent, localAddress }: Question = {},
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method, headers, agent: agent ?? false, localAddress }, response => {
      const chunks: Buffer[] = []
      response.on('data', chunk => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const bytes = Buffer.concat(chunks)
        const text = bytes.toString()
        const isJson = response.headers['content-type']?.startsWith('application/json') && text !== ''
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          bytes,
          text,
          json: isJson ? JSON.parse(text) : undefined,
        })
      })
    })
    request.on('error', reject)
    request.end(body)
  })
}

/** A login as a program does it. */
export function askLogin(url: string, username: unknown, headers: Record<string, string> = {}): Promise<Reply> {
  const body = JSON.stringify({ username })
  return ask(`${url}/login`, { method: 'POST', headers: { 'Content-Type': 'application/json', ...headers }, body })
}

/** Sends bytes as they are and returns everything that came back until the end, or until it is silent for `quietMs`. */
export function askRaw(port: number, bytes: string | Uint8Array, quietMs = 1_500): Promise<string> {
  return new Promise(resolve => {
    const socket = net.connect(port, '127.0.0.1', () => socket.write(bytes))
    let received = ''
    const end = () => {
      socket.destroy()
      resolve(received)
    }
    socket.setTimeout(quietMs, end)
    socket.on('data', chunk => {
      received += chunk.toString('latin1')
    })
    socket.on('error', end)
    socket.on('close', end)
  })
}
