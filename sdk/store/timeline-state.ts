import type { ChangeRequest } from '../client/types.ts'
import type { ChatError } from '../lib/chat-error.ts'
import type { ChangeEvent } from '../protocol/events.ts'
import type { Message, User } from '../protocol/records.ts'
import type { ChangesReply, HistoryReply } from '../protocol/replies.ts'

export interface NoticeRow {
  kind: 'notice'
  id: number
  at: number
  joined: readonly User[]
  left: readonly User[]
}

/** A message as the server holds it. `asOf`: events up to this seq change nothing of it. */
export type Row = { kind: 'message'; message: Message; asOf?: number } | NoticeRow

/** A draft as a value. `seq`: acknowledged, but its event has not come yet. */
export interface DraftRow {
  cid: string
  /** The change of a message; undefined: a message. */
  change?: ChangeRequest | undefined
  text: string
  /** The id of the message that it answers. */
  replyTo?: string | undefined
  createdAt: number
  user?: string | undefined
  name?: string | undefined
  seq?: number | undefined
  error?: ChatError | undefined
}

/** Rows that were kept over an absence may have changed unseen. */
export interface Stale {
  /** As of which seq they stand. */
  since: number
  /** They are before this seq; what is behind it is current. */
  below: number
  /** It is on its way what became of them. */
  asked: boolean
  /** What they say is true: only which reactions are the reader's own is in doubt. */
  own?: true
}

/** What is beyond one end of the rows. */
export type EdgeState = 'none' | 'more' | 'loading' | 'failed'

/**
 * What is known of a room's log: one stretch without a gap that is being read, and, where that does not reach to the
 * newest message, the end of the log. Messages are in the order of `seq`, each once.
 */
export interface Timeline {
  ready: boolean
  epoch: string
  /** The highest seq applied. */
  head: number
  rows: readonly Row[]
  older: EdgeState
  newer: EdgeState
  /** The newest rows of the room; empty while `rows` reach to them. */
  tail: readonly Row[]
  /** Undefined: the rows are current. */
  stale?: Stale | undefined
  drafts: readonly DraftRow[]
  /** Counts notices, for their keys. */
  notices: number
}

export interface PageEvent {
  messages: readonly Message[]
  more: boolean
  keep: boolean
  epoch: string
  /** As of which it stands. */
  seq?: number | undefined
}

export type Fetched = HistoryReply | 'asked' | 'failed'

/** `failed`: ask later; `current`: nothing is missing any more; `gone`: they are not to be brought up to date. */
export type ChangesFetched = ChangesReply | 'asked' | 'failed' | 'current' | 'gone'

export type TimelineEvent =
  | ({ type: 'page' } & PageEvent)
  | { type: 'message'; message: Message }
  /** `me`: the id of the reader. */
  | { type: 'change'; event: ChangeEvent; me: string | undefined }
  /** `ahead`: the cids of those that go before it, if it is still to go. */
  | { type: 'draft'; draft: DraftRow; ahead?: readonly string[] | undefined }
  | { type: 'discarded'; cid: string }
  | { type: 'presence'; joined: readonly User[]; left: readonly User[]; at: number }
  /** What is above the message `before`: asked for, come or failed. */
  | { type: 'older'; before: number; fetched: Fetched }
  /** All that is between the messages `after` and `before`. */
  | { type: 'newer'; after: number; before: number; fetched: Fetched }
  /** What is read is something else from now on, with these messages in it. */
  | { type: 'moved'; messages: readonly Message[]; to(state: Timeline): Timeline }
  /** What became of the rows that were kept over an absence. */
  | { type: 'changes'; stale: Stale; fetched: ChangesFetched }
  /** The reader is somebody with another id from now on: what is their own was told to the id of before. */
  | { type: 'reader' }
  /** Keeps the rows `from` up to `to`, exclusive; the others can be asked for again. */
  | { type: 'cut'; from: number; to: number }
  /** What is read is the end of the log from now on. */
  | { type: 'end' }

export const EMPTY_TIMELINE: Timeline = {
  ready: false,
  epoch: '',
  head: 0,
  rows: [],
  older: 'none',
  newer: 'none',
  tail: [],
  drafts: [],
  notices: 0,
}

/** The seq of the first message among rows; 0 when there is none. */
export function firstSeq(rows: readonly Row[]): number {
  for (const row of rows) if (row.kind === 'message') return row.message.seq
  return 0
}

/** The seq of the last message among rows; 0 when there is none. */
export function lastSeq(rows: readonly Row[]): number {
  for (let at = rows.length - 1; at >= 0; at--) {
    const row = rows[at]
    if (row?.kind === 'message') return row.message.seq
  }
  return 0
}
