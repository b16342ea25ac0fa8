import type { MemoryLogLimits } from './adapters/memory-log.ts'

const MOST_BYTES = 256 * 1_048_576
const MOST_CIDS = 500_000
// measured: key, entry and values
const CID_BYTES = 300
const PART = 4

/** What the log in memory may keep where the heap ends at `heapBytes`: a quarter of it each for messages and for cids. */
export function memoryLimits(heapBytes: number): Pick<MemoryLogLimits, 'bytes' | 'cids'> {
  return {
    bytes: Math.min(MOST_BYTES, Math.floor(heapBytes / PART)),
    cids: Math.min(MOST_CIDS, Math.floor(heapBytes / PART / CID_BYTES)),
  }
}
