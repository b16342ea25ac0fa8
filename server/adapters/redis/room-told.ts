import type { DurableEvent } from '../../../sdk/protocol/events.ts'
import { seqOf, wordOf } from './new-seqs.ts'
import { NONE } from './words.ts'

export interface Told {
  epoch: string
  /** In their order, without a hole. */
  events: DurableEvent[]
}

const KINDS: readonly string[] = [
  'new_message',
  'message_edited',
  'message_deleted',
  'reaction',
  'message_pinned',
  'room_changed',
  'member_changed',
] satisfies DurableEvent['type'][]

/** What a commit tells of its events: for each a line of its seqs, which may not be known yet, and one of all else. */
export function encodeTold(events: readonly DurableEvent[]): string {
  return events.map(toldOf).join('\n')
}

/** Of what the script published, which wrote before it where the log stood, and its epoch. Throws at anything else. */
export function decodeTold(text: string): Told {
  const [first = '', ...lines] = text.split('\n')
  const [, before, epoch] = /^(\d{1,15}) (\S+)$/.exec(first) ?? []
  if (before === undefined || epoch === undefined || lines.length % 2 !== 0) throw new Error('This tells of no events.')
  const events: DurableEvent[] = []
  for (let at = 0; at < lines.length; at += 2) events.push(eventOf(lines[at] as string, lines[at + 1] as string))
  if (events.length === 0 || events.some(({ seq }, at) => seq !== Number(before) + at + 1))
    throw new Error('What is told of has no order.')
  return { epoch, events }
}

function toldOf(event: DurableEvent): string {
  const target = 'target' in event ? wordOf(event.target) : NONE
  const replyTo = 'replyTo' in event ? event.replyTo : undefined
  const quoted = replyTo ? wordOf(replyTo.target) : NONE
  const whole = {
    ...event,
    seq: 0,
    ...(target !== NONE && { target: 0 }),
    ...(replyTo && { replyTo: { ...replyTo, target: 0 } }),
  }
  return `${wordOf(event.seq)} ${target} ${quoted}\n${JSON.stringify(whole)}`
}

function eventOf(seqs: string, json: string): DurableEvent {
  const [, seq = '', target = NONE, quoted = NONE] = /^(\d{1,15}) (\d{1,15}|-) (\d{1,15}|-)$/.exec(seqs) ?? []
  const event = seq === '' ? undefined : parsed(json)
  if (!isEvent(event)) throw new Error('What is told of is no event.')
  event.seq = seqOf(seq)
  if ('target' in event) event.target = seqOf(target)
  if ('replyTo' in event && event.replyTo) event.replyTo.target = seqOf(quoted)
  return event
}

function isEvent(value: unknown): value is DurableEvent {
  if (typeof value !== 'object' || value === null) return false
  const { type, room, id, cid } = value as Partial<DurableEvent>
  const areTexts = [room, id, cid].every(each => typeof each === 'string')
  return areTexts && KINDS.includes(type as string)
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}
