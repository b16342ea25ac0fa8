import type { RoomInfo, RoomRights } from '../client/types.ts'
import type { ConnectionState } from '../connection/state.ts'
import type { ChatError } from '../lib/chat-error.ts'
import type { Message, Quote, User } from '../protocol/records.ts'
import type { EdgeState } from './timeline-state.ts'

/** How a message stands: on its way, at the server, refused. */
export type Delivery = { status: 'sending' } | { status: 'sent' } | { status: 'failed'; error: ChatError }

/** What a message has beside its text, as it stands, with the own changes that are on their way. */
export type MessageDetails = Pick<Message, 'rev' | 'editedAt' | 'by' | 'mentions' | 'reactions' | 'pinned'> & {
  /** Undefined: a draft. */
  id?: string | undefined
  replyTo?: Quote | undefined
  /** The own edit of it that is on its way or was refused; it is retried and discarded by its cid. */
  edit?: { cid: string; text: string; delivery: Delivery } | undefined
}

/** One row of the log. `key` is stable over the row's life, also when a draft turns into a message. */
export type LogItem =
  | { kind: 'day'; key: string; at: number }
  | ({
      kind: 'message'
      key: string
      /** 0: a draft. */
      seq: number
      cid: string
      user: User
      own: boolean
      text: string
      deleted: boolean
      sentAt: number
      delivery: Delivery
      /** First and last of one author's run within five minutes. */
      first: boolean
      last: boolean
    } & MessageDetails)
  /** People who came and went between two messages, folded. */
  | { kind: 'notice'; key: string; at: number; joined: readonly User[]; left: readonly User[] }

export type MessageItem = Extract<LogItem, { kind: 'message' }>

export interface LogView {
  items: readonly LogItem[]
  /** What is above the first item. */
  older: EdgeState
  /** What is below the last one; `none`: that is the newest. */
  newer: EdgeState
  /** Messages before this seq stand as they did before this client was away; it is asked what became of them. */
  stale?: number | undefined
  /** False until the first page came: show skeleton rows, not the empty state. */
  ready: boolean
}

export interface PeopleView {
  count: number
  /** This user first, then by name. */
  users: readonly User[]
  /** The server knows of more than `users`. */
  more: boolean
  loading: boolean
}

export interface LoginView {
  busy: boolean
  error: ChatError | undefined
  /** What the field holds at first: the last name used. */
  name: string
}

export interface ComposerView {
  /** False when the room refused or the session is over. */
  enabled: boolean
  /** Messages and edits waiting for a connection. */
  queued: number
  /** Those that were refused. */
  failed: number
  /** Code points. */
  limit: number
}

/** What is shown of a client, whatever room is. */
export interface ClientView {
  /** `starting`: it is not known yet whether a stored login still counts. */
  screen: 'starting' | 'login' | 'chat'
  me: User | undefined
  /** The id that this user had as a guest: what is of it is theirs. */
  former?: string | undefined
  connection: ConnectionState
  /**
   * For a few seconds: a lost connection is back, the reader became `me`, who has logged in elsewhere, or why a reaction
   * or a deletion was refused.
   */
  news: 'reconnected' | 'became' | ChatError | false
  login: LoginView
  /** The page says who that is: nobody logs in here. */
  site?: true | undefined
}

/** Exactly what the views show of a room; each part keeps its identity while it does not change. */
export interface ViewModel extends ClientView {
  room: string
  /** What this user is here and may do; undefined: an older server, which tells nothing. */
  rights: RoomRights
  /** How the room is set. */
  info: RoomInfo
  /** Why the room cannot be entered. */
  refused: ChatError | undefined
  people: PeopleView
  log: LogView
  typing: readonly User[]
  composer: ComposerView
}

/** What a view may ask that is of no room. */
export type ClientIntent = { type: 'login'; name: string } | { type: 'logout' } | { type: 'reconnect' }

/** What a view may ask of the store; what it asks of the element is in widget/views/view.ts. */
export type Intent =
  | ClientIntent
  /** `replyTo`: the id of the message that it answers; `mentions`: the ids of those whom it names. */
  | { type: 'send'; text: string; replyTo?: string | undefined; mentions?: readonly string[] | undefined }
  /** `rev`: of the message that the new text was made of. */
  | {
      type: 'edit'
      messageId: string
      text: string
      mentions?: readonly string[] | undefined
      rev?: number | undefined
    }
  | { type: 'delete'; messageId: string }
  | { type: 'react'; messageId: string; emoji: string; on: boolean }
  | { type: 'typing'; active: boolean }
  /** Of a message or an edit that was refused. */
  | { type: 'retry'; cid: string }
  | { type: 'discard'; cid: string }
  | { type: 'older' }
  | { type: 'newer' }
  | { type: 'more-people' }
