import { quoteText } from '../../../sdk/protocol/apply-event.ts'
import type { ChangeEvent, DurableEvent, RoomEvent } from '../../../sdk/protocol/events.ts'
import type { Message, Quote, User } from '../../../sdk/protocol/records.ts'
import { editAsItStands } from '../../events/edit-as-it-stands.ts'
import type { HeldMessage } from '../../events/event-rows.ts'
import { mostChanges } from '../../events/most-changes.ts'

export interface MemoryMessage extends HeldMessage {
  /** The seq of its pin; undefined: it is not pinned. */
  pinnedAt?: number | undefined
  /** Memory that it is counted for. */
  bytes: number
  /** By emoji and user id, in the order in which they came. */
  reactions?: Map<string, Map<string, User>> | undefined
}

// of an event beside its text: objects, ids and names; its encoding is kept elsewhere, and bounded there
const MESSAGE_BYTES = 1_000
export const CHANGE_BYTES = 1_000
const REACTION_BYTES = 150
// V8 takes two bytes for each character of a text where one of them needs it
const CHARACTER_BYTES = 2

export function bytesOf({ message }: MemoryMessage): number {
  const reactions = message.reactions?.reduce((sum, { count }) => sum + count, 0) ?? 0
  return MESSAGE_BYTES + message.text.length * CHARACTER_BYTES + reactions * REACTION_BYTES
}

/** One room in memory: its messages as they stand, and what changed them, by seq. */
export class MemoryRoom {
  readonly name: string
  epoch: string
  head = 0
  /** Nothing before this seq is held; there or behind it is the oldest message. */
  first = 1
  /** The seq of the oldest message that is held. */
  oldest: number | undefined
  /** From this seq on every change is held. */
  changesFirst = 1
  readonly messages = new Map<number, MemoryMessage>()
  readonly changes = new Map<number, ChangeEvent | RoomEvent>()
  readonly seqs = new Map<string, number>()
  /** Who wrote messages that are held: their names, and how many. */
  readonly authors = new Map<string, { name: string; messages: number }>()
  /** Who reacted to messages that are held, and how often. */
  readonly reactors = new Map<string, number>()
  /** Who changed the room, or was changed, in events that are held, and how often. */
  readonly involved = new Map<string, number>()
  /** Messages that are pinned. */
  readonly pinned = new Set<number>()

  constructor(name: string, epoch: string) {
    this.name = name
    this.epoch = epoch
  }

  byId(messageId: string): MemoryMessage | undefined {
    const seq = this.seqs.get(messageId)
    return seq === undefined ? undefined : this.messages.get(seq)
  }

  /** A message as it stands, with what it answers as that stands. */
  read({ message }: MemoryMessage): Message {
    return message.replyTo ? { ...message, replyTo: this.#quote(message.replyTo) } : message
  }

  /** The event of a seq, as it stands; undefined: it is not held. */
  event(seq: number): DurableEvent | undefined {
    const held = this.messages.get(seq)
    if (held) return { type: 'new_message', ...this.read(held) }
    const change = this.changes.get(seq)
    if (change?.type !== 'message_edited') return change
    const target = this.messages.get(change.target)?.message
    return editAsItStands(change, target?.deleted ? undefined : target)
  }

  /** The oldest message or change goes, whichever there is too much of; none: nothing is held. */
  dropOldest(): readonly (MemoryMessage | ChangeEvent | RoomEvent)[] {
    if (this.changes.size > mostChanges(this.messages.size)) return [this.#dropChange()]
    const oldest = this.oldest === undefined ? undefined : this.messages.get(this.oldest)
    if (!oldest) return this.changes.size > 0 ? [this.#dropChange()] : []
    const { message } = oldest
    this.messages.delete(message.seq)
    this.seqs.delete(message.id)
    this.pinned.delete(message.seq)
    this.#forgetAuthor(message.user.id)
    this.unreact(oldest)
    this.first = message.seq
    do this.first++
    while (this.first <= this.head && !this.messages.has(this.first))
    this.oldest = this.first <= this.head ? this.first : undefined
    const dropped: (MemoryMessage | ChangeEvent | RoomEvent)[] = [oldest]
    while (this.changesFirst < this.first) {
      const change = this.#takeChange(this.changesFirst++)
      if (change) dropped.push(change)
    }
    return dropped
  }

  addChange(event: ChangeEvent | RoomEvent): void {
    this.changes.set(event.seq, event)
    for (const id of involvedIn(event)) countIn(this.involved, id, 1)
  }

  /** `by`: 1 for a reaction more, -1 for one less. */
  countReaction(userId: string, by: number): void {
    countIn(this.reactors, userId, by)
  }

  /** All reactions to a message go. */
  unreact(held: MemoryMessage): void {
    for (const users of held.reactions?.values() ?? []) for (const id of users.keys()) this.countReaction(id, -1)
    held.reactions = undefined
  }

  #dropChange(): ChangeEvent | RoomEvent {
    let change = this.#takeChange(this.changesFirst++)
    while (!change) change = this.#takeChange(this.changesFirst++)
    return change
  }

  #takeChange(seq: number): ChangeEvent | RoomEvent | undefined {
    const change = this.changes.get(seq)
    if (!change) return undefined
    this.changes.delete(seq)
    for (const id of involvedIn(change)) countIn(this.involved, id, -1)
    return change
  }

  #forgetAuthor(userId: string): void {
    const author = this.authors.get(userId)
    if (author && --author.messages === 0) this.authors.delete(userId)
  }

  #quote({ messageId, target, user }: Quote): Quote {
    const held = this.messages.get(target)?.message
    if (!held || held.deleted)
      return { messageId, target, user: held?.user ?? { id: user.id, name: '' }, text: '', deleted: true }
    return { messageId, target, user: held.user, text: quoteText(held.text) }
  }
}

/** The ids of those whom an event of the room itself names. */
function involvedIn(event: ChangeEvent | RoomEvent): string[] {
  if (event.type === 'room_changed') return [event.user.id]
  return event.type === 'member_changed' ? [...new Set([event.user.id, event.member.id])] : []
}

function countIn(counts: Map<string, number>, id: string, by: number): void {
  const count = (counts.get(id) ?? 0) + by
  if (count > 0) counts.set(id, count)
  else counts.delete(id)
}
