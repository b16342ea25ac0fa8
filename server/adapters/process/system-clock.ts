import { performance } from 'node:perf_hooks'
import type { Clock } from '../../ports/clock.ts'

// more than this makes Node's timers fire at once
const MAX_MS = 2 ** 31 - 1

/** The machine's time. Its timers do not keep the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => Math.floor(performance.now()),
  after(ms, fn) {
    const timer = setTimeout(fn, Math.min(ms, MAX_MS)).unref()
    return () => clearTimeout(timer)
  },
  every(ms, fn) {
    const timer = setInterval(fn, Math.min(ms, MAX_MS)).unref()
    return () => clearInterval(timer)
  },
}
