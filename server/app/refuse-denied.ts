import type { Refusal } from '../../sdk/protocol/error-codes.ts'
import type { Denied, Role } from '../../sdk/protocol/policy.ts'
import { refusal } from '../core/refusal.ts'

const NEEDS: { [K in Role]?: string } = {
  user: 'Only people with an account may do this here.',
  member: 'Only members of this room may do this.',
  moderator: 'Only moderators of this room may do this.',
  owner: 'Only owners of this room may do this.',
  admin: 'Only those who run this server may do this.',
}

/** What the policy denies, in words; `where`: of what it says. `now`: ms since the Unix epoch. */
export function refuseDenied(denied: Denied, now: number, where = 'in this room'): Refusal {
  switch (denied.code) {
    case 'not_found':
      return refusal('not_found', 'There is no such room.')
    case 'banned':
      return refusal('banned', `You may not be ${where}${because(denied.reason)}.`, left(denied.until, now))
    case 'muted':
      return refusal(
        'muted',
        `You may read, but not write in this room${because(denied.reason)}.`,
        left(denied.until, now),
      )
    case 'forbidden':
      return refusal('forbidden', (denied.needs && NEEDS[denied.needs]) ?? 'You may not do this here.')
  }
}

function because(reason: string | undefined): string {
  return reason ? `: ${reason}` : ''
}

function left(until: number | undefined, now: number): number | undefined {
  return until === undefined ? undefined : Math.max(1_000, until - now)
}
