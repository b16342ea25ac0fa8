import type { User } from '../../sdk/protocol/records.ts'
import type { RoomLog } from './room-log.ts'
import type { StoredSession } from './session-store.ts'

/** A message that wants a seq. `id` and `sentAt` count if it is the first of its cid. */
export interface EventWrite {
  kind: 'event'
  room: string
  user: User
  cid: string
  text: string
  id: string
  sentAt: number
}

export type Write =
  | EventWrite
  | { kind: 'session'; session: StoredSession }
  | { kind: 'sessionEnds'; tokenHashes: readonly string[] }

/** What became of an event: its place, or that of the first with its cid. */
export interface Written {
  seq: number
  id: string
  sentAt: number
  duplicate: boolean
}

/** The answer to a write: undefined to one that is no event, `full` to a message for which there is no room. */
export type StoreAnswer = Written | 'full' | undefined

/** Rooms, and the oldest seq that each still holds. */
export interface Trimmed {
  rooms: readonly { room: string; first: number }[]
  more: boolean
}

/**
 * What a durable room log stands on: one writer with transactions, and reads of what is committed. Every method may reject
 * with LogUnavailable.
 */
export interface Store extends Pick<RoomLog, 'head' | 'resume' | 'page'> {
  /**
   * All of the group or nothing, in its order, one group after the other; resolves when it is as durable as the store is set to
   * be. Gives each new event the next seq of its room.
   * When it rejects, the group may still turn out to be committed; nothing is taken until `recover` resolved.
   */
  commit(group: readonly Write[]): Promise<readonly StoreAnswer[]>
  /** It takes no messages, since they have all the room that they may have. */
  full(): Promise<boolean>
  sessions(): Promise<StoredSession[]>
  /** Gives up a little of what is older than it has to be kept. `more`: there is more of it now. */
  trim(now: number): Promise<Trimmed>
  /** After a failure: resolves once it takes writes again, rejects while it does not. */
  recover(): Promise<void>
  /** Begins a new epoch in every room; seqs go on above the highest. */
  renew(): Promise<void>
  close(): Promise<void>
}
