import type { SanctionKind } from '../../sdk/protocol/policy.ts'

/**
 * A sanction of a user in a room, or on the whole server where `room` is ''. An address is a user whose id is `ip:` and a hash;
 * `watch`: what its guests write is held.
 */
export interface SanctionRecord {
  readonly kind: SanctionKind | 'watch'
  readonly until?: number | undefined
  readonly reason?: string | undefined
  readonly room: string
  readonly user: string
  readonly by: string
  readonly at: number
}
