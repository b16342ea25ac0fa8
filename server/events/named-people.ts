import type { User } from '../../sdk/protocol/records.ts'
import { userOf } from '../../sdk/protocol/user-of.ts'
import type { DirectoryRows } from '../directory/directory-rows.ts'
import type { Mention } from '../ports/room-log.ts'
import type { EventRows } from './event-rows.ts'

/** Those whom a message names, as far as they are known in its room: they are there, wrote there, or have a place there. */
export function namedPeople(
  rows: EventRows,
  people: DirectoryRows,
  room: string,
  mentions: readonly Mention[] | undefined,
): User[] | undefined {
  if (mentions === undefined || mentions.length === 0) return undefined
  const named = new Map<string, User>()
  for (const { id, name = rows.author(id) ?? memberName(people, room, id) } of mentions)
    if (name !== undefined) named.set(id, userOf(id, name))
  return named.size > 0 ? [...named.values()] : undefined
}

function memberName(people: DirectoryRows, room: string, id: string): string | undefined {
  return people.membership(room, id) && people.account(id)?.name
}
