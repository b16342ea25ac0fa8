import { connect, type Socket } from 'node:net'
import { until } from './until.ts'

/** A TCP connection that says what no well-behaved client would. */
export class RawSocket {
  readonly socket: Socket
  #chunks: Buffer[] = []
  #closed = false
  /** Bytes so far. */
  received = 0

  private constructor(socket: Socket) {
    this.socket = socket
    socket.on('data', chunk => {
      this.#chunks.push(chunk)
      this.received += chunk.length
    })
    socket.on('error', () => {})
    socket.on('close', () => {
      this.#closed = true
    })
  }

  static open(port: number, host = '127.0.0.1'): Promise<RawSocket> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host, noDelay: true }, () => {
        socket.off('error', reject)
        resolve(new RawSocket(socket))
      })
      socket.once('error', reject)
    })
  }

  get closed(): boolean {
    return this.#closed
  }

  /** All that came so far, as one character a byte. */
  get text(): string {
    return this.bytes.toString('latin1')
  }

  get bytes(): Buffer {
    return Buffer.concat(this.#chunks)
  }

  write(bytes: string | Uint8Array): this {
    if (this.socket.writable) this.socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes)
    return this
  }

  has(part: string): Promise<void> {
    return until(`"${part}" in "${this.text.slice(0, 500)}"`, () => this.text.includes(part))
  }

  ended(ms?: number): Promise<void> {
    return until('the end of the connection', () => this.#closed, ms)
  }

  destroy(): void {
    this.socket.destroy()
  }
}
