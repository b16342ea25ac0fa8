/** Of the time, as much may go into drawing what others do; who was still for long has some in advance. */
const SHARE = 0.04
const ADVANCE_MS = 40
const MOST_MS = 500
/** From one draw to the next: nobody sees in a burst what comes one by one. */
const GAP_MS = 24

/** When to draw what others do: at once in a quiet room, and so seldom in a busy one that the page stays free. */
export class DrawPace {
  /** ms of drawing that are not made up for yet. */
  #debt = 0
  #at = 0
  #drawn = -GAP_MS

  /** ms to wait from `now` on. */
  wait(now: number): number {
    this.#debt = Math.max(0, this.#debt - SHARE * Math.max(0, now - this.#at))
    this.#at = now
    return Math.max(0, (this.#debt - ADVANCE_MS) / SHARE, Math.min(GAP_MS, this.#drawn + GAP_MS - now))
  }

  /** A draw ended `now`, `ms` after it began. */
  drew(now: number, ms: number): void {
    this.wait(now)
    this.#drawn = now
    this.#debt = Math.min(this.#debt + ms, ADVANCE_MS + SHARE * MOST_MS)
  }
}
