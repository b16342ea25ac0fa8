import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'

/** The same time; what fails in a timer is logged, and the process goes on. */
export function guardedClock(clock: Clock, logger: Log): Clock {
  const guarded = (fn: () => void) => () => {
    try {
      fn()
    } catch (error) {
      logger.error({ err: error }, 'a timer failed')
    }
  }
  return {
    now: () => clock.now(),
    elapsed: () => clock.elapsed(),
    after: (ms, fn) => clock.after(ms, guarded(fn)),
    every: (ms, fn) => clock.every(ms, guarded(fn)),
  }
}
