import type { ConnectionState } from '../connection/state.ts'
import type { WebSocketConstructor } from '../connection/web-socket-like.ts'
import type { ChatError } from '../lib/chat-error.ts'
import type { Clock } from '../lib/clock.ts'
import type { ChangeEvent, DurableEvent } from '../protocol/events.ts'
import type { Limits } from '../protocol/limits.ts'
import type { Action, Role } from '../protocol/policy.ts'
import type { Login, Message, Position, User } from '../protocol/records.ts'
import type { ChangesReply, HistoryReply, UsersReply } from '../protocol/replies.ts'
import type { Draft } from './draft.ts'
import type { DraftStore } from './outbox/draft-store.ts'

export type { WebSocketConstructor, WebSocketLike } from '../connection/web-socket-like.ts'
export type { ChangeRequest, Draft, DraftRequest, DraftState } from './draft.ts'

/** Who is in the room. `complete: false`: a large room, of which `users` is what is known. */
export interface Members {
  count: number
  complete: boolean
  users: readonly User[]
  /** Who came and went since the last `members` event; empty after a snapshot. */
  joined: readonly User[]
  left: readonly User[]
}

/** What this person is in a room and may do there; undefined: the server is an older one, and tells nothing. */
export interface RoomRights {
  role: Role | undefined
  can: ReadonlySet<Action> | undefined
}

export type RoomState =
  | { status: 'idle' }
  | { status: 'joining' }
  | { status: 'joined'; position: Position }
  /** The server refused the room. */
  | { status: 'refused'; error: ChatError }

export interface RoomEvents {
  state: RoomState
  /**
   * The room's content starts anew from its newest page: at the first join, and after an absence too long to resume.
   * `keep: true`: what was shown stays true (same epoch), but messages are missing before `messages[0]` unless the seqs
   * touch, and what was shown may have changed: ask `changes`; `keep: false`: drop it. `seq`: as of which all that stands.
   */
  page: { messages: readonly Message[]; more: boolean; keep: boolean; epoch: string; seq: number }
  /** The next message, in order, once: live or caught up after a resume. */
  message: { message: Message; live: boolean }
  /**
   * Every event with a place in the log, in order, once, of whatever type: a later version of the server may know more
   * than are listed here. It comes before the `message` or `changed` that it makes.
   */
  event: { event: DurableEvent; live: boolean }
  /**
   * A message was edited, deleted, pinned or reacted to, or what it quotes was; `message` and `before`: as it stands after
   * and before it. Of the 500 messages that were given out last, by `page`, `message`, `history` and `changes`; who keeps
   * more has `event` and `applyEvent`.
   */
  changed: { message: Message; before: Message; event: ChangeEvent; live: boolean }
  /** The ids of the pinned messages, newest pin first. */
  pins: readonly string[]
  /** Events were missed and the room re-joins by itself. `from`: the last applied seq. */
  gap: { from: number; to: number }
  draft: Draft
  /** A draft was discarded. */
  discarded: Draft
  members: Members
  /** Who types now, this user left out. */
  typing: readonly User[]
  /** What this person may do here is another than before. */
  rights: RoomRights
}

/** Which page; with none of the first five the newest one, and with more than one `bad_request`. */
export interface HistoryQuery {
  /** Messages before this seq. */
  before?: number | undefined
  /** Messages after this seq. */
  after?: number | undefined
  /** The id of a message, and those around it. */
  around?: string | undefined
  /** Around the first message at or after this time, in ms since the Unix epoch. */
  at?: number | undefined
  /** These messages, as far as they are there. */
  ids?: readonly string[] | undefined
  limit?: number | undefined
}

/** Of the messages of the seqs `from` to `to`, those that changed after the seq `since`. */
export interface ChangesQuery {
  since: number
  from: number
  to: number
  /** `next` of the answer before. */
  after?: number | undefined
}

export interface Room {
  readonly name: string
  readonly state: RoomState
  readonly members: Members
  readonly typing: readonly User[]
  /** Drafts that are pending or failed, oldest first: messages, and changes of messages. */
  readonly drafts: readonly Draft[]
  /** The ids of the pinned messages, newest pin first. */
  readonly pins: readonly string[]
  /** Known once joined. What one may not is refused: a text that may not be sent stays as a failed draft. */
  readonly role: Role | undefined
  readonly can: ReadonlySet<Action> | undefined
  /** Resolves when joined, also later after a reconnect; rejects when the server refuses the room. */
  join(): Promise<void>
  leave(): Promise<void>
  /**
   * Sends now or when the connection is back. `replyTo`: the id of the message that it answers; `mentions`: ids of users.
   * Throws ChatError `invalid_message` or `too_large`.
   */
  send(text: string, options?: { replyTo?: string | undefined; mentions?: readonly string[] | undefined }): Draft
  /**
   * Puts a text in the place of another one of this user. `rev`: fails with `conflict`, and `current` in the error, when
   * the text was changed after that seq. Throws ChatError `invalid_message`, `too_large` or `bad_request`.
   */
  edit(
    messageId: string,
    text: string,
    options?: { mentions?: readonly string[] | undefined; rev?: number | undefined },
  ): Draft
  /** Takes the content of a message away, for ever. */
  delete(messageId: string, options?: { reason?: string | undefined }): Draft
  /**
   * Adds this user's reaction to a message, or takes it back. Only the last wish about it is sent. Throws ChatError
   * `invalid_emoji` or `bad_request`.
   */
  react(messageId: string, emoji: string, on: boolean): Draft
  pin(messageId: string, on: boolean): Draft
  /** One of those that `changed` tells of, with this user's changes that are on their way. */
  message(messageId: string): Message | undefined
  /** Say so at each key press; it is throttled, and ends by itself or with `false`. */
  setTyping(active: boolean): void
  /** A page of messages as they stand when it resolves. */
  history(query?: HistoryQuery): Promise<HistoryReply>
  /**
   * Of messages that were kept over an absence, those that are different by now. Rejects with `not_found` when the room
   * began anew since, and with `bad_request` from a server that knows no changes.
   */
  changes(query: ChangesQuery): Promise<ChangesReply>
  users(query?: { after?: string; limit?: number }): Promise<UsersReply>
  on<K extends keyof RoomEvents>(event: K, listener: (value: RoomEvents[K]) => void): () => void
}

/** Who is logged in. `token` and `expiresAt` are known where the login was this client's own, or was told. */
export type Session = Pick<Login, 'user'> & { [field in keyof Omit<Login, 'user'>]?: Login[field] | undefined }

/**
 * Why a token is asked for: for a socket; because the one that is used ends soon, or has ended; because the server refused
 * the last one.
 */
export interface TokenAsk {
  reason: 'connect' | 'refresh' | 'rejected'
}

export interface ClientEvents {
  status: ConnectionState
  /**
   * Logged in, or out (undefined): by `login`, `logout`, `resume`, `identify`, a token of another person, or because the
   * session is over.
   */
  session: Session | undefined
  error: ChatError
}

export interface ChatClient {
  readonly server: string
  readonly status: ConnectionState
  /** Known after a login or the first `connect`. */
  readonly user: User | undefined
  /** The id that this user had as a guest, before `identify`: what is of it is theirs. */
  readonly guestId: string | undefined
  readonly limits: Limits
  /** Starts a session by name, of an account with its password. Rejects with ChatError: `invalid_username`, `username_taken`, `origin_refused`, ... */
  login(username: string, password?: string): Promise<Login>
  /** Ends the session: the token is dead, its sockets are closed, its name is free, drafts are deleted. */
  logout(): Promise<void>
  /**
   * Goes on as somebody who has logged in elsewhere, such as in another tab, or as nobody; asks nothing of the server. A
   * connection that there was goes on as that one.
   */
  resume(session: Session | undefined): void
  /**
   * Goes on as the account that a token is of, in place: rooms, drafts and what is on its way stay. Rejects with the
   * server's refusal; where `user` is known, as after creating the account, with a new connection instead.
   */
  identify(token: string, user?: User): Promise<void>
  /** Keeps a connection from now on. Resolves when online first; rejects when that is hopeless. */
  connect(): Promise<void>
  /** Leaves at once, without grace; the session stays. */
  disconnect(): Promise<void>
  /** Skips the wait before the next try. */
  retryNow(): void
  /** The same object for the same name, until it is released. */
  room(name: string): Room
  rooms(): readonly Room[]
  /**
   * Leaves a room and frees all that this client holds of it. Its object is of no use any more: what waits on it rejects
   * with `closed`, it tells nothing and sends nothing; `room` gives a new one. Drafts that are not sent fail with `closed`;
   * those that `drafts` has stored come back when the room is joined again. Resolves when the server knows, at once
   * without a connection or of a room that is not open.
   */
  release(name: string): Promise<void>
  /** Ends everything without a word to the server; the client cannot be used again. */
  close(): void
  on<K extends keyof ClientEvents>(event: K, listener: (value: ClientEvents[K]) => void): () => void
}

export interface ChatClientOptions {
  /** The server's http(s) address, such as `https://chat.example.com`. */
  server: string
  /** The `token` of an earlier login. */
  token?: string | undefined
  /** Whose token it is, as the earlier login said: stored drafts are back before the first `connect`. */
  user?: User | undefined
  /** Keeps drafts over a reload; one of its own for each client. Default: they live as long as the object of their room. */
  drafts?: DraftStore | undefined
  /**
   * Asked for a token before each socket, and again before one ends; wins over `token`. It is what a login gave, or one that
   * the site has signed. `null`: the person is signed out on the site, and the connection ends with `signed_out`, as it does
   * when the server refuses what is given again and again. One that rejects is asked again after 1 to 30 s.
   */
  getToken?: ((ask: TokenAsk) => string | null | Promise<string | null>) | undefined
  /** `cookie`: the server's own pages connect by their HttpOnly cookie. Default `token`. */
  credentials?: 'token' | 'cookie' | undefined
  /** Default: the global one. */
  WebSocket?: WebSocketConstructor | undefined
  /** Default: the global one. */
  fetch?: typeof fetch | undefined
  /** For tests: time and randomness. */
  clock?: Clock | undefined
  random?: (() => number) | undefined
  /** For tests: makes the id of a message. */
  cid?: (() => string) | undefined
}
