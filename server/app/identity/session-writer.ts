import type { SessionStore, StoredSession } from '../../ports/session-store.ts'
import type { SessionRecord } from './session-record.ts'

const MOST = 1_000
/** Ends that are kept in one step: those of many do not hold up the messages of others. */
const ENDS = 500
/** Logins that come while another is being kept wait for each other: a storm of them shares few commits. */
const GATHER_MS = 20

/** Keeps sessions in a store, and does again later what the store could not take. */
export class SessionWriter {
  readonly #store: SessionStore | undefined
  readonly #timeOfDay: (time: number) => number
  /** Ended, and still in the store. */
  readonly #undropped = new Set<string>()
  #keeping = 0
  #dropping = 0

  /**
   * Without a store nothing is kept, which always goes well. `timeOfDay`: what the machine's clock says, or said, at a
   * time of these sessions; only that can be kept.
   */
  constructor(store: SessionStore | undefined, timeOfDay: (time: number) => number) {
    this.#store = store
    this.#timeOfDay = timeOfDay
  }

  /** Whether it is kept now. */
  async keep(record: SessionRecord, now: number): Promise<boolean> {
    if (!this.#store) return true
    const lingerMs = this.#keeping > 0 ? GATHER_MS : 0
    this.#keeping++
    try {
      await this.#store.keepSession(this.#inTimeOfDay(record.stored(now)), lingerMs)
    } catch {
      return false
    } finally {
      this.#keeping--
    }
    record.keptUse = now
    return true
  }

  /** Whether they are gone now; if not, they are tried again at each `flushStale`. */
  async drop(tokenHashes: readonly string[]): Promise<boolean> {
    if (!this.#store || tokenHashes.length === 0) return true
    for (const hash of tokenHashes) this.#undropped.add(hash)
    this.#dropping++
    try {
      for (let at = 0; at < tokenHashes.length; at += ENDS) {
        const some = tokenHashes.slice(at, at + ENDS)
        await this.#store.dropSessions(some)
        for (const hash of some) this.#undropped.delete(hash)
      }
      return true
    } catch {
      return false
    } finally {
      this.#dropping--
    }
  }

  /** Writes back sessions whose stored last use lags by more than `maxLagMs`, some at a time. */
  async flushStale(records: Iterable<SessionRecord>, now: number, maxLagMs: number): Promise<void> {
    const stale: SessionRecord[] = []
    for (const record of records) {
      if (stale.length >= MOST) break
      if (record.lastUse(now) - record.keptUse > maxLagMs) stale.push(record)
    }
    await Promise.all(stale.map(record => this.keep(record, now)))
    if (this.#dropping === 0) await this.drop([...this.#undropped])
  }

  #inTimeOfDay(session: StoredSession): StoredSession {
    // `namedAt` says an order, which no change of the machine's time may turn round
    return { ...session, endsAt: this.#timeOfDay(session.endsAt), usedAt: this.#timeOfDay(session.usedAt) }
  }
}
