import type { User } from '../../sdk/protocol/records.ts'

/** A login as it is kept. Times are ms since the Unix epoch. */
export interface StoredSession {
  /** Of its token; the token itself is never kept. */
  tokenHash: string
  id: string
  user: User
  /** The absolute end. */
  endsAt: number
  /** Its last use, as of the last time it was kept. */
  usedAt: number
  /** When it last took its name: of two sessions with one name the later one has it. */
  namedAt: number
}

/** Where logins outlive the process. Every method may reject with LogUnavailable. */
export interface SessionStore {
  /** All that are kept, in no order. */
  sessions(): Promise<StoredSession[]>
  /**
   * Resolves when it is kept, at the durability of the store. Replaces that of the same token hash. `lingerMs` (none: 0)
   * is how long it may wait for others, to be kept with them.
   */
  keepSession(session: StoredSession, lingerMs?: number): Promise<void>
  /** Resolves when they are gone, in one step. Unknown hashes do no harm. */
  dropSessions(tokenHashes: readonly string[]): Promise<void>
}
