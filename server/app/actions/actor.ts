import type { Identity } from '../identity/authenticator.ts'
import type { Member } from '../rooms/member.ts'
import type { Seat } from '../rooms/seat.ts'
import type { Sharer } from '../shared-rate.ts'

/** Who asks, by whatever way. Others see them as `identity.user`. */
export interface Actor {
  readonly identity: Identity
  /** Under whom it counts. */
  readonly sharer: Sharer
  /** The connection that asks, as its rooms see it; undefined: no socket asks. */
  readonly member?: Member | undefined
  /** Where that connection is now. */
  readonly joined?: readonly Seat[] | undefined
  /** It knows that a message may be answered by a hold. */
  readonly acceptsHeld?: boolean | undefined
}
