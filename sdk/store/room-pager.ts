import type { Room } from '../client/types.ts'
import type { RosterEvent } from './roster.ts'
import type { TimelineEvent } from './timeline-state.ts'

export interface PagerTarget {
  log(event: TimelineEvent): void
  people(event: RosterEvent): void
  /** Where the next page of people begins, how many are known, and whether there are more. */
  known(): { next: string | undefined; users: number; more: boolean }
}

/** Asks for older messages (or those of a hole) that end at `before`; 0: the newest. */
export async function pageLog(room: Room, target: PagerTarget, type: 'older' | 'fill', before: number): Promise<void> {
  target.log({ type, before, fetched: 'asked' })
  try {
    target.log({ type, before, fetched: await room.history(before > 0 ? { before } : {}) })
  } catch {
    target.log({ type, before, fetched: 'failed' })
  }
}

/** Asks for people of a large room until somebody new is known or nobody is left. */
export async function pagePeople(room: Room, target: PagerTarget): Promise<void> {
  const before = target.known().users
  try {
    do {
      const after = target.known().next
      target.people({ type: 'users', fetched: 'asked' })
      target.people({ type: 'users', fetched: await room.users(after === undefined ? {} : { after }) })
      // The first page may hold nothing but what the join brought
    } while (target.known().more && target.known().users <= before)
  } catch {
    target.people({ type: 'users', fetched: 'failed' })
  }
}
