import type { Clock } from '../../ports/clock.ts'
import { LogUnavailable } from '../../ports/room-log.ts'

/** Waited for at most, in ms. */
const MOST_MS = 3_000

/** Whether something is known, for those who wait until it is. */
export class Readiness {
  readonly #clock: Clock
  #waiting: { promise: Promise<void>; settle: (error?: Error) => void } | undefined
  #is = false

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get is(): boolean {
    return this.#is
  }

  /** Rejects with LogUnavailable when it fails, or takes too long. */
  wait(): Promise<void> {
    this.#waiting ??= this.#wait()
    return this.#waiting.promise
  }

  done(): void {
    this.#is = true
    this.#waiting?.settle()
  }

  /** For those who wait now. */
  fail(): void {
    this.#waiting?.settle(unavailable())
  }

  /** It is not known any more. */
  reset(): void {
    this.#is = false
    this.fail()
  }

  #wait() {
    let settle = (_error?: Error) => {}
    const promise = new Promise<void>((resolve, reject) => {
      const cancel = this.#clock.after(MOST_MS, () => settle(unavailable()))
      settle = error => {
        cancel()
        this.#waiting = undefined
        if (error) reject(error)
        else resolve()
      }
    })
    // whoever waits hears of it by themselves
    promise.catch(() => {})
    return { promise, settle }
  }
}

export function unavailable(): LogUnavailable {
  return new LogUnavailable('It is not known who is there on other nodes.')
}
