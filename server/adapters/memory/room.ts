import { quoteText } from '../../../sdk/protocol/apply-event.ts'
import type { ChangeEvent, DurableEvent } from '../../../sdk/protocol/events.ts'
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
  /** The seq of the oldest message that is held; above the head: none is. */
  first = 1
  /** From this seq on every change is held. */
  changesFirst = 1
  readonly messages = new Map<number, MemoryMessage>()
  readonly changes = new Map<number, ChangeEvent>()
  readonly seqs = new Map<string, number>()
  /** Who wrote messages that are held: their names, and how many. */
  readonly authors = new Map<string, { name: string; messages: number }>()
  /** Who reacted to messages that are held, and how often. */
  readonly reactors = new Map<string, number>()
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
  dropOldest(): readonly (MemoryMessage | ChangeEvent)[] {
    if (this.changes.size > mostChanges(this.messages.size)) return [this.#dropChange()]
    const oldest = this.messages.get(this.first)
    if (!oldest) return this.changes.size > 0 ? [this.#dropChange()] : []
    const { message } = oldest
    this.messages.delete(message.seq)
    this.seqs.delete(message.id)
    this.pinned.delete(message.seq)
    this.#forgetAuthor(message.user.id)
    this.unreact(oldest)
    do this.first++
    while (this.first <= this.head && !this.messages.has(this.first))
    const dropped: (MemoryMessage | ChangeEvent)[] = [oldest]
    while (this.changesFirst < this.first) {
      const change = this.changes.get(this.changesFirst)
      if (change) dropped.push(change)
      this.changes.delete(this.changesFirst++)
    }
    return dropped
  }

  /** `by`: 1 for a reaction more, -1 for one less. */
  countReaction(userId: string, by: number): void {
    const count = (this.reactors.get(userId) ?? 0) + by
    if (count > 0) this.reactors.set(userId, count)
    else this.reactors.delete(userId)
  }

  /** All reactions to a message go. */
  unreact(held: MemoryMessage): void {
    for (const users of held.reactions?.values() ?? []) for (const id of users.keys()) this.countReaction(id, -1)
    held.reactions = undefined
  }

  #dropChange(): ChangeEvent {
    let change = this.changes.get(this.changesFirst)
    while (!change) change = this.changes.get(++this.changesFirst)
    this.changes.delete(this.changesFirst++)
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
