import type { SessionStore } from '../ports/session-store.ts'
import type { SessionRecord } from './session-record.ts'

const MOST = 1_000

/** Keeps sessions in a store, and does again later what the store could not take. */
export class SessionKeeper {
  readonly #store: SessionStore | undefined
  /** Ended, and still in the store. */
  readonly #undropped = new Set<string>()

  /** Without a store nothing is kept, which always goes well. */
  constructor(store: SessionStore | undefined) {
    this.#store = store
  }

  /** Whether they are kept now. */
  async keep(records: readonly SessionRecord[], now: number): Promise<boolean> {
    if (!this.#store || records.length === 0) return true
    try {
      await this.#store.keepSessions(records.map(record => record.stored(now)))
    } catch {
      return false
    }
    for (const record of records) record.keptUse = now
    return true
  }

  /** Whether they are gone now; if not, they are tried again at each `tidy`. */
  async drop(tokenHashes: readonly string[]): Promise<boolean> {
    if (!this.#store || tokenHashes.length === 0) return true
    for (const hash of tokenHashes) this.#undropped.add(hash)
    try {
      await this.#store.dropSessions(tokenHashes)
    } catch {
      return false
    }
    for (const hash of tokenHashes) this.#undropped.delete(hash)
    return true
  }

  /** Keeps some of those whose last use is no longer what the store says by more than `mostMs`. */
  async tidy(records: Iterable<SessionRecord>, now: number, mostMs: number): Promise<void> {
    const stale: SessionRecord[] = []
    for (const record of records) {
      if (stale.length >= MOST) break
      if (record.lastUse(now) - record.keptUse > mostMs) stale.push(record)
    }
    await this.keep(stale, now)
    await this.drop([...this.#undropped].slice(0, MOST))
  }
}
