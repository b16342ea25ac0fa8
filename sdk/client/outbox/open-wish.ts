import type { DraftRequest } from '../draft.ts'
import type { DraftEntry } from './draft-entry.ts'
import { isSameReaction } from './draft-request.ts'

/**
 * The draft that can take a new wish about a reaction: the last one about it that waits, or one that is on the wire with
 * the same wish. What was on the wire with the other one may have been granted, so the new one goes behind it.
 */
export function openWish(drafts: readonly DraftEntry[], request: DraftRequest): DraftEntry | undefined {
  const last = drafts.filter(draft => draft.pending && isSameReaction(draft.request, request)).at(-1)
  if (!last || last.firstTriedAt === undefined) return last
  return isOn(last.request) === isOn(request) ? last : undefined
}

const isOn = (request: DraftRequest) => 'on' in request && request.on
