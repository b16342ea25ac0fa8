import type { KnownEvent } from '../../events/event-rows.ts'
import { seqOf, wordOf } from './new-seqs.ts'
import { asWord, NONE, ofWord } from './words.ts'

/** The field of an event in the hash of a day. */
export function knownField(user: string, cid: string): string {
  return `${asWord(user)} ${asWord(cid)}`
}

/** What is known of an event by its user and cid, in one line. */
export function knownRow({ type, seq, id, sentAt, messageId, target, count }: KnownEvent): string {
  const word = (value: string | undefined) => (value === undefined ? NONE : asWord(value))
  const of = [word(messageId), target === undefined ? NONE : wordOf(target), count ?? NONE]
  return [type, wordOf(seq), sentAt, asWord(id), ...(messageId === undefined ? [] : of)].join(' ')
}

export function knownOf(row: string): KnownEvent {
  const [type, seq = '', sentAt, id = '', messageId = NONE, target = NONE, count = NONE] = row.split(' ')
  const known: KnownEvent = {
    type: type as KnownEvent['type'],
    seq: seqOf(seq),
    id: ofWord(id),
    sentAt: Number(sentAt),
  }
  if (messageId !== NONE) known.messageId = ofWord(messageId)
  if (target !== NONE) known.target = seqOf(target)
  if (count !== NONE) known.count = Number(count)
  return known
}
