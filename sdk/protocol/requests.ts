import type { RoomsAndPeopleRequest } from './directory-requests.ts'
import type { ModerationRequest } from './moderation-requests.ts'

export type {
  AcceptRequest,
  BlockRequest,
  BlocksRequest,
  ChangeRoomRequest,
  CreateRoomRequest,
  InviteRequest,
  MarkReadRequest,
  MarkUnreadRequest,
  MembersRequest,
  OpenDirectRequest,
  RoomsRequest,
  SetRoleRequest,
} from './directory-requests.ts'

export type {
  AppealRequest,
  AuditRequest,
  CloseReportRequest,
  FiltersRequest,
  HeldRequest,
  LiftRequest,
  MessagesByRequest,
  ModerationRequest,
  ReportRequest,
  ReportsRequest,
  ResolveRequest,
  SanctionRequest,
  SetFiltersRequest,
  WithdrawRequest,
} from './moderation-requests.ts'

/** What a client may say. Each carries `ref`; the one reply repeats it. */
export interface RoomPosition {
  room: string
  epoch?: string | undefined
  seq?: number | undefined
}

export interface ConnectRequest {
  type: 'connect'
  ref: number
  token?: string | undefined
  rooms?: RoomPosition[] | undefined
  /** `held`: a message may be answered by the id of a hold. What is not known is ignored. */
  accepts?: string[] | undefined
}

/** Another token of the same person, before the one that the connection has ends. */
export interface TokenRequest {
  type: 'token'
  ref: number
  token: string
}

/** On a guest's connection: it goes on as the account that the token is of. */
export interface IdentifyRequest {
  type: 'identify'
  ref: number
  token: string
}

/** What is said of who one is on a connection that stands. */
export type IdentityRequest = TokenRequest | IdentifyRequest

export interface JoinRequest extends RoomPosition {
  type: 'join'
  ref: number
}

export interface LeaveRequest {
  type: 'leave'
  ref: number
  room: string
}

export interface SendRequest {
  type: 'send_message'
  ref: number
  room: string
  cid: string
  text: string
  /** The id of the message that this one answers. */
  replyTo?: string | undefined
  /** Ids of the people it names. */
  mentions?: string[] | undefined
}

/** The whole of its new text; mentions left out: it names nobody. */
export interface EditRequest {
  type: 'edit_message'
  ref: number
  room: string
  cid: string
  messageId: string
  text: string
  mentions?: string[] | undefined
  /** Refused when the text was changed after this seq. */
  rev?: number | undefined
}

export interface DeleteRequest {
  type: 'delete_message'
  ref: number
  room: string
  cid: string
  messageId: string
  reason?: string | undefined
}

export interface ReactRequest {
  type: 'react'
  ref: number
  room: string
  cid: string
  messageId: string
  emoji: string
  on: boolean
}

export interface PinRequest {
  type: 'pin_message'
  ref: number
  room: string
  cid: string
  messageId: string
  on: boolean
}

/** At most one of `before`, `after`, `around`, `at`, `ids`; none: the newest. */
export interface HistoryRequest {
  type: 'history'
  ref: number
  room: string
  before?: number | undefined
  after?: number | undefined
  /** The id of a message. */
  around?: string | undefined
  /** Around the first message at or after this time, in ms since the Unix epoch. */
  at?: number | undefined
  ids?: string[] | undefined
  epoch?: string | undefined
  limit?: number | undefined
}

/** Of the messages of the places `from` to `to`, those that are different from what they were at `since`. */
export interface ChangesRequest {
  type: 'changes'
  ref: number
  room: string
  epoch: string
  since: number
  from: number
  to: number
  /** `next` of the answer before. */
  after?: number | undefined
}

/** What people wrote that has all of these words in it, newest first. */
export interface SearchRequest {
  type: 'search'
  ref: number
  room: string
  /** Words, and phrases in quotation marks. */
  query: string
  /** Only what is before this seq. */
  before?: number | undefined
  limit?: number | undefined
}

export interface UsersRequest {
  type: 'users'
  ref: number
  room: string
  after?: string | undefined
  limit?: number | undefined
}

/** The one request that may go without `ref`; it then gets no reply. */
export interface TypingRequest {
  type: 'typing'
  ref?: number | undefined
  room: string
  active: boolean
}

export interface DisconnectRequest {
  type: 'disconnect'
  ref: number
}

export type ClientFrame =
  | ConnectRequest
  | JoinRequest
  | LeaveRequest
  | SendRequest
  | EditRequest
  | DeleteRequest
  | ReactRequest
  | PinRequest
  | HistoryRequest
  | ChangesRequest
  | SearchRequest
  | UsersRequest
  | TypingRequest
  | DisconnectRequest
  | IdentityRequest
  | RoomsAndPeopleRequest
  | ModerationRequest

export type RequestType = ClientFrame['type']
