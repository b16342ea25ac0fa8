import { type Encoded, flushAt, packFrames } from '../core/batcher.ts'
import type { Clock } from '../ports/clock.ts'

/** uWebSockets.js gathers publishes below 16 KB into one system call for each socket. */
const FRAME_BYTES = 16_000
const WAITING_BYTES = 256_000

export interface FanOutOptions {
  clock: Clock
  /** Sends to everyone in the room. */
  publish: (text: string) => void
  members: () => number
}

/** What goes to everyone in one room: encoded once, gathered while the room is busy. */
export class FanOut {
  readonly #options: FanOutOptions
  #waiting: Encoded[] = []
  #bytes = 0
  #lastFlushAt = Number.NEGATIVE_INFINITY
  #cancel: (() => void) | undefined

  constructor(options: FanOutOptions) {
    this.#options = options
  }

  push(text: string): void {
    if (this.#options.members() === 0) return
    const bytes = Buffer.byteLength(text)
    this.#waiting.push({ text, bytes })
    this.#bytes += bytes
    if (this.#bytes > WAITING_BYTES) this.flush()
    else this.#cancel ??= this.#schedule()
  }

  flush(): void {
    this.stop()
    if (this.#waiting.length === 0) return
    const waiting = this.#waiting
    this.#waiting = []
    this.#bytes = 0
    this.#lastFlushAt = this.#options.clock.now()
    for (const frame of packFrames(waiting, FRAME_BYTES)) this.#options.publish(frame)
  }

  /** What waits, waits on. */
  stop(): void {
    this.#cancel?.()
    this.#cancel = undefined
  }

  #schedule(): () => void {
    const now = this.#options.clock.now()
    const at = flushAt(now, this.#lastFlushAt, this.#options.members())
    if (at > now) return this.#options.clock.after(at - now, () => this.flush())
    let cancelled = false
    // At once, but with everything that the log delivers in this turn.
    queueMicrotask(() => {
      if (!cancelled) this.flush()
    })
    return () => {
      cancelled = true
    }
  }
}
