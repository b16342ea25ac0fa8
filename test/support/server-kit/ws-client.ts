import { WebSocket } from 'ws'
import { until } from './until.ts'

/** A well-behaved WebSocket client that remembers what it got. */
export class WsClient {
  readonly ws: WebSocket
  readonly got: string[] = []
  end: { code: number; reason: string } | undefined

  private constructor(ws: WebSocket) {
    this.ws = ws
    ws.on('message', data => this.got.push(data.toString()))
    ws.on('error', () => {})
    ws.on('close', (code, reason) => {
      this.end = { code, reason: reason.toString() }
    })
  }

  static async open(url: string, subprotocols: string[] = []): Promise<WsClient> {
    const client = new WsClient(new WebSocket(url, subprotocols))
    await until(`a connection to ${url}`, () => client.end !== undefined || client.ws.readyState === WebSocket.OPEN)
    return client
  }

  async received(count: number): Promise<string[]> {
    await until(`${count} messages, has ${this.got.length}`, () => this.got.length >= count)
    return this.got
  }

  async ended(ms?: number): Promise<{ code: number; reason: string }> {
    await until('the end of the socket', () => this.end !== undefined, ms)
    return this.end ?? { code: 0, reason: '' }
  }
}
