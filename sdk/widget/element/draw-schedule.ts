import type { Clock } from '../../lib/clock.ts'
import { DrawPace } from './draw-pace.ts'
import { nextFrame } from './frame.ts'

/** Draws in frames, however often it is asked for. */
export class DrawSchedule {
  readonly #clock: Clock
  readonly #draw: () => void
  readonly #pace = new DrawPace()
  #cancelWait: (() => void) | undefined
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
    const wait = Math.max(least, this.#pace.wait(this.#clock.now()))
    if (wait > 0) this.#cancelWait ??= this.#clock.after(wait, () => this.request())
    else this.request()
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
