import type { Clock } from '../../lib/clock.ts'
import { DrawPace } from './draw-pace.ts'
import { nextFrame } from './frame.ts'

/** Draws in frames, however often it is asked for. */
export class DrawSchedule {
  readonly #clock: Clock
  readonly #draw: () => void
  readonly #pace = new DrawPace()
  #cancelWait: (() => void) | undefined
  /** When that wait ends. */
  #due = 0
  #cancelFrame: (() => void) | undefined
  #cancelSoon: (() => void) | undefined

  constructor(clock: Clock, draw: () => void) {
    this.#clock = clock
    this.#draw = draw
  }

  /** In the next frame. */
  request(): void {
    this.#cancelFrame ??= nextFrame(this.#clock, () => this.now())
  }

  /** When this turn has ended, for what is waited for. */
  soon(): void {
    this.#cancelSoon ??= this.#clock.after(0, () => this.now())
  }

  /** For what others do; after `least` ms. */
  requestLater(least = 0): void {
    const now = this.#clock.now()
    const wait = Math.max(least, this.#pace.wait(now))
    if (wait <= 0) this.request()
    else if (!this.#cancelWait || now + wait < this.#due) {
      this.#cancelWait?.()
      this.#due = now + wait
      this.#cancelWait = this.#clock.after(wait, () => this.request())
    }
  }

  now(): void {
    this.stop()
    const start = this.#clock.now()
    this.#draw()
    const end = this.#clock.now()
    this.#pace.drew(end, end - start)
  }

  stop(): void {
    this.#cancelWait?.()
    this.#cancelFrame?.()
    this.#cancelSoon?.()
    this.#cancelWait = this.#cancelFrame = this.#cancelSoon = undefined
  }
}
