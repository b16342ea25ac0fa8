import type { StoredSession } from './session-store.ts'

/** A login that is not over. */
export interface SharedSession {
  readonly session: StoredSession
  /** It ends then, if nobody uses it. ms. */
  readonly leftMs: number
}

/** Until it ends by not being used, and in any case. ms. */
export interface TimeLeft {
  readonly idleMs: number
  readonly endMs: number
}

/** Whose a login is, and the keys of the name that it holds. */
export interface NameHolder {
  readonly tokenHash: string
  readonly userId: string
  readonly keys: readonly string[]
}

/** What a login wants of its name. `namedAt`: when it takes it, if it does not have it; of two that have it, the later one. */
export interface NameClaim extends NameHolder {
  readonly namedAt: number
}

/** `login`: it has no socket yet. `socket`: it has one on this node. `again`: it had one, and what was kept may have been lost. */
export type ClaimKind = 'login' | 'socket' | 'again'

/** `ousted`: those that had the name by mistake. */
export type Claimed =
  | { readonly taken: true }
  | { readonly taken: false; readonly namedAt: number; readonly ousted: readonly Omit<NameHolder, 'keys'>[] }

/** What the sockets of a login are told when it is over. */
export interface SessionEnd {
  readonly code: number
  readonly reason: string
}

export interface SharedSessionsListener {
  /** A login is over, on whatever node that was decided. */
  ended(tokenHash: string, userId: string, end: SessionEnd): void
  /** It is over so soon at the latest. ms. */
  shortened(tokenHash: string, leftMs: number): void
  /** Everything of a person is over that no login is of. */
  personEnded(userId: string, end: SessionEnd): void
  /** An end may have been missed, or something been lost: whatever is in use here is to be looked at, and written anew. */
  unsure(): void
}

/** Where the logins of many nodes are, and the names that guests hold. Every method may reject with LogUnavailable. */
export interface SharedSessionStore {
  /** Undefined: there is none, or it is over. */
  find(tokenHash: string): Promise<SharedSession | undefined>
  /** All of a user, in no order. */
  of(userId: string): Promise<SharedSession[]>
  /** How many that are, at least. */
  count(userId: string): Promise<number>
  /** A login that is new. It lasts for `lifeMs`. */
  add(session: StoredSession, lifeMs: number): Promise<void>
  /** Writes it as of now, also where it was lost; what ended or shortened it stays so. Undefined: it is over. */
  keep(session: StoredSession, left: TimeLeft): Promise<StoredSession | undefined>
  /** They are over everywhere, and their names free. */
  drop(logins: readonly NameHolder[], end: SessionEnd): Promise<void>
  /** It ends sooner, on all nodes; `session` and `left` say when. */
  shorten(session: StoredSession, left: TimeLeft): Promise<void>
  /** Gives a login its name, if no other has it. Without keys nothing is asked. */
  claim(claim: NameClaim, kind: ClaimKind): Promise<Claimed>
  /** It has no socket on this node any more; where it has none at all, its name is held for a while. */
  release(holder: NameHolder): Promise<void>
  /** One that is over holds no name. */
  free(holder: NameHolder): Promise<void>
  /** Logins that hold such a name. */
  holdersOf(keys: readonly string[]): Promise<Omit<NameHolder, 'keys'>[]>
  /** Tells all nodes that everything of a person is over that no login is of. */
  endPerson(userId: string, end: SessionEnd): Promise<void>
  /** Returns what ends it. */
  listen(listener: Partial<SharedSessionsListener>): () => void
}
