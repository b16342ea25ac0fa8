import type { Clock } from '../ports/clock.ts'

/** A clock for durations: it begins with the machine's time and goes on evenly, whatever that is set to later. */
export function steadyClock(clock: Clock): Clock {
  const start = clock.now() - clock.elapsed()
  return {
    now: () => start + clock.elapsed(),
    elapsed: () => clock.elapsed(),
    after: (ms, fn) => clock.after(ms, fn),
    every: (ms, fn) => clock.every(ms, fn),
  }
}
