import { grantedRole } from './granted-role.ts'
import { claimsIn, type SiteGrants } from './site.ts'

/** What was taken while somebody might still keep order is written so much later at most: a store that fails is asked again. ms. */
const LATE_MS = 15_000

interface Held {
  userId: string
  grants: SiteGrants
  /** When it ended; undefined: it counts. Virtual time. */
  endedAt: number | undefined
}

/** Who may keep order where at each moment, by the tokens with which they are on the server. */
export class OrderKeepers {
  readonly #now: () => number
  readonly #held = new Set<Held>()

  constructor(now: () => number) {
    this.#now = now
  }

  /** Somebody is there with a token until the returned function is called. */
  hold(userId: string, token: string): () => void {
    const grants = claimsIn(token)?.chat
    if (!grants) return () => {}
    const held: Held = { userId, grants, endedAt: undefined }
    this.#held.add(held)
    return () => {
      held.endedAt = this.#now()
    }
  }

  /** The process in which they were there is no more. */
  end(): void {
    for (const held of this.#held) held.endedAt ??= this.#now()
  }

  may(userId: string, room: string): boolean {
    const since = this.#now() - LATE_MS
    for (const held of this.#held) {
      if (held.endedAt !== undefined && held.endedAt < since) this.#held.delete(held)
      else if (held.userId === userId && grantedRole(held.grants, room) === 'moderator') return true
    }
    return false
  }
}
