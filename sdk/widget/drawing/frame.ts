import type { Clock } from '../../lib/clock.ts'

/** Pages in the background have no frames; this is how long a change waits there, in ms. */
const HIDDEN_MS = 250

/** Runs it once before the next paint, or soon when there is none; returns what cancels it. */
export function nextFrame(clock: Clock, run: () => void): () => void {
  const once = () => {
    cancel()
    run()
  }
  const frame = requestAnimationFrame(once)
  const cancelTimer = clock.after(HIDDEN_MS, once)
  const cancel = () => {
    cancelAnimationFrame(frame)
    cancelTimer()
  }
  return cancel
}

/** Runs it in a task of its own once the page is painted; returns what cancels it. */
export function afterPaint(clock: Clock, run: () => void): () => void {
  let cancel = nextFrame(clock, () => {
    cancel = clock.after(0, run)
  })
  return () => cancel()
}
