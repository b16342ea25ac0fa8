import type { MemberRole } from './policy.ts'
import type { DeletedBy, Message, RoomChanges, User } from './records.ts'

/** Durable: it has `seq`, one more than the room's previous durable event. */
export interface NewMessageEvent extends Message {
  type: 'new_message'
}

/** What every event but a new message has. */
interface EventOf<Type extends string> {
  type: Type
  room: string
  seq: number
  id: string
  cid: string
  /** Who did it. */
  user: User
  sentAt: number
}

/** What every change of a message has beside: the message that it changes. */
interface ChangeOf<Type extends string> extends EventOf<Type> {
  messageId: string
  /** The seq of the message. */
  target: number
}

/** Read back later it has the text that the message has by then; empty, with `deleted`, when it was deleted. */
export interface MessageEditedEvent extends ChangeOf<'message_edited'> {
  text: string
  mentions?: User[] | undefined
  deleted?: true | undefined
}

export interface MessageDeletedEvent extends Omit<ChangeOf<'message_deleted'>, 'user'> {
  /** Left out: a moderator, in a room that does not show who moderates. */
  user?: User | undefined
  by: DeletedBy
  reason?: string | undefined
}

export interface ReactionEvent extends ChangeOf<'reaction'> {
  emoji: string
  on: boolean
  /** Of this emoji, after it. */
  count: number
  /** The first three of them. */
  users: User[]
}

export interface MessagePinnedEvent extends ChangeOf<'message_pinned'> {
  on: boolean
}

export interface RoomChangedEvent extends EventOf<'room_changed'> {
  changes: RoomChanges
}

export interface MemberChangedEvent extends EventOf<'member_changed'> {
  member: User
  role: MemberRole | 'none'
}

/** A durable event that says what a room or its people have become. */
export type RoomEvent = RoomChangedEvent | MemberChangedEvent

/**
 * In a large room: the place of a reaction of somebody else, of which a later one to the same message with the same emoji,
 * which follows soon, says all. Nothing to do but to count its seq.
 */
export interface SkippedEvent {
  type: 'skipped'
  room: string
  seq: number
}

/** A durable event that changes a message of before. */
export type ChangeEvent = MessageEditedEvent | MessageDeletedEvent | ReactionEvent | MessagePinnedEvent

/** Events with `seq`; further kinds will follow, so clients advance by `seq` whatever the type. */
export type DurableEvent = NewMessageEvent | ChangeEvent | RoomEvent
