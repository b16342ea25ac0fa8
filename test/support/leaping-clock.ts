import { systemClock } from '../../server/adapters/process/system-clock.ts'
import type { Clock } from '../../server/ports/clock.ts'

/** The machine's clock, which can be put forward; what is called again and again is called then. */
export function leapingClock(): { clock: Clock; advance(ms: number): void } {
  let ahead = 0
  const repeated = new Set<() => void>()
  const clock: Clock = {
    now: () => systemClock.now() + ahead,
    elapsed: () => systemClock.elapsed() + ahead,
    after: systemClock.after,
    every(ms, fn) {
      repeated.add(fn)
      const stop = systemClock.every(ms, fn)
      return () => {
        repeated.delete(fn)
        stop()
      }
    },
  }
  return {
    clock,
    advance(ms) {
      ahead += ms
      for (const fn of repeated) fn()
    },
  }
}
