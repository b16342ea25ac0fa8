import type { SessionStore } from '../ports/session-store.ts'
import type { SessionRecord } from './session-record.ts'

const MOST = 1_000
/** Logins that come while another is being kept wait for each other: a storm of them shares few commits. */
const GATHER_MS = 20

/** Keeps sessions in a store, and does again later what the store could not take. */
export class SessionKeeper {
  readonly #store: SessionStore | undefined
  /** Ended, and still in the store. */
  readonly #undropped = new Set<string>()
  #keeping = 0

  /** Without a store nothing is kept, which always goes well. */
  constructor(store: SessionStore | undefined) {
    this.#store = store
  }

  /** Whether it is kept now. */
  async keep(record: SessionRecord, now: number): Promise<boolean> {
    if (!this.#store) return true
    const patienceMs = this.#keeping > 0 ? GATHER_MS : 0
    this.#keeping++
    try {
      await this.#store.keepSession(record.stored(now), patienceMs)
    } catch {
      return false
    } finally {
      this.#keeping--
    }
    record.keptUse = now
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
    await Promise.all(stale.map(record => this.keep(record, now)))
    await this.drop([...this.#undropped].slice(0, MOST))
  }
}
