import type { Clock } from '../../ports/clock.ts'

/** Of the time that a question took it rests so many times as long behind it. */
const SHARE = 4
/** ms. */
const LEAST_MS = 5
const MOST_MS = 250

/**
 * Questions to the store that nobody has to hurry with: one at a time, whoever it is for, and a rest behind each. So however
 * much is asked, the loop, the store and its reader are others' most of the time; and where they are busy, it rests longer.
 */
export class UnhurriedReads {
  readonly #clock: Pick<Clock, 'elapsed' | 'after'>
  /** Is over when the next may ask. */
  #last: Promise<void> = Promise.resolve()

  constructor(clock: Pick<Clock, 'elapsed' | 'after'>) {
    this.#clock = clock
  }

  /** The answer to a question that is asked in its turn. */
  async ask<T>(question: () => Promise<T> | T): Promise<T> {
    const before = this.#last
    let over = () => {}
    this.#last = new Promise(resolve => {
      over = resolve
    })
    await before
    const began = this.#clock.elapsed()
    try {
      return await question()
    } finally {
      const rest = SHARE * (this.#clock.elapsed() - began)
      this.#clock.after(Math.min(MOST_MS, Math.max(LEAST_MS, rest)), over)
    }
  }
}
