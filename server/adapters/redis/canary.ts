import type { Clock } from '../../ports/clock.ts'

/** So old may be what was heard last. */
const CURRENT_MS = 1_000
export const CANARY_MS = 250
/** Sent in 3 s. Counted instead of timed, so that a process that stood still does not blame the server. */
const DEAF_AFTER = 12

/** What a node sends to itself again and again, on a channel of its own: it says until when it has heard everything. */
export class Canary {
  readonly #clock: Clock
  /** When the newest that was heard had been sent. */
  #heard = Number.NEGATIVE_INFINITY
  #unheard = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** What is to be sent now. */
  text(): string {
    return String(this.#clock.elapsed())
  }

  /** The server took one. True: it is for nothing, since none is heard. */
  taken(): boolean {
    return ++this.#unheard > DEAF_AFTER
  }

  hear(text: string): void {
    this.#heard = Math.max(this.#heard, Number(text))
    this.#unheard = 0
  }

  /** Nothing is heard now. */
  silent(): void {
    this.#heard = Number.NEGATIVE_INFINITY
    this.#unheard = 0
  }

  get isCurrent(): boolean {
    return this.#clock.elapsed() - this.#heard <= CURRENT_MS
  }
}
