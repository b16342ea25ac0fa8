import type { ChatError } from '../lib/chat-error.ts'
import type { Message, User } from '../protocol/records.ts'
import type { HistoryReply } from '../protocol/replies.ts'

/** Between the messages `after` and `before` (both exclusive) some are missing. */
export interface HoleRow {
  kind: 'hole'
  after: number
  before: number
  loading: boolean
}

export interface NoticeRow {
  kind: 'notice'
  id: number
  at: number
  joined: readonly User[]
  left: readonly User[]
}

export type Row = { kind: 'message'; message: Message } | HoleRow | NoticeRow

/** A draft as a value. `seq`: acknowledged, but its message has not come yet. */
export interface DraftRow {
  cid: string
  text: string
  createdAt: number
  seq?: number | undefined
  error?: ChatError | undefined
}

/** What is known of a room's log. Its messages are in the order of `seq`, each once. */
export interface Timeline {
  ready: boolean
  epoch: string
  /** The highest seq applied. */
  head: number
  rows: readonly Row[]
  older: 'none' | 'more' | 'loading' | 'failed'
  drafts: readonly DraftRow[]
  /** Counts notices, for their keys. */
  notices: number
}

export interface PageEvent {
  messages: readonly Message[]
  more: boolean
  keep: boolean
  epoch: string
}

export type Fetched = HistoryReply | 'asked' | 'failed'

export type TimelineEvent =
  | ({ type: 'page' } & PageEvent)
  | { type: 'message'; message: Message }
  | { type: 'draft'; draft: DraftRow }
  | { type: 'discarded'; cid: string }
  | { type: 'presence'; joined: readonly User[]; left: readonly User[]; at: number }
  /** What is above the message `before`: asked for, come or failed. */
  | { type: 'older'; before: number; fetched: Fetched }
  /** What is in the hole that ends at `before`. */
  | { type: 'fill'; before: number; fetched: Fetched }
  /** Keeps the newest `rows`. */
  | { type: 'trim'; rows: number }

export const EMPTY_TIMELINE: Timeline = {
  ready: false,
  epoch: '',
  head: 0,
  rows: [],
  older: 'none',
  drafts: [],
  notices: 0,
}

/** The seq of the first message shown; 0 when there is none. */
export function firstSeq(rows: readonly Row[]): number {
  for (const row of rows) if (row.kind === 'message') return row.message.seq
  return 0
}
