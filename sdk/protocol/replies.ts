import type { DurableEvent } from './durable-events.ts'
import type { Refusal } from './error-codes.ts'
import type { Limits } from './limits.ts'
import type { Message, PresenceSnapshot, User } from './records.ts'
import type { RequestType } from './requests.ts'

/** The state of a room at the moment of joining; the client stands at `seq` once it has applied it. */
export type JoinedRoom = {
  room: string
  epoch: string
  seq: number
  presence: PresenceSnapshot
} & ({ recovered: true; events: DurableEvent[] } | { recovered: false; messages: Message[]; more: boolean })

export interface RefusedRoom {
  room: string
  error: Refusal
}

export type JoinResult = JoinedRoom | RefusedRoom

export interface ConnectReply {
  user: User
  sessionId: string
  protocol: number
  heartbeatMs: number
  serverAt: number
  limits: Limits
  rooms: JoinResult[]
}

export interface SendReply {
  room: string
  seq: number
  id: string
  sentAt: number
  duplicate: boolean
}

export interface HistoryReply {
  epoch: string
  messages: Message[]
  more: boolean
}

export interface UsersReply {
  users: User[]
  next?: string | undefined
  count: number
  version: number
}

/** What the `ok` of each request carries beside `type` and `ref`. */
export interface Replies {
  connect: ConnectReply
  join: JoinedRoom
  leave: Record<never, never>
  send_message: SendReply
  history: HistoryReply
  users: UsersReply
  typing: Record<never, never>
  disconnect: Record<never, never>
}

export type OkFrame<T extends RequestType = RequestType> = { type: 'ok'; ref: number } & Replies[T]

export interface ErrorFrame extends Refusal {
  type: 'error'
  ref?: number | undefined
}
