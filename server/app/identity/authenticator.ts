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
  /** The token works until then. ms of the authenticator's clock, which no change of the machine's time touches. */
  readonly expiresAt: number
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

/** Tells who a token stands for; it may take its time. */
export interface Authenticator {
  /** A socket that is attached hears of the end of its login, and holds the name. `detach` ends that. */
  attach(token: string, socket: SessionSocket): Attached | Promise<Attached>
}
