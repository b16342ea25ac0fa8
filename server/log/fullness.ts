import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'

const LOOK_MS = 5_000
/** Where it was full. */
const LOOK_AGAIN_MS = 1_000

/** Knows whether a store has room for messages, and says once each time that this changes. */
export class Fullness {
  readonly #ask: () => Promise<boolean>
  readonly #clock: Clock
  readonly #log: Log
  readonly #bound: string
  #full = false
  #cancel: () => void
  #stopped = false

  /** `bound`: what an operator may change. */
  constructor(ask: () => Promise<boolean>, clock: Clock, log: Log, bound: string) {
    this.#bound = bound
    this.#ask = ask
    this.#clock = clock
    this.#log = log
    this.#cancel = clock.after(LOOK_MS, () => void this.#look())
  }

  get full(): boolean {
    return this.#full
  }

  found(full: boolean): void {
    if (full === this.#full) return
    this.#full = full
    if (full) {
      this.#log.error({}, `there is no room for messages (${this.#bound}): they are refused until there is`)
    } else this.#log.info({}, 'there is room for messages again')
    this.#plan()
  }

  stop(): void {
    this.#stopped = true
    this.#cancel()
  }

  async #look(): Promise<void> {
    try {
      this.found(await this.#ask())
    } catch {
      // a store that has failed says so elsewhere
    }
    this.#plan()
  }

  #plan(): void {
    this.#cancel()
    if (!this.#stopped) this.#cancel = this.#clock.after(this.#full ? LOOK_AGAIN_MS : LOOK_MS, () => void this.#look())
  }
}
