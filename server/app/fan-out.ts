import { type Encoded, packFrames, windowMs } from '../core/batcher.ts'
import type { Clock } from '../ports/clock.ts'

/** uWebSockets.js gathers publishes below 16 KB into one system call for each socket. */
const FRAME_BYTES = 16_000
const WAITING_BYTES = 256_000

export interface FanOutOptions {
  clock: Clock
  /** Sends to everyone in the room. */
  publish: (text: string) => void
  members: () => number
  /** Share of the time for which the event loop works, 0 to 1. */
  busy: () => number
  /** The longest time that anything is gathered. */
  mostMs: number
}

/** What goes to everyone in one room: encoded once, gathered while the room is busy. */
export class FanOut {
  readonly #options: FanOutOptions
  #waiting: Encoded[] = []
  #bytes = 0
  #lastFlushAt = Number.NEGATIVE_INFINITY
  #lastObjects = 0
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
    this.#lastObjects = waiting.length
    for (const frame of packFrames(waiting, FRAME_BYTES)) this.#options.publish(frame)
  }

  /** What waits, waits on. */
  stop(): void {
    this.#cancel?.()
    this.#cancel = undefined
  }

  #schedule(): () => void {
    const { clock, members, busy, mostMs } = this.#options
    const load = { members: members(), objects: this.#lastObjects, busy: busy() }
    const wait = this.#lastFlushAt + windowMs(load, mostMs) - clock.now()
    if (wait > 0) return clock.after(wait, () => this.flush())
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
