import type { DurableEvent } from '../../../sdk/protocol/events.ts'
import type { Message } from '../../../sdk/protocol/records.ts'
import type { DirectoryRows } from '../../directory/directory-rows.ts'
import { eventOf } from '../../events/event-of.ts'
import { idsOf, type Outcome } from '../../events/known-event.ts'
import { withOtherIds } from '../../events/with-other-ids.ts'
import { writeEvent } from '../../events/write-event.ts'
import type { EventWrite } from '../../ports/store.ts'
import type { Cells } from './cells.ts'
import type { Command } from './engine.ts'
import { newSeq } from './new-seqs.ts'
import type { RoomKeys } from './room-keys.ts'
import { RedisEventRows } from './room-rows.ts'
import { encodeTold } from './room-told.ts'
import type { Run } from './transact.ts'
import { asWord } from './words.ts'

/** What came of a group; their seqs are as they were before they were given. */
export interface RoomRun {
  outcomes: Outcome[]
  /** What members of the room get. */
  events: DurableEvent[]
}

/** Writes events of one room, in their order. */
export function runRoom(
  cells: Cells,
  keys: RoomKeys,
  people: DirectoryRows,
  writes: readonly EventWrite[],
  freshEpoch: string,
): Run<RoomRun> {
  wantMessages(cells, keys, people, writes)
  const rows = new RedisEventRows(cells, keys)
  const events: DurableEvent[] = []
  const outcomes = writes.map(write => {
    rows.now = write.sentAt
    const outcome = writeEvent(rows, people, write)
    if (isAdded(outcome)) events.push(eventOf(write, outcome))
    return outcome
  })
  rows.end()
  const { meta, channel } = keys
  // also where nothing is added it is known by this where the log stands
  const log = { meta, events: rows.added, freshEpoch, channel, told: encodeTold(events) }
  return { value: { outcomes, events }, log }
}

/** With the seqs that were given, where the log stood at `before`. */
export function answersOf(outcomes: readonly Outcome[], before: number): Outcome[] {
  const given = (seq: number) => (seq >= newSeq(0) ? before + (seq - newSeq(0)) : seq)
  return outcomes.map(outcome => {
    if ('refused' in outcome)
      return outcome.current ? { ...outcome, current: withSeqs(outcome.current, given) } : outcome
    const { seq, target, replyTo } = outcome
    return {
      ...outcome,
      seq: given(seq),
      ...(target !== undefined && { target: given(target) }),
      ...(replyTo && { replyTo: { ...replyTo, target: given(replyTo.target) } }),
    }
  })
}

function isAdded(outcome: Outcome): outcome is Exclude<Outcome, { refused: unknown }> {
  return !('refused' in outcome) && !outcome.duplicate && outcome.held === undefined
}

function withSeqs(message: Message, given: (seq: number) => number): Message {
  const { seq, rev, replyTo } = message
  return {
    ...message,
    seq: given(seq),
    ...(rev !== undefined && { rev: given(rev) }),
    ...(replyTo && { replyTo: { ...replyTo, target: given(replyTo.target) } }),
  }
}

/** Has the messages that are changed or answered read together, instead of one after the other. */
function wantMessages(cells: Cells, keys: RoomKeys, people: DirectoryRows, writes: readonly EventWrite[]): void {
  const about = writes.flatMap(write => {
    const id = messageIdOf(write)
    return id === undefined ? [] : [{ write, id }]
  })
  if (about.length === 0) return
  const ids = cells.hash(keys.ids)
  ids.want([...new Set(about.map(({ id }) => id))])
  const wanted = new Map<string, Command>()
  const want = (...command: string[]) => wanted.set(command.join(' '), command)
  for (const { write, id } of about) {
    const seq = ids.get(id)
    if (seq === undefined) continue
    want('HGET', keys.messages, seq)
    if (write.content.kind !== 'reaction') continue
    for (const user of idsOf(withOtherIds(people, write))) want('HGET', keys.reactors(Number(seq)), asWord(user))
  }
  cells.want([...wanted.values()])
}

function messageIdOf({ content }: EventWrite): string | undefined {
  if (content.kind === 'new_message') return content.replyTo
  return 'messageId' in content ? content.messageId : undefined
}
