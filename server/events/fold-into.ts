import { applyEvent } from '../../sdk/protocol/apply-event.ts'
import type { ChangeEvent, DurableEvent } from '../../sdk/protocol/events.ts'
import { editAsItStands } from './edit-as-it-stands.ts'

/** Events that can be replaced by what they stand for later. */
export interface Replaceable {
  readonly first: number
  at(seq: number): DurableEvent | undefined
  replace(event: DurableEvent): void
}

/**
 * Folds a change into what is held before it, so that whatever is read back says no more than what stands now: its message,
 * what quotes it, and what was said of it before.
 */
export function foldInto(events: Replaceable, change: ChangeEvent): void {
  const message = events.at(change.target)
  if (message?.type === 'new_message') replaceBy(events, message, change)
  if (change.type !== 'message_edited' && change.type !== 'message_deleted') return
  for (let seq = Math.max(events.first, change.target + 1); seq < change.seq; seq++) {
    const event = events.at(seq)
    if (event === undefined) continue
    if (event.type === 'new_message') {
      if (event.replyTo?.messageId === change.messageId) replaceBy(events, event, change)
    } else if ('messageId' in event && event.messageId === change.messageId) {
      const now = asItStands(event, change)
      if (now !== event) events.replace(now)
    }
  }
}

function replaceBy(events: Replaceable, event: DurableEvent & { type: 'new_message' }, change: ChangeEvent): void {
  const now = applyEvent(event, change)
  if (now !== event) events.replace({ ...now, type: 'new_message' })
}

/** An earlier change of the same message, behind a later one. */
function asItStands(event: ChangeEvent, later: ChangeEvent): ChangeEvent {
  if (event.type === 'message_edited') {
    if (later.type === 'message_deleted') return editAsItStands(event, undefined)
    return later.type === 'message_edited' && !later.deleted ? editAsItStands(event, later) : event
  }
  if (event.type === 'reaction' && later.type === 'message_deleted') return { ...event, count: 0, users: [] }
  return event
}
