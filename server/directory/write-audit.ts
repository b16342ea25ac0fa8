import type { User } from '../../sdk/protocol/records.ts'
import { userOf } from '../../sdk/protocol/user-of.ts'
import type { AuditRecord } from '../ports/moderation.ts'
import type { DirectoryRows } from './directory-rows.ts'

/** Writes down what somebody did, once a deed. */
export function addAudit(rows: DirectoryRows, audit: AuditRecord | undefined): void {
  if (audit === undefined || rows.deed(audit.by.id, audit.cid)) return
  const { by, target } = audit
  const about = target?.user && { target: { ...target, user: asKnown(rows, target.user) } }
  rows.putAudit({ ...audit, by: asKnown(rows, by), ...about })
}

/** Who was removed meanwhile has no name. */
export function asKnown(rows: DirectoryRows, user: User): User {
  return rows.removed([user.id]).size > 0 ? userOf(user.id, '') : user
}
