import { higherRole, type Role } from '../../../sdk/protocol/policy.ts'
import { isGivenName } from '../../core/room-name.ts'
import { type Authenticator, type Identity, roleOf } from './authenticator.ts'

/**
 * The operator names accounts that own every room with a name of its own, so that also a room has owners that nobody made.
 * Members rooms and direct ones stay their people's.
 */
export function withOwners(inner: Authenticator, owners: ReadonlySet<string>): Authenticator {
  if (owners.size === 0) return inner
  const owning = (identity: Identity): Identity => (owners.has(identity.user.id) ? ownerOf(identity) : identity)
  return {
    async attach(token, socket, guest) {
      const attached = await inner.attach(token, socket, guest)
      return attached.ok ? { ...attached, identity: owning(attached.identity) } : attached
    },
    async adopt(guest, account) {
      const adopted = await inner.adopt?.(guest, account)
      if (adopted === undefined) throw new Error('Only a server with accounts has owners.')
      return adopted.ok ? { ...adopted, identity: owning(adopted.identity) } : adopted
    },
  }
}

function ownerOf(identity: Identity): Identity {
  const roleIn = (room: string): Role => {
    const role = roleOf(identity, room)
    return isGivenName(room) ? role : higherRole(role, 'owner')
  }
  // not by a spread, which leaves out what a class gives by getters
  const { id, user, role, formerIds, tokenExpiresAt } = identity
  return { id, user, role, roleIn, formerIds, tokenExpiresAt }
}
