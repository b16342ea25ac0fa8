import type { Peer } from '../ports/transport.ts'

const FRAME_BYTES = 64_000

/** Replies to one peer; those that are ready in the same turn go out as one frame. */
export class Outbox {
  readonly #peer: Peer
  #waiting: string[] = []
  #length = 0

  constructor(peer: Peer) {
    this.#peer = peer
  }

  push(text: string): void {
    if (this.#waiting.length === 0) queueMicrotask(() => this.flush())
    else if (this.#length + text.length > FRAME_BYTES) this.flush()
    this.#waiting.push(text)
    this.#length += text.length
  }

  flush(): void {
    const [first, ...others] = this.#waiting
    if (first === undefined) return
    this.#peer.send(others.length === 0 ? first : `[${this.#waiting.join(',')}]`)
    this.#waiting = []
    this.#length = 0
  }
}
