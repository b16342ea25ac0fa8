import type { ErrorCode } from '../../sdk/protocol/error-codes.ts'
import type { DurableEvent } from '../../sdk/protocol/events.ts'
import type { MemberRole } from '../../sdk/protocol/policy.ts'
import type { DeletedBy, Message, Position, RoomChanges, User } from '../../sdk/protocol/records.ts'
import type { AuditRecord } from './audit.ts'

/** Somebody whom a message names; `name` where the caller knows it, else it is looked up among those who wrote here. */
export interface Mention {
  id: string
  name?: string | undefined
}

/** What an event says, by its kind, with the bounds that it is held to. */
export type Content =
  | {
      kind: 'new_message'
      text: string
      /** The id of the message that it answers. */
      replyTo?: string | undefined
      mentions?: readonly Mention[] | undefined
    }
  | {
      kind: 'message_edited'
      messageId: string
      text: string
      mentions?: readonly Mention[] | undefined
      /** Refused when the text was changed after this seq. */
      rev?: number | undefined
      /** The message is no older. ms. */
      withinMs: number
    }
  /** By its author only, unless a moderator asks. */
  | {
      kind: 'message_deleted'
      messageId: string
      by: DeletedBy
      reason?: string | undefined
      /** Not even its event says which moderator. */
      hidden?: true | undefined
    }
  /** At most so many kinds of emoji on a message, and so many of them of one user. */
  | { kind: 'reaction'; messageId: string; emoji: string; on: boolean; kinds: number; own: number }
  /** At most so many pinned messages in the room. */
  | { kind: 'message_pinned'; messageId: string; on: boolean; most: number }
  /** How a room is set from here on, where somebody made it; the directory changes with it. */
  | { kind: 'room_changed'; changes: RoomChanges }
  /** What somebody is in the room from here on, `none`: they have no place; the directory changes with it. */
  | { kind: 'member_changed'; member: { id: string; name: string }; role: MemberRole | 'none' }

export type ContentKind = Content['kind']

/** An event that has no seq yet. */
export interface EventDraft {
  room: string
  user: User
  /** Other ids of the same person, beside those that the directory knows: what they did under those is theirs, and a cid of then is known. */
  formerIds?: readonly string[] | undefined
  cid: string
  content: Content
  /** A message that waits until a moderator lets it in, instead of getting a place. */
  hold?: { rule?: string | undefined } | undefined
  /** The id of the hold of which this is the message: it ends with it. */
  approves?: string | undefined
  /** What it is as a deed of who keeps order; written with it, if anything is. */
  audit?: AuditRecord | undefined
}

export interface Appended {
  /** Of the event; where nothing was to be changed, of the last change of its message, or of the head of the room. */
  seq: number
  id: string
  sentAt: number
  /** The cid was known, and these are the first one's values; or nothing was to be changed. Nothing was added. */
  duplicate: boolean
  /** Nothing was to be changed. */
  unchanged?: true | undefined
  /** Of a change: the seq of its message. */
  target?: number | undefined
  /** Of a reaction: how many there are with its emoji, after it. */
  count?: number | undefined
  /** The id of its hold: it waits, and has no seq (0). */
  held?: string | undefined
}

/** Why an event was not added. */
export interface Refused {
  refused: ErrorCode
  /** `conflict` of an edit: the message as it stands. */
  current?: Message | undefined
  /** `not_found`: of the message that was to be answered. */
  replyTo?: true | undefined
}

/** Events after a position, as one consistent view with the head. */
export interface Resumed {
  head: Position
  /** Undefined when the position cannot be resumed: other epoch, trimmed, beyond the head or too far back. */
  events: DurableEvent[] | undefined
  /** There are events to resume, but of more bytes than were asked for; they were read no further. */
  cut?: boolean | undefined
}

export interface Page {
  head: Position
  /** Oldest first, as they stand at `head`. */
  messages: Message[]
  /** There are older ones. */
  more: boolean
  /** There are newer ones. */
  newer: boolean
}

/** At most one of `before`, `after`, `around`, `at`, `ids`; none: the newest. */
export interface PageQuery {
  /** A seq, exclusive. */
  before?: number | undefined
  /** A seq, exclusive. */
  after?: number | undefined
  /** The id of a message. */
  around?: string | undefined
  /** Around the first message at or after this time; ms since the Unix epoch. */
  at?: number | undefined
  /** Of these messages those that there are. */
  ids?: readonly string[] | undefined
  limit: number
  /** The page ends early rather than grow past so many bytes on the wire; it holds one message at least. */
  maxBytes: number
}

/** Messages of the places `from` to `to`, behind `after`, that have changed after `since`, or whose quotes have. */
export interface ChangesQuery {
  since: number
  from: number
  to: number
  after: number
  limit: number
  maxBytes: number
}

export interface Changes {
  head: Position
  messages: Message[]
  /** What is behind this seq was not looked at. */
  next?: number | undefined
  /** Some of these places are not held any more. */
  trimmed?: true | undefined
}

/** What has all of these terms in it, folded as `searchText` does. */
export interface SearchQuery {
  terms: readonly string[]
  /** A seq, exclusive. */
  before?: number | undefined
  limit: number
  maxBytes: number
  /** For so much is looked, by `lookCost`; at one message in any case. */
  look: number
}

export interface Found {
  head: Position
  /** Newest first, as they stand at `head`. */
  messages: Message[]
  /** For so much was looked. */
  looked: number
  /** From this seq down nothing was looked at; undefined: there is nothing more. */
  next?: number | undefined
}

/** By the seqs of messages: the emoji of one user. */
export type OwnReactions = ReadonlyMap<number, readonly string[]>

/** What somebody has not read of a room. */
export interface Unread {
  head: Position
  /** Messages of others that are not deleted; 100 stands for 100 and more. */
  unread: number
  /** Of these, those that name them; 100 stands for 100 and more. */
  mentions: number
}

/** What a subscriber is told. `reset`: every position from before is void; the room goes on behind `head`. */
export type RoomNews = DurableEvent | RoomReset

export interface RoomReset {
  type: 'reset'
  head: Position
}

/** The store cannot take or give this now; the room answers `unavailable`. */
export class LogUnavailable extends Error {
  override name = 'LogUnavailable'
}

/** It has no room for more messages; it can be read, and takes logins. */
export class LogFull extends LogUnavailable {
  override name = 'LogFull'
}

/**
 * A log of durable events for each room. It owns order: it gives `epoch` and `seq`, makes the event durable, then
 * delivers committed events in `seq` order to whoever subscribed. Every method may reject with LogUnavailable (and
 * `subscribe` may throw it).
 */
export interface RoomLog {
  head(room: string): Promise<Position>
  /**
   * Resolves after the commit, before or after delivery to subscribers. `lingerMs` (none: 0) is how long the commit
   * may wait for company.
   */
  append(draft: EventDraft, lingerMs?: number): Promise<Appended | Refused>
  /** `limit` events at most, of `maxBytes` on the wire (none: any), or none of them. */
  resume(room: string, from: Position, limit: number, maxBytes?: number): Promise<Resumed>
  /** Undefined: there is no such message to be around. */
  page(room: string, query: PageQuery): Promise<Page | undefined>
  changes(room: string, query: ChangesQuery): Promise<Changes>
  search(room: string, query: SearchQuery): Promise<Found>
  /** The ids of its pinned messages, newest pin first. */
  pins(room: string): Promise<readonly string[]>
  /** Of messages from one seq to another. */
  ownReactions(room: string, user: string, from: number, to: number): Promise<OwnReactions>
  /** Of the messages behind the seq `after`, of which the newest 2,000 are looked at. `ids`: all of the reader. */
  unread(room: string, after: number, ids: readonly string[]): Promise<Unread>
  /** Delivers every event committed from now on, once, in order, unless a reset says otherwise. Returns what stops it. */
  subscribe(room: string, listener: (news: RoomNews) => void): () => void
  /** False while it takes no messages. */
  ready(): boolean
  close(): Promise<void>
}
