import type { DurableEvent } from './durable-events.ts'
import type { Action, Role, Sanction } from './policy.ts'
import type { User } from './records.ts'
import type { ErrorFrame, OkFrame } from './replies.ts'

export type {
  ChangeEvent,
  DurableEvent,
  MemberChangedEvent,
  MessageDeletedEvent,
  MessageEditedEvent,
  MessagePinnedEvent,
  NewMessageEvent,
  ReactionEvent,
  RoomChangedEvent,
  RoomEvent,
  SkippedEvent,
} from './durable-events.ts'

export interface PresenceDelta {
  type: 'user_joined' | 'user_left'
  room: string
  /** Empty in large rooms. */
  users: User[]
  /** After the change. */
  count: number
  version: number
}

export interface UserListEvent {
  type: 'update_user_list'
  room: string
  users: User[]
  count: number
  complete: boolean
  version: number
}

export interface TypingEvent {
  type: 'typing'
  room: string
  user: User
  active: boolean
}

/** Every `heartbeatMs`, also when nothing happened: the seq each room has reached. */
export interface HeadEvent {
  type: 'head'
  rooms: Record<string, number>
}

/** The client's position is void: join again after a random wait of up to 2 s. */
export interface ResyncEvent {
  type: 'resync'
  room: string
  epoch: string
  seq: number
}

/** What this person may do in a joined room has changed. */
export interface RightsEvent {
  type: 'rights'
  room: string
  role: Role
  can: Action[]
  /** The least time between two messages of one person, in ms. */
  slowMs?: number | undefined
}

/** How far one has read by now, also from another device. */
export interface ReadEvent {
  type: 'read'
  room: string
  upTo: number
  unread: number
  mentions: number
}

/** What came in rooms that one has a place in and that are not joined; at most once a second. */
export interface ActivityEvent {
  type: 'activity'
  rooms: Record<string, { upTo: number; unread: number; mentions: number }>
}

/** One is in this room no longer. A `resync` follows, which who knows this ignores. */
export interface RemovedEvent {
  type: 'removed'
  room: string
  code: 'kicked' | 'banned' | 'rights' | 'closed'
  reason?: string | undefined
}

/** Something was laid on oneself, or lifted. `room` is '' where it is of the whole server. */
export interface SanctionEvent extends Sanction {
  type: 'sanction'
  room: string
  lifted?: true | undefined
}

/** To who keeps order: what waits for them in a joined room. 100 stands for 100 and more. */
export interface QueueEvent {
  type: 'queue'
  room: string
  reports: number
  held: number
}

/** What became of a message of one's own that waited. */
export interface HeldEvent {
  type: 'held'
  room: string
  hold: string
  outcome: 'approved' | 'rejected'
}

export interface InvitedEvent {
  type: 'invited'
  room: string
  title?: string | undefined
  by: User
}

/** Sent before the server closes by choice. */
export interface DisconnectEvent {
  type: 'disconnect'
  code: number
  reason: string
  retryable: boolean
  retryAfterMs?: number | undefined
  spreadMs?: number | undefined
}

export type ServerEvent =
  | DurableEvent
  | PresenceDelta
  | UserListEvent
  | TypingEvent
  | HeadEvent
  | ResyncEvent
  | RightsEvent
  | ReadEvent
  | ActivityEvent
  | RemovedEvent
  | InvitedEvent
  | SanctionEvent
  | QueueEvent
  | HeldEvent
  | DisconnectEvent

export type ServerFrame = ServerEvent | OkFrame | ErrorFrame
