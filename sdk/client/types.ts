import type { ConnectionState } from '../connection/state.ts'
import type { WebSocketConstructor } from '../connection/web-socket-like.ts'
import type { ChatError } from '../lib/chat-error.ts'
import type { Clock } from '../lib/clock.ts'
import type { ActivityEvent, InvitedEvent, ReadEvent } from '../protocol/events.ts'
import type { Limits } from '../protocol/limits.ts'
import type { Login, User } from '../protocol/records.ts'
import type { RoomDirectory } from './directory-types.ts'
import type { Moderation } from './moderation-types.ts'
import type { DraftStore } from './outbox/draft-store.ts'
import type { Room } from './room-types.ts'

export type { WebSocketConstructor, WebSocketLike } from '../connection/web-socket-like.ts'
export type { RoomDirectory } from './directory-types.ts'
export type { ChangeRequest, Draft, DraftRequest, DraftState } from './draft.ts'
export type { Moderation, SanctionToLay } from './moderation-types.ts'
export type {
  ChangesQuery,
  HistoryQuery,
  Members,
  Room,
  RoomEvents,
  RoomInfo,
  RoomRights,
  RoomState,
  SearchWithin,
} from './room-types.ts'

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
  /** What came in rooms that this person has a place in, and that are not joined here. */
  activity: ActivityEvent
  /** How far this person has read a room, on whatever device. */
  read: ReadEvent
  /** Somebody asks this person into a room: `directory` answers. */
  invited: InvitedEvent
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
  /** The rooms that there are, and the people in them. Rejects with ChatError `network` while its code cannot be loaded. */
  directory(): Promise<RoomDirectory>
  /** What keeps order in them. Rejects as `directory`. */
  moderation(): Promise<Moderation>
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
