import type { Message } from '../../../sdk/protocol/records.ts'
import type { Changes, ChangesQuery, OwnReactions } from '../../ports/room-log.ts'
import { wireBytes } from '../../wire/encode.ts'
import type { MemoryRoom } from './room.ts'

/** The messages of some places that have changed since a seq, or whose quotes have. */
export function changesOf(
  room: MemoryRoom,
  { since, from, to, after, limit, maxBytes }: ChangesQuery,
): Omit<Changes, 'head'> {
  const messages: Message[] = []
  let bytes = 0
  let next: number | undefined
  for (let seq = Math.max(from, after + 1, room.first); seq <= Math.min(to, room.head); seq++) {
    const held = room.messages.get(seq)
    if (!held) continue
    const quoted = held.message.replyTo && room.messages.get(held.message.replyTo.target)?.message
    if ((held.message.rev ?? 0) <= since && (quoted?.rev ?? 0) <= since) continue
    const message = room.read(held)
    bytes += wireBytes(message)
    if (messages.length >= limit || (messages.length > 0 && bytes > maxBytes)) {
      next = messages.at(-1)?.seq
      break
    }
    messages.push(message)
  }
  return { messages, next, trimmed: from < room.first || undefined }
}

export function ownReactionsOf(room: MemoryRoom, user: string, from: number, to: number): OwnReactions {
  const own = new Map<number, readonly string[]>()
  for (let seq = Math.max(from, room.first); seq <= Math.min(to, room.head); seq++) {
    const reactions = [...(room.messages.get(seq)?.reactions ?? [])]
    const emoji = reactions.filter(([, users]) => users.has(user)).map(([each]) => each)
    if (emoji.length > 0) own.set(seq, emoji)
  }
  return own
}
