/** Of the time, as much may go into drawing what others do; who was still for long has some in advance. */
const SHARE = 0.04
const ADVANCE_MS = 40
const MOST_MS = 500

/** When to draw what others do: at once in a quiet room, and so seldom in a busy one that the page stays free. */
export class DrawPace {
  /** ms of drawing that are not made up for yet. */
  #debt = 0
  #at = 0

  /** ms to wait from `now` on. */
  wait(now: number): number {
    this.#debt = Math.max(0, this.#debt - SHARE * Math.max(0, now - this.#at))
    this.#at = now
    return Math.max(0, (this.#debt - ADVANCE_MS) / SHARE)
  }

  /** A draw ended `now`, `ms` after it began. */
  drew(now: number, ms: number): void {
    this.wait(now)
    this.#debt = Math.min(this.#debt + ms, ADVANCE_MS + SHARE * MOST_MS)
  }
}
