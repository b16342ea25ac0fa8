import type { Replies } from '../../protocol/replies.ts'
import type { DraftRequest } from '../draft.ts'
import type { Settled } from './draft-entry.ts'
import type { Landed } from './draft-recall.ts'
import { isSameReaction, targetOf } from './draft-request.ts'

/** Where in the log it is. */
export type Granted = Pick<Landed, 'seq' | 'id' | 'sentAt'>

/** What the answer to a request says. `now`: by the server's clock, for answers that bring no time. */
export function grantOf(request: DraftRequest, reply: Replies[DraftRequest['type']], now: number): Granted {
  const seq = reply.seq ?? 0
  if ('id' in reply && reply.id !== undefined) return { seq, id: reply.id, sentAt: reply.sentAt }
  return { seq, id: targetOf(request) ?? '', sentAt: 'editedAt' in reply ? reply.editedAt : now }
}

/** From now on the server keeps it, for a moderator; undefined: it has its place. */
export function heldBy(reply: Replies[DraftRequest['type']]): Settled | undefined {
  return 'held' in reply && reply.held ? { status: 'held', hold: reply.held, at: reply.sentAt } : undefined
}

/** What is left to ask once an earlier request of the same user was granted with this seq; undefined: nothing. */
export function leftOf(request: DraftRequest, granted: DraftRequest, seq: number): DraftRequest | undefined {
  if (isSameReaction(request, granted))
    return 'on' in request && 'on' in granted && request.on === granted.on ? undefined : request
  // the own edit before it is no conflict
  if (request.type === 'edit_message' && granted.type === 'edit_message' && request.messageId === granted.messageId)
    return request.rev === undefined ? request : { ...request, rev: Math.max(request.rev, seq) }
  return request
}
