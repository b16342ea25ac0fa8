import type { Message } from '../../../sdk/protocol/records.ts'
import { wireBytes } from '../../wire/encode.ts'
import type { Command, Reply } from './engine.ts'
import type { RoomKeys } from './room-keys.ts'
import { messageOf } from './room-quote.ts'

/** A message that was read, and what it answers, as they are kept. */
export interface MessageRow {
  seq: number
  row: string
  answered: string | null
}

/** Messages by their seqs, which a command answers with; `at`: where that stands in the view. */
export function withRows({ messages }: RoomKeys, seqs: Command, at: number): Command[] {
  return [seqs, ['@HMGET', messages, String(at)], ['@QUOTED', messages, String(at + 1)]]
}

/** Of three replies to `withRows` those that are there. */
export function rowsIn(replies: readonly Reply[], at = 0): MessageRow[] {
  const [seqs, rows, answers] = replies.slice(at, at + 3) as (readonly (string | null)[])[]
  const found: MessageRow[] = []
  for (const [n, seq] of (seqs ?? []).entries()) {
    const row = rows?.[n]
    if (seq !== null && row) found.push({ seq: Number(seq), row, answered: answers?.[n] ?? null })
  }
  return found
}

export function messageIn(room: string, { seq, row, answered }: MessageRow): Message {
  return messageOf(room, seq, row, answered)
}

/** The messages of a sorted set between two bounds, as Redis writes them; from its end, where the first is the higher one. */
export function seqsBetween(key: string, from: string, to: string, limit: number, newest = false): Command {
  const words = ['ZRANGE', key, from, to, 'BYSCORE', ...(newest ? ['REV'] : [])]
  return [...words, 'LIMIT', '0', String(limit)]
}

/** Those that fit, but one in any case. `more`: one did not. */
export function within(
  room: string,
  rows: Iterable<MessageRow>,
  { limit, maxBytes }: { limit: number; maxBytes: number },
): { messages: Message[]; more: boolean } {
  const messages: Message[] = []
  let bytes = 0
  for (const row of rows) {
    if (messages.length >= limit) return { messages, more: true }
    const message = messageIn(room, row)
    bytes += wireBytes(message)
    if (messages.length > 0 && bytes > maxBytes) return { messages, more: true }
    messages.push(message)
  }
  return { messages, more: false }
}
