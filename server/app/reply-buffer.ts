import type { Peer } from '../ports/transport.ts'

const FRAME_BYTES = 64_000
/** Shared by those who wait for nothing: a list for each takes memory. Never changed. */
const NONE: string[] = []

/** Replies to one peer; those that are ready in the same turn go out as one frame. */
export class ReplyBuffer {
  readonly #peer: Peer
  #waiting = NONE
  #length = 0

  constructor(peer: Peer) {
    this.#peer = peer
  }

  push(text: string): void {
    // cheaper than queueMicrotask, which makes an async resource of each
    if (this.#waiting.length === 0) void Promise.resolve().then(() => this.flush())
    else if (this.#length + text.length > FRAME_BYTES) this.flush()
    if (this.#waiting === NONE) this.#waiting = [text]
    else this.#waiting.push(text)
    this.#length += text.length
  }

  flush(): void {
    const waiting = this.#waiting
    if (waiting.length === 0) return
    this.#waiting = NONE
    this.#peer.send(waiting.length === 1 ? (waiting[0] as string) : `[${waiting.join(',')}]`)
    this.#length = 0
  }
}
