import type { Refusal } from '../../../sdk/protocol/error-codes.ts'
import type { Role } from '../../../sdk/protocol/policy.ts'
import type { User } from '../../../sdk/protocol/records.ts'

/** Who a token stands for. */
export interface Identity {
  /** Of the login. */
  readonly id: string
  readonly user: User
  /** Ids under which they wrote as a guest. */
  readonly formerIds?: readonly string[] | undefined
  /** What they are in every room, unless they are more in one. */
  readonly role: Role
  /** What they are in a room; left out: as in every room. */
  readonly roleIn?: ((room: string) => Role) | undefined
  /** When a token has to be renewed by another. ms since the Unix epoch; left out: it lasts as long as it is used. */
  readonly tokenExpiresAt?: number | undefined
}

/** All ids of theirs. */
export function idsOf({ user, formerIds = [] }: Identity): readonly string[] {
  return [user.id, ...formerIds]
}

/** What happens to a socket that belongs to a login: it is told why, then closed. */
export interface SessionSocket {
  end(code: number, reason: string): void
}

export type Attached = { ok: true; identity: Identity; detach: () => void } | { ok: false; refusal: Refusal }

/** `endGuest`: the guest's login is over, and the sockets that it still has; whether that is kept. It may be asked again. */
export interface Adopted {
  ok: true
  identity: Identity
  endGuest(): Promise<boolean>
}

/** Tells who a token stands for; it may take its time. */
export interface Authenticator {
  /**
   * A socket that is attached hears of the end of its login, and holds the name. `detach` ends that. `guest`: who is about to
   * be adopted, and keeps their name until then.
   */
  attach(token: string, socket: SessionSocket, guest?: Identity): Attached | Promise<Attached>
  /** What a guest wrote is the account's from now on; left out where there are no accounts. */
  adopt?(guest: Identity, account: Identity): Promise<Adopted | { ok: false; refusal: Refusal }>
}

/** What they are in a room. */
export function roleOf({ role, roleIn }: Identity, room: string): Role {
  return roleIn?.(room) ?? role
}
