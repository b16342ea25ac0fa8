import type { ChangeEvent, RoomEvent } from '../../../sdk/protocol/events.ts'
import type { User } from '../../../sdk/protocol/records.ts'
import { userOf } from '../../../sdk/protocol/user-of.ts'
import type { OwnReaction, ReactedPage, WrittenPage, WrittenQuery } from '../../ports/personal-data.ts'
import type { ForgetNames } from '../../ports/store.ts'
import { wireBytes } from '../../wire/encode.ts'
import type { MemoryRoom } from './room.ts'

/** Places that one answer looks at. */
const PLACES = 5_000

export function roomsOfPerson(
  rooms: Iterable<MemoryRoom>,
  ids: readonly string[],
  after: string,
  limit: number,
): string[] {
  const names: string[] = []
  for (const { name, authors, reactors, involved } of rooms)
    if (name > after && ids.some(id => authors.has(id) || reactors.has(id) || involved.has(id))) names.push(name)
  return names.sort((one, other) => (one < other ? -1 : 1)).slice(0, limit)
}

export function writtenBy(
  room: MemoryRoom,
  ids: readonly string[],
  { after, limit, maxBytes }: WrittenQuery,
): WrittenPage {
  const begin = Math.max(after, room.first - 1)
  const end = Math.min(room.head, begin + PLACES)
  const wanted = new Set(ids)
  const messages: WrittenPage['messages'] = []
  let bytes = 0
  for (let seq = begin + 1; seq <= end; seq++) {
    const held = room.messages.get(seq)
    if (!held || !wanted.has(held.message.user.id)) continue
    const message = room.read(held)
    bytes += wireBytes(message)
    if (messages.length >= limit || (messages.length > 0 && bytes > maxBytes)) return { messages, next: seq - 1 }
    messages.push(message)
  }
  return { messages, next: end < room.head ? end : undefined }
}

export function reactedBy(room: MemoryRoom, ids: readonly string[], after: number, limit: number): ReactedPage {
  const begin = Math.max(after, room.first - 1)
  const end = Math.min(room.head, begin + PLACES)
  const reactions: OwnReaction[] = []
  let messages = 0
  for (let seq = begin + 1; seq <= end; seq++) {
    const held = room.messages.get(seq)
    const before = reactions.length
    for (const [emoji, users] of held?.reactions ?? [])
      for (const user of ids.filter(id => users.has(id)))
        reactions.push({ seq, messageId: held?.message.id ?? '', emoji, user })
    if (reactions.length > before && ++messages === limit) return { reactions, next: seq < room.head ? seq : undefined }
  }
  return { reactions, next: end < room.head ? end : undefined }
}

export function forgetNames(room: MemoryRoom | undefined, { ids, after, upTo = room?.head ?? 0 }: ForgetNames): void {
  const gone = new Set(ids)
  const nameless = <E extends { user?: User | undefined }>(event: E): E =>
    event.user && gone.has(event.user.id) ? { ...event, user: userOf(event.user.id, '') } : event
  for (let seq = after + 1; seq <= upTo; seq++) {
    const held = room?.messages.get(seq)
    if (held) held.message = nameless(held.message)
    const change = room?.changes.get(seq)
    if (change) room?.changes.set(seq, withoutMember(nameless(change), gone))
  }
}

function withoutMember<E extends ChangeEvent | RoomEvent>(event: E, gone: ReadonlySet<string>): E {
  if (event.type !== 'member_changed' || !gone.has(event.member.id)) return event
  return { ...event, member: userOf(event.member.id, '') }
}
