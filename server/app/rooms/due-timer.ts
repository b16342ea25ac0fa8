import type { Clock } from '../../ports/clock.ts'

/** One timer for whatever is due first. */
export class DueTimer {
  readonly #clock: Clock
  readonly #run: () => void
  #set: { at: number; cancel: () => void } | undefined

  constructor(clock: Clock, run: () => void) {
    this.#clock = clock
    this.#run = run
  }

  /** Runs at the earlier of these times or before; undefined: nothing is due. One that is set earlier stays. */
  arm(one: number | undefined, other: number | undefined): void {
    const due = Math.min(one ?? Number.POSITIVE_INFINITY, other ?? Number.POSITIVE_INFINITY)
    const keep = due !== Number.POSITIVE_INFINITY && this.#set !== undefined && this.#set.at <= due
    if (keep) return
    this.stop()
    if (due === Number.POSITIVE_INFINITY) return
    const cancel = this.#clock.after(Math.max(0, due - this.#clock.now()), () => {
      this.#set = undefined
      this.#run()
    })
    this.#set = { at: due, cancel }
  }

  stop(): void {
    this.#set?.cancel()
    this.#set = undefined
  }
}
