import type { Clock } from './clock.ts'

/** A clock whose timers end with their owner. */
export interface EndingClock extends Clock {
  /** Nothing that waits is called any more, and nothing waits from now on. */
  end(): void
}

export function endingClock(clock: Clock): EndingClock {
  const waiting = new Set<() => void>()
  let over = false
  const kept = (begin: (done: () => void) => () => void) => {
    if (over) return () => {}
    const stop = begin(() => waiting.delete(cancel))
    const cancel = () => {
      waiting.delete(cancel)
      stop()
    }
    waiting.add(cancel)
    return cancel
  }
  return {
    now: () => clock.now(),
    elapsed: () => clock.elapsed(),
    after: (ms, fn) =>
      kept(done =>
        clock.after(ms, () => {
          done()
          fn()
        }),
      ),
    every: (ms, fn) => kept(() => clock.every(ms, fn)),
    end() {
      over = true
      for (const cancel of waiting) cancel()
    },
  }
}
