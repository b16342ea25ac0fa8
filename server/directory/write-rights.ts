import type { DirectoryNews, Membership, NoPlace, RoomChange, RoomRecord } from '../ports/directory.ts'
import type { DirectoryAnswer } from '../ports/directory-change.ts'
import { ROOMS_OF_USER } from './bounds.ts'
import type { DirectoryRows } from './directory-rows.ts'

const NOTHING: DirectoryAnswer = { value: undefined, news: [] }
const OK: DirectoryAnswer = { value: 'ok', news: [] }

export function addRoom(
  rows: DirectoryRows,
  record: RoomRecord,
  members: readonly Membership[],
): DirectoryAnswer | 'full' {
  const { room, pair } = record
  if (rows.room(room) || (pair && rows.direct(...pair))) return { value: 'taken', news: [] }
  for (const { user } of members) {
    const refused = refusePlace(rows, room, user)
    if (refused) return { value: refused, news: [] }
  }
  if (!rows.hasRoom('rooms') || !rows.hasRoom('memberships')) return 'full'
  rows.putRoom(record)
  for (const membership of members) rows.putMembership(membership)
  const rights = members.map(({ user }): DirectoryNews => ({ type: 'rights', room, user }))
  const arrived = members.flatMap(({ user }) => uninvite(rows, room, user))
  return { value: 'ok', news: [{ type: 'room', room }, ...rights, ...arrived] }
}

export function changeRoom(rows: DirectoryRows, room: string, change: RoomChange): DirectoryAnswer {
  const before = rows.room(room)
  if (!before) return NOTHING
  const record: RoomRecord = {
    ...before,
    title: (change.title ?? before.title) || undefined,
    topic: (change.topic ?? before.topic) || undefined,
    slowMs: change.slowMs ?? before.slowMs,
    write: change.write ?? before.write,
    locked: change.locked ?? before.locked,
    hideModerators: (change.hideModerators ?? before.hideModerators) || undefined,
    filters: someOf(change.filters ?? before.filters),
  }
  const names = ['title', 'topic', 'slowMs', 'write', 'locked', 'hideModerators'] as const
  const isSame = names.every(name => record[name] === before[name])
  if (isSame && JSON.stringify(record.filters) === JSON.stringify(before.filters)) return { value: before, news: [] }
  rows.putRoom(record)
  return { value: record, news: [{ type: 'room', room }] }
}

export function setRole(
  rows: DirectoryRows,
  { room, user, role, at }: Omit<Membership, 'role' | 'since'> & { role: Membership['role'] | undefined; at: number },
): DirectoryAnswer | 'full' {
  const before = rows.membership(room, user)
  if (before?.role === role) return OK
  if (before?.role === 'owner' && !rows.longest(room, 'owner', user)) return { value: 'conflict', news: [] }
  const refused = role && refusePlace(rows, room, user)
  if (refused) return { value: refused, news: [] }
  if (!before && !rows.hasRoom('memberships')) return 'full'
  if (role) rows.putMembership({ room, user, role, since: at })
  else rows.deleteMembership(room, user)
  return { value: 'ok', news: [{ type: 'rights', room, user }, ...uninvite(rows, room, user)] }
}

/** Who has a place is asked no longer. */
function uninvite(rows: DirectoryRows, room: string, user: string): DirectoryNews[] {
  return rows.deleteInvitation(room, user) ? [{ type: 'invited', room, user, on: false }] : []
}

/** Why this user gets no place in this room; undefined where there is one. */
function refusePlace(rows: DirectoryRows, room: string, user: string): NoPlace | undefined {
  if (rows.removed([user]).size > 0) return 'not_found'
  if (!rows.membership(room, user) && rows.countRooms(user) >= ROOMS_OF_USER) return 'too_many'
  return undefined
}

/** Undefined: they are empty, which is as if there were none. */
function someOf(filters: object | undefined): object | undefined {
  return filters && Object.keys(filters).length > 0 ? filters : undefined
}
