import type { PresenceDelta } from '../../protocol/events.ts'
import { LARGE_ROOM } from '../../protocol/limits.ts'
import type { PresenceSnapshot } from '../../protocol/records.ts'
import type { Members } from '../types.ts'

/** Who is known to be in a room, at one presence version of this connection. */
export interface Presence {
  version: number
  members: Members
}

/** `mend`: a change was missed, or names are missing; ask for `users`. */
export type Folded = { outcome: 'known' } | { outcome: 'applied' | 'mend'; presence: Presence }

export const NOBODY: Members = { count: 0, complete: true, users: [], joined: [], left: [] }

export function ofSnapshot({ version, count, complete, users }: PresenceSnapshot): Presence {
  return { version, members: { count, complete, users, joined: [], left: [] } }
}

/** Applies a delta to what is known. Pure. */
export function fold({ version, members }: Presence, delta: PresenceDelta): Folded {
  if (delta.version <= version) return { outcome: 'known' }
  const missed = delta.version > version + 1
  const ids = new Set(delta.users.map(user => user.id))
  const staying = members.users.filter(user => !ids.has(user.id))
  const join = delta.type === 'user_joined'
  const joined = join ? delta.users.filter(user => !members.users.some(known => known.id === user.id)) : []
  const left = join ? [] : members.users.filter(user => ids.has(user.id))
  const users = join ? [...staying, ...delta.users] : staying
  const complete = members.complete && !missed && users.length === delta.count
  const presence = { version: delta.version, members: { count: delta.count, complete, users, joined, left } }
  const mend = missed || (!complete && delta.count <= LARGE_ROOM)
  return { outcome: mend ? 'mend' : 'applied', presence }
}
