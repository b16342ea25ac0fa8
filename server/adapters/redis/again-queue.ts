import type { Clock } from '../../ports/clock.ts'
import type { Log } from '../../ports/log.ts'

/** After a failure, in ms. */
const AGAIN_MS = 1_000
const AT_ONCE = 32

/** Does for each of many what may fail, until it succeeds: some at once, and after a failure nothing for a moment. */
export class AgainQueue<T> {
  readonly #clock: Clock
  readonly #logger: Log
  readonly #act: (item: T) => Promise<void>
  readonly #waiting = new Set<T>()
  #running = 0
  #cancel: (() => void) | undefined
  #failing = false
  #stopped = false

  constructor(clock: Clock, logger: Log, act: (item: T) => Promise<void>) {
    this.#clock = clock
    this.#logger = logger
    this.#act = act
  }

  add(item: T): void {
    this.#waiting.add(item)
    this.#next()
  }

  delete(item: T): void {
    this.#waiting.delete(item)
  }

  stop(): void {
    this.#stopped = true
    this.#cancel?.()
  }

  #next(): void {
    for (const item of this.#waiting) {
      if (this.#cancel || this.#stopped || this.#running >= (this.#failing ? 1 : AT_ONCE)) return
      this.#waiting.delete(item)
      this.#running++
      this.#act(item)
        .then(
          () => {
            this.#failing = false
          },
          error => this.#fail(item, error),
        )
        .finally(() => {
          this.#running--
          this.#next()
        })
    }
  }

  #fail(item: T, error: unknown): void {
    this.#waiting.add(item)
    if (!this.#failing) this.#logger.warn({ err: error }, 'who is in rooms could not be shared, and is shared later')
    this.#failing = true
    if (this.#stopped) return
    this.#cancel ??= this.#clock.after(AGAIN_MS, () => {
      this.#cancel = undefined
      this.#next()
    })
  }
}
