import { applyEvent } from '../../../sdk/protocol/apply-event.ts'
import type { DurableEvent } from '../../../sdk/protocol/events.ts'
import type { Message } from '../../../sdk/protocol/records.ts'
import { foldInto } from '../../events/fold-into.ts'
import type { OwnReactions } from '../../ports/room-log.ts'
import { encodeEvent, encodeMessage } from '../../wire/encode.ts'
import { messageOf } from '../../wire/message-of.ts'

/** What someone who joins is given: what they missed, or the newest page. */
export type RoomContent =
  | { recovered: true; events: readonly DurableEvent[] }
  | { recovered: false; messages: readonly Message[]; more: boolean }

/** The messages among it, as they stand. */
export function messagesIn(content: RoomContent): readonly Message[] {
  return content.recovered ? content.events.filter(event => event.type === 'new_message') : content.messages
}

export function encodeContent(content: RoomContent, own: OwnReactions): string[] {
  return content.recovered
    ? content.events.map(event => encodeEvent(event, own.get(event.seq)))
    : content.messages.map(message => encodeMessage(message, own.get(message.seq)))
}

/** The same after one more event, which everything before it stands by. */
export function contentAfter(content: RoomContent, event: DurableEvent): RoomContent {
  if (content.recovered) return { recovered: true, events: eventsAfter(content.events, event) }
  const { messages, more } = content
  if (event.type === 'new_message') return { recovered: false, messages: [...messages, messageOf(event)], more }
  return { recovered: false, messages: messages.map(message => applyEvent(message, event)), more }
}

/** The emoji of a reader, by all of their ids, after an event, which may be a reaction of theirs from elsewhere. */
export function ownAfter(own: OwnReactions, event: DurableEvent, reader: readonly string[]): OwnReactions {
  if (event.type !== 'reaction' || !reader.includes(event.user.id)) return own
  const others = (own.get(event.target) ?? []).filter(emoji => emoji !== event.emoji)
  return new Map(own).set(event.target, event.on ? [...others, event.emoji] : others)
}

function eventsAfter(before: readonly DurableEvent[], event: DurableEvent): readonly DurableEvent[] {
  const events = [...before, event]
  const first = events[0]?.seq ?? event.seq
  if ('messageId' in event) {
    const at = (seq: number) => (seq >= first ? events[seq - first] : undefined)
    const replace = (now: DurableEvent) => {
      events[now.seq - first] = now
    }
    foldInto({ first, at, replace }, event)
  }
  return events
}
