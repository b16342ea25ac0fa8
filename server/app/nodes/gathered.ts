import type { Clock } from '../../ports/clock.ts'

export interface GatheredOptions<T> {
  clock: Clock
  /** From the first to when it is all told, in ms. */
  gapMs: number
  /** Keys that wait at most; beyond, what comes is told by something else. */
  most: number
  /** Once for each key. */
  tell: (key: string, of: T) => void
}

/** What is to be told, gathered by key for a moment. */
export class Gathered<T> {
  readonly #options: GatheredOptions<T>
  #due = new Map<string, T>()
  #cancel: (() => void) | undefined

  constructor(options: GatheredOptions<T>) {
    this.#options = options
  }

  /** What waits for this key, or else `fresh`; undefined: too much waits. */
  of(key: string, fresh: () => T): T | undefined {
    const known = this.#due.get(key)
    if (known !== undefined) return known
    const { clock, gapMs, most } = this.#options
    if (this.#due.size >= most) return undefined
    const made = fresh()
    this.#due.set(key, made)
    this.#cancel ??= clock.after(gapMs, () => {
      this.#cancel = undefined
      const due = this.#due
      this.#due = new Map()
      for (const [each, of] of due) this.#options.tell(each, of)
    })
    return made
  }

  stop(): void {
    this.#cancel?.()
  }
}
