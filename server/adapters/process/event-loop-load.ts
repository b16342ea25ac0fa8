import { performance } from 'node:perf_hooks'
import type { Clock } from '../../ports/clock.ts'

const SAMPLE_MS = 100

/** Tells the share of the last 100 ms or more for which this thread's event loop worked, 0 to 1. */
export function eventLoopLoad(clock: Clock): () => number {
  let from = performance.eventLoopUtilization()
  let at = clock.elapsed()
  let busy = 0
  return () => {
    const now = clock.elapsed()
    if (now - at < SAMPLE_MS) return busy
    const to = performance.eventLoopUtilization()
    busy = performance.eventLoopUtilization(to, from).utilization
    from = to
    at = now
    return busy
  }
}
