import type { Refusal } from '../../../sdk/protocol/error-codes.ts'
import type { User } from '../../../sdk/protocol/records.ts'

/** A login. */
export interface Session {
  readonly id: string
  readonly user: User
  /** The token works until then. ms of the sessions' clock, which no change of the machine's time touches. */
  readonly expiresAt: number
}

/** What a session may do to a socket of its own: say why, then close it. */
export interface SessionSocket {
  end(code: number, reason: string): void
}

export type Attached = { ok: true; session: Session; detach: () => void } | { ok: false; refusal: Refusal }

/** What the socket side asks of sessions. An attached socket holds the session's name. */
export interface SessionBook {
  attach(token: string, socket: SessionSocket): Attached
}
