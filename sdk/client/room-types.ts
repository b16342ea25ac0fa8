import type { ChatError } from '../lib/chat-error.ts'
import type { ChangeEvent, DurableEvent, QueueEvent } from '../protocol/events.ts'
import type { OwnHeld } from '../protocol/moderation.ts'
import type { Action, Role } from '../protocol/policy.ts'
import type { Message, Position, User } from '../protocol/records.ts'
import type { ChangesReply, HistoryReply, JoinedRoom, SearchReply, UsersReply } from '../protocol/replies.ts'
import type { Draft } from './draft.ts'

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
  /** The least time between two of their messages, in ms; undefined: none. */
  slowMs?: number | undefined
}

/**
 * What a room says of itself: how it is set (`kind`, `title`, `topic`, `write`, `locked`, `slowMs`, and `peer`, the other one of
 * a direct room), what this person is in it and may do (`role`, `can`), and to who has an account how far they have read it
 * (`read`, `unread`, `mentions`). `sanctions` and `held`: what was laid on this person, and their messages that wait for a
 * moderator; `filters`: what can be said of a text before it is sent; `queue`, to who keeps order: how much waits for them. What nobody set is left out or empty.
 */
export type RoomInfo = Partial<
  Pick<
    JoinedRoom,
    | 'kind'
    | 'title'
    | 'topic'
    | 'write'
    | 'locked'
    | 'hideModerators'
    | 'peer'
    | 'slowMs'
    | 'role'
    | 'can'
    | 'read'
    | 'unread'
    | 'mentions'
    | 'sanctions'
    | 'filters'
    | 'held'
  >
> & { queue?: Pick<QueueEvent, 'reports' | 'held'> | undefined }

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
  /** The room says something else of itself than before. */
  info: RoomInfo
  /** A message of this person waits no longer: a moderator let it in, and it is in the log, or not. */
  held: { message: OwnHeld; outcome: 'approved' | 'rejected' }
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

/** Which of what a search found: all before this seq, so many. */
export interface SearchWithin {
  before?: number | undefined
  /** 20 when it is left out, 50 at most. */
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
  /** Known once joined. */
  readonly info: RoomInfo
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
  /**
   * What people wrote in this room that has all of these words in it, or what stands in quotation marks, newest first; case and
   * accents count for nothing. Each says in `marks` where, from one UTF-16 unit of its text to another. Rejects with `forbidden`
   * where the server offers no search (`can` says whether it does), and with `bad_request` where there is nothing to look for.
   */
  search(query: string, within?: SearchWithin): Promise<SearchReply>
  users(query?: { after?: string; limit?: number }): Promise<UsersReply>
  on<K extends keyof RoomEvents>(event: K, listener: (value: RoomEvents[K]) => void): () => void
}
