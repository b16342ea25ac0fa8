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

/** How long what can wait does so at most, in ms, and how long where a browser does not say when it is idle. */
const IDLE_MS = 5_000
const LATER_MS = 1_000

/** Runs it once the page has nothing else to do; returns what cancels it. */
export function whenIdle(clock: Clock, run: () => void): () => void {
  // Safari has none
  if (typeof requestIdleCallback !== 'function') return clock.after(LATER_MS, run)
  const id = requestIdleCallback(run, { timeout: IDLE_MS })
  return () => cancelIdleCallback(id)
}
