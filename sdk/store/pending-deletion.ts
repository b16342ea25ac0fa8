/** How long a deletion can be taken back before it is sent. ms. */
export const TAKE_BACK_MS = 5_000

/** A deletion that nobody has heard of yet: of which message, where and by whom. */
export interface PendingDeletion {
  messageId: string
  room: string
  /** The id of who deletes: what another one left is never sent in their name. */
  user: string | undefined
  /** ms that are left, counted from `since`; while that is undefined, time stands still. */
  left: number
  since: number | undefined
}

export type DeletionEvent =
  | { type: 'begin'; deletion: Pick<PendingDeletion, 'messageId' | 'room' | 'user'> }
  /** Its reader is about to act on it. */
  | { type: 'hold' }
  | { type: 'go-on' }
  /** Time has passed. */
  | { type: 'time' }
  | { type: 'take-back' }
  /** Its reader leaves: it is sent now. */
  | { type: 'end' }

export interface DeletionStep {
  pending: PendingDeletion | undefined
  /** To be sent now. */
  send?: PendingDeletion | undefined
}

/** The next step of the one deletion that can be taken back; another one ends the wait of the one before. */
export function pendingDeletion(pending: PendingDeletion | undefined, event: DeletionEvent, now: number): DeletionStep {
  if (event.type === 'begin') {
    const { deletion } = event
    // The same message twice is one deletion, whose time begins anew
    const send = pending?.messageId === deletion.messageId ? undefined : pending
    return { pending: { ...deletion, left: TAKE_BACK_MS, since: now }, send }
  }
  if (!pending) return { pending }
  switch (event.type) {
    case 'hold':
      return { pending: { ...pending, left: leftOf(pending, now), since: undefined } }
    case 'go-on':
      return { pending: { ...pending, since: pending.since ?? now } }
    case 'time':
      return leftOf(pending, now) > 0 ? { pending } : { pending: undefined, send: pending }
    case 'take-back':
      return { pending: undefined }
    case 'end':
      return { pending: undefined, send: pending }
    default:
      return event satisfies never
  }
}

/** ms until it is sent, as far as time goes on. */
export function leftOf({ left, since }: PendingDeletion, now: number): number {
  // A clock that was put back gives no more time than there was
  return since === undefined ? left : Math.max(0, left - Math.max(0, now - since))
}
