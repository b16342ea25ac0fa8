import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'

/** What was deleted is gone ten seconds later; deletions that come together are purged as one. */
const WAIT_MS = 4_000
const AGAIN_MS = 1_000
/** After so many tries it is said. */
const TRIES = 5

/** Has a store purge what was deleted, soon after it was. */
export class Purge {
  readonly #purge: () => Promise<boolean>
  readonly #clock: Clock
  readonly #log: Log
  #state: 'idle' | 'waiting' | 'purging' | 'again' | 'stopped' = 'idle'
  #tries = 0
  #cancel: (() => void) | undefined

  constructor(purge: () => Promise<boolean>, clock: Clock, log: Log) {
    this.#purge = purge
    this.#clock = clock
    this.#log = log
  }

  /** Something was deleted. */
  due(): void {
    if (this.#state === 'purging') this.#state = 'again'
    else if (this.#state === 'idle') this.#plan(WAIT_MS)
  }

  stop(): void {
    this.#state = 'stopped'
    this.#cancel?.()
  }

  #plan(ms: number): void {
    this.#state = 'waiting'
    this.#cancel = this.#clock.after(ms, () => void this.#run())
  }

  async #run(): Promise<void> {
    this.#state = 'purging'
    // a store that has failed says so elsewhere
    const done = await this.#purge().catch(() => false)
    const state = this.#state as 'purging' | 'again' | 'stopped'
    if (state === 'stopped') return
    this.#tries = done ? 0 : this.#tries + 1
    if (this.#tries === TRIES)
      this.#log.warn({}, 'what was deleted is still in the log of the database, which somebody reads for long')
    if (!done) this.#plan(AGAIN_MS)
    else if (state === 'again') this.#plan(WAIT_MS)
    else this.#state = 'idle'
  }
}
