import type { DurableEvent } from '../../sdk/protocol/events.ts'
import type { DeletedBy, Position, Quote, User } from '../../sdk/protocol/records.ts'
import type { DirectoryNews, DirectoryTables } from './directory.ts'
import type { DirectoryAnswer, DirectoryChange } from './directory-change.ts'
import type { PersonalReads } from './personal-data.ts'
import type { Appended, EventDraft, Refused, RoomLog } from './room-log.ts'
import type { StoredSession } from './session-store.ts'
import type { SharedFeed } from './shared-feed.ts'

/** An event that wants a seq. `id` and `sentAt` count if it is the first of its cid. */
export interface EventWrite extends EventDraft {
  kind: 'event'
  id: string
  sentAt: number
}

export type Write =
  | EventWrite
  | { kind: 'session'; session: StoredSession }
  | { kind: 'sessionEnds'; tokenHashes: readonly string[] }
  | { kind: 'directory'; change: DirectoryChange }
  /** Nobody of these is known any more as somebody who wrote in the room. */
  | { kind: 'forgetAuthor'; room: string; ids: readonly string[] }
  | ForgetNames

/** Their names are gone from what is kept of the places behind `after` up to `upTo`; left out: to the end. */
export interface ForgetNames {
  kind: 'forgetNames'
  room: string
  ids: readonly string[]
  after: number
  upTo?: number | undefined
}

/** What became of an event: its place, or that of the first with its cid; and what the store knows of it beside. */
export interface Written extends Appended {
  replyTo?: Quote | undefined
  mentions?: User[] | undefined
  /** Of a deletion by a moderator who wrote it. */
  by?: DeletedBy | undefined
  /** Of a reaction: the first three with its emoji. */
  users?: User[] | undefined
  /** Of an event of the room itself: what is different in the directory since. */
  told?: readonly DirectoryNews[] | undefined
}

/** The answer to a write: undefined to one of a login or of what is forgotten, `full` to one for which there is no room. */
export type StoreAnswer = Written | Refused | DirectoryAnswer | 'full' | undefined

/** `more`: ask again soon; `blocked`: later, since somebody reads. */
export type Purged = 'done' | 'more' | 'blocked'

/** The newest events of a room, without a hole. */
export interface Recent {
  head: Position
  /** The seq of the oldest message that is held; above the head: none is. */
  first: number
  events: DurableEvent[]
  /** The ids of the pinned messages, newest pin first. */
  pins: string[]
}

/** Rooms, and the seq of the oldest message that each still holds. */
export interface Trimmed {
  rooms: readonly { room: string; first: number }[]
  more: boolean
  /** What is different in the directory since. */
  told?: readonly DirectoryNews[] | undefined
  /** What moderators looked at is gone, and is to leave the files of the store, too. */
  erased?: true | undefined
}

/**
 * What a durable room log stands on: one writer with transactions, and reads of what is committed. Every method may reject
 * with LogUnavailable.
 */
export interface Store
  extends Pick<RoomLog, 'head' | 'resume' | 'page' | 'changes' | 'search' | 'ownReactions' | 'unread'>,
    PersonalReads {
  /**
   * All of the group or nothing, in its order, one group after the other; resolves when it is as durable as the store is set to
   * be. Gives each new event the next seq of its room.
   * When it rejects, the group may still turn out to be committed; nothing is taken until `recover` resolved.
   */
  commit(group: readonly Write[]): Promise<readonly StoreAnswer[]>
  /** At most so many events, and bytes of them on the wire. */
  recent(room: string, limit: number, maxBytes: number): Promise<Recent>
  /** What was deleted or replaced leaves the last of its copies, such as a log that is written ahead. */
  purge(): Promise<Purged>
  /** It takes no messages, since they have all the room that they may have. */
  full(): Promise<boolean>
  /** Nobody follows this room, and its log forgets it: a store that lives in memory gives it up. */
  forget?(room: string): void
  sessions(): Promise<StoredSession[]>
  /** Asks one question about people and rooms. */
  directory<What extends keyof DirectoryTables>(
    what: What,
    ...about: Parameters<DirectoryTables[What]>
  ): Promise<ReturnType<DirectoryTables[What]>>
  /**
   * Others write to it, too: what they and this process commit is heard here, and told by nothing else. Left out: nobody else does.
   * Such a store fails for each group alone, and needs no `recover`; a lane is what is committed in one order.
   */
  readonly shared?: { readonly feed: SharedFeed; laneOf(write: Write): string } | undefined
  /** Gives up a little of what is older than it has to be kept. `more`: there is more of it now. */
  trim(now: number): Promise<Trimmed>
  /** After a failure: resolves once it takes writes again, rejects while it does not. */
  recover(): Promise<void>
  /** Begins a new epoch in every room; seqs go on above the highest. */
  renew(): Promise<void>
  close(): Promise<void>
}
