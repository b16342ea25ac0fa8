/** The chat server as a library: `createChatServer(options).listen()`. */
export type { DurableEvent } from '../sdk/protocol/events.ts'
export type { Message, Position, User } from '../sdk/protocol/records.ts'
export type { ChatServer, ChatServerParts, ListeningServer } from './assemble-chat-server.ts'
export { type ChatServerOptions, createChatServer } from './create-chat-server.ts'
export type { Clock } from './ports/clock.ts'
export type { Log } from './ports/log.ts'
export type { Random } from './ports/random.ts'
export * from './ports/room-log.ts'
