import { connect, type Socket } from 'node:net'

/** How long a connection that is over may linger: the server's own bounds are 10 s. */
const ENDS_WITHIN_MS = 30_000

/** A TCP connection that may be cut at any time. */
export class Line {
  readonly #socket: Socket
  #closed = false
  #onChunk: (chunk: Buffer) => void = () => {}
  readonly #waiting = new Set<() => void>()

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.on('data', chunk => {
      this.#onChunk(chunk)
      this.#wake()
    })
    socket.on('error', () => {})
    socket.on('close', () => this.#gone())
  }

  /** Rejects when the server does not take it. */
  static open(port: number): Promise<Line> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true }, () => {
        socket.off('error', reject)
        resolve(new Line(socket))
      })
      socket.once('error', reject)
      socket.on('end', () => socket.end())
    })
  }

  get closed(): boolean {
    return this.#closed
  }

  listen(onChunk: (chunk: Buffer) => void): void {
    this.#onChunk = onChunk
  }

  write(bytes: string | Uint8Array): void {
    if (this.#socket.writable) this.#socket.write(bytes)
  }

  /** Says that nothing more comes. */
  finish(): void {
    this.#socket.end()
  }

  /** Ends it at once. Node does not tell of the end when the other side has ended it too. */
  reset(): void {
    this.#socket.resetAndDestroy()
    this.#gone()
  }

  /** Until the condition holds, or the connection has ended: then false. */
  until(what: string, holds: () => boolean): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const stop = () => {
        clearTimeout(timer)
        this.#waiting.delete(check)
      }
      const timer = setTimeout(() => {
        stop()
        this.#socket.destroy()
        reject(new Error(`Waited ${ENDS_WITHIN_MS} ms in vain for ${what}.`))
      }, ENDS_WITHIN_MS)
      const check = () => {
        const held = holds()
        if (!held && !this.#closed) return
        stop()
        resolve(held)
      }
      this.#waiting.add(check)
      check()
    })
  }

  /** Until the server has ended it too. */
  async ended(after: string): Promise<void> {
    await this.until(`the end of the connection after ${after}`, () => this.#closed)
  }

  #gone(): void {
    this.#closed = true
    this.#wake()
  }

  #wake(): void {
    for (const check of [...this.#waiting]) check()
  }
}
