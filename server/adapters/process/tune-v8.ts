import { setFlagsFromString } from 'node:v8'

const FLAGS = [
  // left alone, V8 lets a small heap grow to several times of what lives in it, and an idle server never gives it back
  '--heap-growing-percent=40',
  // a storm of joins would grow the young generation for good: after 1,000 of them the process is 18 MB larger (Node 22),
  // or 11 MB (Node 24)
  '--semi-space-growth-factor=1',
]

/** That of Node 20. Later ones do not know the flag, and optimize later by themselves. */
const LAST_WITH_BUDGET = 11
/** How much of a function has run before V8 looks at it, in bytes of its code. */
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
 * Optimizing what a first storm of joins runs takes longer than what it saves before the storm is over; for what goes on
 * after it, it is worth it. `worked`: the CPU that the process has taken, µs.
 */
export function optimizeAfterStorm(
  version: string = process.versions.v8,
  set: (flag: string) => void = setFlagsFromString,
  worked: () => number = cpuOfProcess,
): void {
  if (Number.parseInt(version, 10) > LAST_WITH_BUDGET) return
  set(`--interrupt-budget=${STORM_BUDGET}`)
  const looking = setInterval(() => {
    if (worked() < STORM_CPU_US) return
    clearInterval(looking)
    set(`--interrupt-budget=${USUAL_BUDGET}`)
  }, LOOK_EVERY_MS).unref()
}

function cpuOfProcess(): number {
  const { user, system } = process.cpuUsage()
  return user + system
}
