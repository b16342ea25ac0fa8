import type { AuditTarget } from '../../sdk/protocol/moderation.ts'
import type { User } from '../../sdk/protocol/records.ts'

/** What somebody who keeps order did. */
export interface AuditRecord {
  readonly id: string
  /** '': on the whole server. */
  readonly room: string
  readonly at: number
  readonly by: User
  /** Of the request: the same again is the same deed. */
  readonly cid: string
  readonly action: string
  readonly target?: AuditTarget | undefined
  readonly reason?: string | undefined
}
