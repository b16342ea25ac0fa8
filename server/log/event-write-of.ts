import { checkedContent } from '../directory/check-content.ts'
import { checkedOrder } from '../directory/check-moderation.ts'
import type { EventDraft } from '../ports/room-log.ts'
import type { EventWrite } from '../ports/store.ts'

/** What the store is given of a draft, within bounds. Throws a RangeError. */
export function eventWriteOf(draft: EventDraft, id: string, sentAt: number): EventWrite {
  const content = checkedContent(draft.room, draft.content)
  const { hold, approves, audit } = draft
  const keepsOrder = hold !== undefined || approves !== undefined || audit !== undefined
  return { kind: 'event', ...draft, content, ...(keepsOrder && checkedOrder(draft)), id, sentAt }
}
