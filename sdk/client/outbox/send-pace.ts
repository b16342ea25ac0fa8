import { delay } from '../../lib/backoff.ts'
import type { RoomHost } from '../room-host.ts'

/** Drafts of one batch; the next one goes when all of it is answered, so refusals never change the order. */
const BATCH = 16

/** How many drafts go at once, and when. */
export class SendPace {
  readonly #host: Pick<RoomHost, 'clock' | 'random'>
  #cancelHold: (() => void) | undefined
  #tries = 0
  #holdMs = 0
  /** Slow start: 1 after a retryable refusal, doubled after each success. */
  #size = BATCH

  constructor(host: Pick<RoomHost, 'clock' | 'random'>) {
    this.#host = host
  }

  get size(): number {
    return this.#size
  }

  /** Nothing may go yet. */
  get holds(): boolean {
    return this.#cancelHold !== undefined || this.#holdMs > 0
  }

  /** Something was taken. */
  taken(): void {
    this.#tries = 0
  }

  /** Something was refused for now. */
  refused(retryAfterMs = delay(this.#tries + 1, this.#host.random())): void {
    this.#holdMs = Math.max(this.#holdMs, retryAfterMs, 1)
  }

  /** A whole batch was answered: `go` is called now or when the wait is over. */
  next(go: () => void): void {
    if (this.#holdMs === 0) {
      this.#size = Math.min(BATCH, 2 * this.#size)
      go()
      return
    }
    this.#tries++
    this.#size = 1
    this.#cancelHold = this.#host.clock.after(this.#holdMs, () => {
      this.reset()
      go()
    })
  }

  /** Waits no longer. */
  reset(): void {
    this.#cancelHold?.()
    this.#cancelHold = undefined
    this.#holdMs = 0
  }
}
