import type { Clock } from '../ports/clock.ts'

/** A clock for durations: when somebody sets the machine's time back, it goes on from where it was. */
export function steadyClock(clock: Clock): Clock {
  let last = clock.now()
  let ahead = 0
  return {
    now() {
      const read = clock.now()
      ahead = Math.max(ahead, last - read)
      last = read + ahead
      return last
    },
    after: (ms, fn) => clock.after(ms, fn),
    every: (ms, fn) => clock.every(ms, fn),
  }
}
