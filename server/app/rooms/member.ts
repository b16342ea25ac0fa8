import type { User } from '../../../sdk/protocol/records.ts'
import type { Peer } from '../../ports/transport.ts'

/** One connection of a user, as a room sees it. */
export interface Member {
  readonly user: User
  readonly peer: Peer
}
