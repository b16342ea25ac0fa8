export { createChatClient } from './client/create-chat-client.ts'
export type { DraftScope, DraftStore, StoredDraft } from './client/outbox/draft-store.ts'
export type {
  ChatClient,
  ChatClientOptions,
  ClientEvents,
  Draft,
  DraftState,
  Members,
  Room,
  RoomEvents,
  RoomState,
  Session,
  WebSocketConstructor,
  WebSocketLike,
} from './client/types.ts'
export type { ConnectionState } from './connection/state.ts'
export { ChatError, type ChatErrorOptions, type ClientErrorCode } from './lib/chat-error.ts'
export type { Clock } from './lib/clock.ts'
export { CLOSE, type CloseCode, mayReconnect } from './protocol/close-codes.ts'
export { ERROR_CODES, type ErrorCode } from './protocol/error-codes.ts'
export { DEFAULT_LIMITS, LARGE_ROOM, type Limits, ROOM_NAME, USERNAME_LENGTH } from './protocol/limits.ts'
export type { Login, Message, Position, User } from './protocol/records.ts'
export type { HistoryReply, UsersReply } from './protocol/replies.ts'
export { PROTOCOL_VERSION, SUBPROTOCOL } from './protocol/version.ts'
