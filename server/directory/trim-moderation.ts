import type { DirectoryNews } from '../ports/directory.ts'
import { AUDIT_MS, HOLD_MS, SNAPSHOT_MS } from '../ports/moderation.ts'
import type { DirectoryRows } from './directory-rows.ts'
import { ended } from './write-moderation.ts'

/** Of each kind, at one time. */
export const TRIMMED = 100

export interface TrimmedModeration {
  news: DirectoryNews[]
  /** Something of it said what somebody wrote. */
  erased: boolean
  more: boolean
}

/**
 * Gives up some of what is kept longer than it may: messages that waited too long are as if rejected; a cid of a rejected one
 * is known for `dedupeMs`.
 */
export function trimModeration(rows: DirectoryRows, now: number, dedupeMs: number): TrimmedModeration {
  const old = rows.oldHolds(now - HOLD_MS, TRIMMED)
  for (const { id } of old) rows.rejectHold(id, now)
  const snapshots = rows.eraseSnapshots(now - SNAPSHOT_MS, TRIMMED)
  const forgotten = rows.forgetHolds(now - dedupeMs, TRIMMED)
  const entries = rows.forgetAudit(now - AUDIT_MS, TRIMMED)
  return {
    news: old.flatMap(hold => ended(rows, hold, 'rejected')),
    erased: old.length + snapshots + entries > 0,
    more: [old.length, snapshots, forgotten, entries].includes(TRIMMED),
  }
}
