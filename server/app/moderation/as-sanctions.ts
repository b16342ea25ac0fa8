import type { Sanction } from '../../../sdk/protocol/policy.ts'
import type { SanctionRecord } from '../../ports/directory.ts'

/** What of it somebody is told, and the policy goes by. */
export function asSanctions(records: readonly SanctionRecord[]): Sanction[] {
  return records.flatMap(({ kind, until, reason }) => (kind === 'watch' ? [] : [{ kind, until, reason }]))
}
