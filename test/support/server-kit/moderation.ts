import type { AuditRecord, ReportRecord, Snapshot } from '../../../server/ports/moderation.ts'
import type { Content, EventDraft } from '../../../server/ports/room-log.ts'

/** What a moderator did; its cid is its id. */
export function auditOf(id: string, change: Partial<AuditRecord> = {}): AuditRecord {
  return { id, room: 'r', at: 1, by: { id: 'a:mod', name: 'Mod' }, cid: id, action: 'test', ...change }
}

export function snapshotOf(id: string, change: Partial<Snapshot> = {}): Snapshot {
  return { id, seq: 1, cid: `c-${id}`, user: { id: 'a:ann', name: 'Ann' }, text: `text of ${id}`, sentAt: 1, ...change }
}

/** Of a message; `messageId` names it. */
export function reportOf(id: string, messageId: string, change: Partial<ReportRecord> = {}): ReportRecord {
  const by = { id: 'a:bob', name: 'Bob' }
  return { id, room: 'r', by, category: 'spam', at: 1, snapshot: snapshotOf(messageId), ...change }
}

export function messageOf(
  cid: string,
  draft: Partial<EventDraft> = {},
  content: Partial<Extract<Content, { kind: 'new_message' }>> = {},
): EventDraft {
  const user = { id: 'a:ann', name: 'Ann' }
  return { room: 'r', user, cid, content: { kind: 'new_message', text: `text of ${cid}`, ...content }, ...draft }
}

/** The same, to wait for a moderator. */
export function heldOf(cid: string, draft: Partial<EventDraft> = {}): EventDraft {
  return messageOf(cid, { hold: { rule: 'words' }, ...draft })
}
