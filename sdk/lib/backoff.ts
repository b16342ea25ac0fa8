const FIRST_MS = 1_000
const MOST_MS = 20_000

/** The wait in ms before try `attempt` (from 1), with full jitter; `random` is a number in [0, 1). */
export function delay(attempt: number, random: number): number {
  return random * Math.min(MOST_MS, FIRST_MS * 2 ** (attempt - 1))
}
