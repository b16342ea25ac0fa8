import { setFlagsFromString } from 'node:v8'

const FLAGS = [
  // left alone, V8 lets a small heap grow to several times of what lives in it, and an idle server never gives it back
  '--heap-growing-percent=40',
  // a storm of joins would grow the young generation to 33 MB for good; as the start leaves it, it is 8 MB
  '--semi-space-growth-factor=1',
]

/** That of Node 20. Later ones do not know the other flags, complain of them, and optimize later by themselves. */
const HAS_ALL_FLAGS = Number.parseInt(process.versions.v8, 10) <= 11

/** V8's memory reducer waits for 8 s before it begins. */
const REDUCER_IDLE_S = 5

/** How much of a function has run before V8 looks at it, in bytes of its code: its own, and five times as much. */
const USUAL_BUDGET = 67_584
const STORM_BUDGET = 330_000
/** What a start and a storm of some thousand joins take. */
const STORM_CPU_US = 1_500_000
// each look wakes an idle process
const LOOK_EVERY_MS = 2_000

/** For a server: at the start, and once more when all its threads have begun, since each of them raises the growth to 2. */
export function tuneV8(): void {
  for (const flag of FLAGS) setFlagsFromString(flag)
}

/**
 * V8's memory reducer collects an idle heap twice, and gets nothing the second time. Once is enough; but V8 ends a process
 * in which that is said when the first of the two is over, so an older one is left as it is.
 */
export function reduceMemoryOnce(): void {
  if (HAS_ALL_FLAGS && process.uptime() < REDUCER_IDLE_S) setFlagsFromString('--memory-reducer-single-gc')
}

/**
 * Optimizing what a storm of joins runs takes longer than what it saves before the storm is over; for what goes on after
 * it, it is worth it.
 */
export function optimizeAfterStorm(): void {
  if (!HAS_ALL_FLAGS) return
  setFlagsFromString(`--interrupt-budget=${STORM_BUDGET}`)
  const looking = setInterval(() => {
    const { user, system } = process.cpuUsage()
    if (user + system < STORM_CPU_US) return
    clearInterval(looking)
    setFlagsFromString(`--interrupt-budget=${USUAL_BUDGET}`)
  }, LOOK_EVERY_MS).unref()
}
