export interface MemoryLimits {
  /** For events of a log in memory. */
  bytes: number
  /** Cids that such a log knows. */
  cids: number
  /** For messages that wait to be stored. */
  unstoredBytes: number
  /** For requests that wait for those before them. */
  backlogBytes: number
}

const MOST_BYTES = 256 * 1_048_576
const MOST_CIDS = 500_000
const MOST_WAITING = 32 * 1_048_576
// measured: key, entry and values
const CID_BYTES = 300
const PART = 4
const SMALL_PART = 16

/** What may be kept where the heap ends at `heapBytes`: a quarter of it each for messages and for cids, less for what waits. */
export function memoryLimits(heapBytes: number): MemoryLimits {
  const waiting = Math.min(MOST_WAITING, Math.floor(heapBytes / SMALL_PART))
  return {
    bytes: Math.min(MOST_BYTES, Math.floor(heapBytes / PART)),
    cids: Math.min(MOST_CIDS, Math.floor(heapBytes / PART / CID_BYTES)),
    unstoredBytes: waiting,
    backlogBytes: waiting,
  }
}
