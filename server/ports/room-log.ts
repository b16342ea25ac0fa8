import type { DurableEvent } from '../../sdk/protocol/events.ts'
import type { Message, Position, User } from '../../sdk/protocol/records.ts'

/** A message that has no seq yet. */
export interface MessageDraft {
  room: string
  user: User
  cid: string
  text: string
}

export interface Appended {
  seq: number
  id: string
  sentAt: number
  /** The cid was known: these are the first one's values, and nothing was added. */
  duplicate: boolean
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
  /** Oldest first, as they stand now. */
  messages: Message[]
  more: boolean
}

export interface PageQuery {
  /** Exclusive; none: the newest. */
  before?: number | undefined
  limit: number
  /** The page ends early rather than grow past so many bytes on the wire; it holds one message at least. */
  maxBytes: number
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
  append(draft: MessageDraft, lingerMs?: number): Promise<Appended>
  /** `limit` events at most, of `maxBytes` on the wire (none: any), or none of them. */
  resume(room: string, from: Position, limit: number, maxBytes?: number): Promise<Resumed>
  page(room: string, query: PageQuery): Promise<Page>
  /** Delivers every event committed from now on, once, in order, unless a reset says otherwise. Returns what stops it. */
  subscribe(room: string, listener: (news: RoomNews) => void): () => void
  /** False while it takes no messages. */
  ready(): boolean
  close(): Promise<void>
}
