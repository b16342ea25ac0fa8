import type { Clock } from '../../lib/clock.ts'
import { nextFrame } from './frame.ts'

/** What others do is drawn again after so many times as long as it took, and after `most` ms. */
const PAUSE = { times: 25, most: 500 }

/** When it is drawn: at once for what people do, and for what others do so seldom that a busy room leaves the page free. */
export class DrawPace {
  readonly #clock: Clock
  /** `late`: also what could wait. Says when there is more to draw. */
  readonly #draw: (late: boolean) => 'none' | 'soon' | 'later'
  #cancelFrame: (() => void) | undefined
  #cancelWait: (() => void) | undefined
  /** When what can wait is drawn at the earliest, in ms. */
  #next = 0

  constructor(clock: Clock, draw: (late: boolean) => 'none' | 'soon' | 'later') {
    this.#clock = clock
    this.#draw = draw
  }

  /** In the next frame. */
  soon(): void {
    this.#cancelFrame ??= nextFrame(this.#clock, () => this.now(false))
  }

  /** When that takes a small share of the time. */
  later(): void {
    if (this.#cancelWait) return
    const wait = this.#next - this.#clock.now()
    const frame = () => {
      this.#cancelWait = nextFrame(this.#clock, () => {
        this.#cancelWait = undefined
        this.now(true)
      })
    }
    if (wait > 0 && wait <= PAUSE.most) this.#cancelWait = this.#clock.after(wait, frame)
    else frame()
  }

  now(late: boolean): void {
    this.#cancelFrame?.()
    this.#cancelFrame = undefined
    const start = this.#clock.now()
    const more = this.#draw(late)
    const end = this.#clock.now()
    if (late) this.#next = end + Math.min(PAUSE.most, PAUSE.times * (end - start))
    if (more === 'soon') this.soon()
    else if (more === 'later') this.later()
  }

  stop(): void {
    this.#cancelFrame?.()
    this.#cancelWait?.()
  }
}
