import { readFileSync } from 'node:fs'

const PAGE_BYTES = 4_096

/** Resident memory of some processes, in bytes. */
export function rssOf(pids: readonly number[]): number {
  return pids.reduce(
    (sum, pid) => sum + Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * PAGE_BYTES,
    0,
  )
}
