export { createChatClient } from './client/create-chat-client.ts'
export type { RoomToMake } from './client/directory-types.ts'
export type { DraftScope, DraftStore, StoredDraft } from './client/outbox/draft-store.ts'
export type {
  ChangeRequest,
  ChangesQuery,
  ChatClient,
  ChatClientOptions,
  ClientEvents,
  Draft,
  DraftRequest,
  DraftState,
  HistoryQuery,
  Members,
  Moderation,
  Room,
  RoomDirectory,
  RoomEvents,
  RoomInfo,
  RoomRights,
  RoomState,
  SanctionToLay,
  SearchWithin,
  Session,
  TokenAsk,
  WebSocketConstructor,
  WebSocketLike,
} from './client/types.ts'
export type { ConnectionState } from './connection/state.ts'
export { ChatError, type ChatErrorOptions, type ClientErrorCode } from './lib/chat-error.ts'
export type { Clock } from './lib/clock.ts'
export { applyEvent } from './protocol/apply-event.ts'
export { CLOSE, type CloseCode, mayReconnect } from './protocol/close-codes.ts'
export { ERROR_CODES, type ErrorCode } from './protocol/error-codes.ts'
export type {
  ActivityEvent,
  ChangeEvent,
  DurableEvent,
  InvitedEvent,
  MemberChangedEvent,
  MessageDeletedEvent,
  MessageEditedEvent,
  MessagePinnedEvent,
  NewMessageEvent,
  ReactionEvent,
  ReadEvent,
  RoomChangedEvent,
} from './protocol/events.ts'
export { DEFAULT_LIMITS, LARGE_ROOM, type Limits, ROOM_NAME, USERNAME_LENGTH } from './protocol/limits.ts'
export type { AuditEntry, AuditTarget, HeldMessage, OwnHeld, Report, ReportCategory } from './protocol/moderation.ts'
export type { Action, MemberRole, Role, RoomKind, Sanction, SanctionKind } from './protocol/policy.ts'
export type {
  DeletedBy,
  FoundMessage,
  Login,
  Mark,
  Message,
  Position,
  Quote,
  Reaction,
  RoomChanges,
  RoomMember,
  RoomSummary,
  User,
} from './protocol/records.ts'
export type {
  AuditReply,
  ChangesReply,
  HeldReply,
  HistoryReply,
  MembersReply,
  MessagesByReply,
  ReportsReply,
  RoomsReply,
  SanctionReply,
  SearchReply,
  UsersReply,
} from './protocol/replies.ts'
export { PROTOCOL_VERSION, SUBPROTOCOL } from './protocol/version.ts'
