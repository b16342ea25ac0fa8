const FIRST_MS = 1_000
const MOST_MS = 20_000

/** The wait in ms before try `attempt` (from 1), with full jitter; `luck` is a random number in [0, 1). */
export function delay(attempt: number, luck: number): number {
  return luck * Math.min(MOST_MS, FIRST_MS * 2 ** (attempt - 1))
}
