import type { DurableEvent } from './durable-events.ts'
import type { Refusal } from './error-codes.ts'
import type { Filters } from './filters.ts'
import type { Limits } from './limits.ts'
import type { OwnHeld } from './moderation.ts'
import type {
  AuditReply,
  FiltersReply,
  HeldReply,
  MessagesByReply,
  ReportReply,
  ReportsReply,
  SanctionReply,
} from './moderation-replies.ts'
import type { Action, Role, RoomKind, Sanction } from './policy.ts'
import type { FoundMessage, Message, PresenceSnapshot, RoomMember, RoomSummary, User } from './records.ts'
import type { RequestType } from './requests.ts'

export type {
  AuditReply,
  FiltersReply,
  HeldReply,
  MessagesByReply,
  ReportReply,
  ReportsReply,
  SanctionReply,
} from './moderation-replies.ts'

/** The state of a room at the moment of joining; the client stands at `seq` once it has applied it. */
export type JoinedRoom = {
  room: string
  epoch: string
  seq: number
  presence: PresenceSnapshot
  /** The ids of its pinned messages, newest pin first; a server of the first version leaves it out. */
  pins?: string[] | undefined
  /** An older server leaves out what it is, who one is in it, and what one may do. */
  kind?: RoomKind | undefined
  role?: Role | undefined
  can?: Action[] | undefined
  title?: string | undefined
  topic?: string | undefined
  slowMs?: number | undefined
  write?: 'guest' | 'user' | 'member' | undefined
  locked?: boolean | undefined
  /** It is not shown which moderator deleted a message. */
  hideModerators?: boolean | undefined
  /** The other one of a direct room. */
  peer?: User | undefined
  /** For who has an account; see ReadState. */
  read?: number | undefined
  unread?: number | undefined
  mentions?: number | undefined
  /** What was laid on oneself here, or everywhere. */
  sanctions?: Sanction[] | undefined
  /** What a client can say of a text before it is sent; the server has words beside. */
  filters?: Pick<Filters, 'links' | 'floods'>[] | undefined
  /** One's own messages that wait for a moderator. */
  held?: OwnHeld[] | undefined
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
  /** When the token ends, in ms since the Unix epoch by the server's clock; left out: it need not be renewed. */
  tokenExpiresAt?: number | undefined
}

/** The connection goes on with the new token. */
export interface TokenReply {
  tokenExpiresAt?: number | undefined
}

/** The connection goes on as this user. */
export interface IdentifyReply {
  user: User
  /** The login's. */
  sessionId: string
  tokenExpiresAt?: number | undefined
}

export type SendReply = {
  room: string
  duplicate: boolean
} & (
  | { seq: number; id: string; sentAt: number; held?: undefined }
  /** It waits for a moderator: only to who said on `connect` that they know of this. */
  | { held: string; sentAt: number; seq?: undefined; id?: undefined }
)

export interface EditReply {
  room: string
  seq: number
  target: number
  editedAt: number
  duplicate: boolean
}

/** Also of a message that was deleted before. */
export interface DeleteReply {
  room: string
  seq: number
  target: number
  duplicate: boolean
}

export interface ReactReply {
  room: string
  /** Undefined: it was so already, and no event came of it. */
  seq?: number | undefined
  target: number
  count: number
  duplicate: boolean
}

export interface PinReply {
  room: string
  seq: number
  target: number
  duplicate: boolean
}

export interface HistoryReply {
  epoch: string
  /** The head as of which the messages stand. */
  seq: number
  messages: Message[]
  /** There are older ones. */
  more: boolean
  /** There are newer ones. */
  newer: boolean
}

export interface ChangesReply {
  /** The head as of which the messages stand. */
  seq: number
  messages: Message[]
  /** Ask again with it as `after`. */
  next?: number | undefined
  /** What was asked about is not held any more: fetch what there is anew. */
  trimmed?: true | undefined
}

export interface SearchReply {
  /** The head as of which the messages stand. */
  seq: number
  /** Newest first. */
  messages: FoundMessage[]
  /** There may be older ones: ask again with the seq of the last as `before`. */
  more: boolean
  /** Older messages were not looked at: ask again with this, also where nothing was found. */
  before?: number | undefined
}

export interface UsersReply {
  users: User[]
  next?: string | undefined
  count: number
  version: number
}

export interface RoomsReply {
  rooms: RoomSummary[]
  next?: string | undefined
}

/** `seq`: of the event that tells the others; left out: there is none. */
export interface RoomReply {
  room: string
  seq?: number | undefined
}

export interface SetRoleReply extends RoomReply {
  duplicate: boolean
}

export interface MembersReply {
  members: RoomMember[]
  next?: string | undefined
}

export interface BlocksReply {
  users: User[]
}

/** What the `ok` of each request carries beside `type` and `ref`. */
export interface Replies {
  connect: ConnectReply
  token: TokenReply
  identify: IdentifyReply
  join: JoinedRoom
  leave: Record<never, never>
  send_message: SendReply
  edit_message: EditReply
  delete_message: DeleteReply
  react: ReactReply
  pin_message: PinReply
  history: HistoryReply
  changes: ChangesReply
  search: SearchReply
  users: UsersReply
  typing: Record<never, never>
  disconnect: Record<never, never>
  rooms: RoomsReply
  create_room: RoomReply
  change_room: RoomReply
  open_direct: RoomReply
  invite: Record<never, never>
  accept: RoomReply
  set_role: SetRoleReply
  members: MembersReply
  mark_read: Record<never, never>
  mark_unread: Record<never, never>
  block: Record<never, never>
  blocks: BlocksReply
  sanction: SanctionReply
  lift: Record<never, never>
  report: ReportReply
  reports: ReportsReply
  close_report: Record<never, never>
  appeal: ReportReply
  held: HeldReply
  resolve: Record<never, never>
  withdraw: Record<never, never>
  audit: AuditReply
  messages_by: MessagesByReply
  filters: FiltersReply
  set_filters: Record<never, never>
}

export type OkFrame<T extends RequestType = RequestType> = { type: 'ok'; ref: number } & Replies[T]

export interface ErrorFrame extends Refusal {
  type: 'error'
  ref?: number | undefined
}
