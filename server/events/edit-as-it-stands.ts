import type { MessageEditedEvent } from '../../sdk/protocol/events.ts'
import type { Message } from '../../sdk/protocol/records.ts'

/** An edit that is read back, with what its message says by then; undefined: it says nothing any more. */
export function editAsItStands(
  edit: MessageEditedEvent,
  now: Pick<Message, 'text' | 'mentions'> | undefined,
): MessageEditedEvent {
  const { mentions: _, ...rest } = edit
  if (now === undefined) return { ...rest, text: '', deleted: true }
  return { ...rest, text: now.text, ...(now.mentions && { mentions: now.mentions }) }
}
