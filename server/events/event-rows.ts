import type { ChangeEvent, DurableEvent, RoomEvent } from '../../sdk/protocol/events.ts'
import type { Message, User } from '../../sdk/protocol/records.ts'

/** An event that is known by its user and cid. */
export interface KnownEvent {
  type: DurableEvent['type']
  seq: number
  id: string
  sentAt: number
  /** Of a change; of an event of the room who it is about. */
  messageId?: string | undefined
  target?: number | undefined
  /** Of a reaction. */
  count?: number | undefined
}

/** A message as it is held: what is resolved at each reading, such as the quote, is left out. */
export interface HeldMessage {
  message: Message
  /** The seq of the last change of its text; 0: there was none. */
  edited: number
}

/**
 * The rows of one room, inside a transaction of a store: what a write of an event asks of them and does to them. Only
 * messages that are held are found.
 */
export interface EventRows {
  /** The seq of the next event. */
  readonly next: number
  known(user: string, cid: string): KnownEvent | undefined
  message(messageId: string): HeldMessage | undefined
  /** With what is resolved at each reading. */
  current(message: Message): Message
  /** The name of somebody who wrote a message that is held. */
  author(userId: string): string | undefined
  /** False: the user has sent something with this cid, and nothing was added. */
  addMessage(message: Message): boolean
  /** `by`: who did it, also where the event does not say so. */
  addChange(event: ChangeEvent | RoomEvent, by: User): void
  /** A message after a change of it. */
  save(held: HeldMessage): void
  /** Nothing is left of a message but its place: neither reactions nor what its changes say. */
  clear(message: Message): void
  hasReaction(message: Message, emoji: string, userId: string): boolean
  /** How many of the emoji of a message are this user's. */
  ownReactions(message: Message, userId: string): number
  addReaction(message: Message, emoji: string, user: User): void
  dropReaction(message: Message, emoji: string, userId: string): void
  /** All with one emoji, and the first three of them. */
  reactions(message: Message, emoji: string): { count: number; users: User[] }
  pins(): number
}
