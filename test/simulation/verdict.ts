import type { ErrorCode } from '../../sdk/protocol/error-codes.ts'
import type { DurableEvent } from '../../sdk/protocol/events.ts'
import type { EventWrite } from '../../server/ports/store.ts'
import type { Oracle } from '../support/server-kit/oracle.ts'
import type { OrderBook } from './order-book.ts'
import type { Places } from './places.ts'

/** A new event; the answer to an old one, or to what is so already; it waits; or why not. */
export type Verdict = 'new' | 'again' | 'held' | ErrorCode

/**
 * What has to become of a write, by the rules alone. `known`: what this user wrote under its cid; `ids`: all of the user; `book`: of
 * rooms in which messages wait.
 */
export function verdict(
  oracle: Oracle,
  places: Pick<Places, 'verdict'>,
  known: DurableEvent | undefined,
  write: EventWrite,
  ids: readonly string[],
  book: Pick<OrderBook, 'verdict'> | undefined,
): Verdict {
  const { content, room, sentAt, user } = write
  if (known) return known.type === content.kind && targetOf(known) === targetIn(content) ? 'again' : 'conflict'
  if (content.kind === 'room_changed' || content.kind === 'member_changed') return places.verdict(room, content)
  if (content.kind === 'new_message') {
    const waiting = book?.verdict(write, ids)
    if (waiting) return waiting
    if (content.replyTo === undefined) return 'new'
    const answered = oracle.get(content.replyTo)
    return answered && !answered.deleted ? 'new' : 'not_found'
  }
  const message = oracle.get(content.messageId)
  if (!message) return 'not_found'
  const isAuthor = ids.includes(message.user.id)
  if (content.kind === 'message_deleted') {
    if (content.by === 'author' && !isAuthor) return 'forbidden'
    return message.deleted ? 'again' : 'new'
  }
  if (message.deleted) return 'not_found'
  switch (content.kind) {
    case 'message_edited': {
      if (!isAuthor || sentAt - message.sentAt > content.withinMs) return 'forbidden'
      const edited = oracle.events.findLast(event => event.type === 'message_edited' && event.messageId === message.id)
      return content.rev !== undefined && edited && edited.seq > content.rev ? 'conflict' : 'new'
    }
    case 'reaction': {
      const own = oracle.own(user.id).get(message.seq) ?? []
      const there = (message.reactions ?? []).map(({ emoji }) => emoji)
      if (own.includes(content.emoji) === content.on) return 'again'
      if (!content.on) return 'new'
      const isFull = !there.includes(content.emoji) && there.length >= content.kinds
      return isFull || own.length >= content.own ? 'too_many' : 'new'
    }
    case 'message_pinned':
      if ((message.pinned ?? false) === content.on) return 'again'
      return content.on && oracle.pins.length >= content.most ? 'too_many' : 'new'
  }
}

function targetOf(event: DurableEvent): string | undefined {
  if (event.type === 'member_changed') return event.member.id
  return 'messageId' in event ? event.messageId : undefined
}

function targetIn(content: EventWrite['content']): string | undefined {
  if (content.kind === 'member_changed') return content.member.id
  return 'messageId' in content ? content.messageId : undefined
}
