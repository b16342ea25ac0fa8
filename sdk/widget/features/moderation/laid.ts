import type { AuditEntry } from '../../../protocol/moderation.ts'
import type { SanctionKind } from '../../../protocol/policy.ts'
import type { User } from '../../../protocol/records.ts'
import type { Desk } from './desk.ts'

/** What was laid on somebody and lasts. */
export interface Laid {
  user: User
  kind: SanctionKind
  until: number | undefined
  everywhere: boolean
  by: User
  reason: string | undefined
}

/** Pages of the log that are looked through for it. */
const MOST = 5

/** As the log says, newest first: what came last of each kind counts. */
export function lastingOf(entries: readonly AuditEntry[], now: number): Laid[] {
  const known = new Set<string>()
  const found: Laid[] = []
  for (const { action, target, by, reason } of entries) {
    const { user, kind, until, everywhere = false } = target ?? {}
    if (!user || !kind || (action !== 'sanction' && action !== 'lift')) continue
    const key = `${user.id} ${kind} ${everywhere}`
    if (!known.has(key) && action === 'sanction' && (until ?? Number.POSITIVE_INFINITY) > now)
      found.push({ user, kind, until, everywhere, by, reason })
    known.add(key)
  }
  return found
}

/** Asks for it. */
export async function askLaid(desk: Desk): Promise<Laid[]> {
  const moderation = await desk.ask()
  const entries: AuditEntry[] = []
  let next: string | undefined
  for (let page = 0; page < MOST; page++) {
    const answer = await moderation.audit(desk.room.name, next)
    entries.push(...answer.entries)
    next = answer.next
    if (next === undefined) break
  }
  return lastingOf(entries, desk.now())
}
