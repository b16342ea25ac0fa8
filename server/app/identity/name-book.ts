import type { Clock } from '../../ports/clock.ts'
import type { SessionRecord } from './session-record.ts'

/** Who has which name. A name is held by its look-alike keys, each of which belongs to the session that took it last. */
export class NameBook {
  readonly #clock: Clock
  readonly #owners = new Map<string, SessionRecord>()
  #lastTakenAt = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  isHeldByAnother(keys: readonly string[], self: SessionRecord | undefined): boolean {
    const now = this.#clock.now()
    return keys.some(key => {
      const owner = this.#owners.get(key)
      return owner !== undefined && owner !== self && owner.holdsName(now)
    })
  }

  /** Those who hold a name that looks like it. */
  holdersOf(keys: readonly string[]): SessionRecord[] {
    const now = this.#clock.now()
    const owners = new Set(keys.map(key => this.#owners.get(key)))
    return [...owners].filter(owner => owner !== undefined).filter(owner => owner.holdsName(now))
  }

  isOwner(record: SessionRecord): boolean {
    return record.keys.every(key => this.#owners.get(key) === record)
  }

  /** A time to take a name at: now, but behind every earlier one, also those of a process whose clock went ahead. */
  nextTime(): number {
    this.#lastTakenAt = Math.max(this.#clock.now(), this.#lastTakenAt + 1)
    return this.#lastTakenAt
  }

  /** Gives the record its name, whoever had it. */
  take(record: SessionRecord): void {
    for (const key of record.keys) this.#owners.set(key, record)
  }

  /** Gives the names to records of an earlier process, in the order in which they took them. */
  restore(records: Iterable<SessionRecord>): void {
    for (const record of [...records].sort((a, b) => a.namedAt - b.namedAt)) {
      this.take(record)
      this.#lastTakenAt = record.namedAt
    }
  }

  /** How many names are kept that none of these has. */
  lost(living: ReadonlySet<SessionRecord>): number {
    return [...this.#owners.values()].filter(owner => !living.has(owner)).length
  }

  /** Frees the record's name, unless another has it by now. */
  free(record: SessionRecord): void {
    for (const key of record.keys) if (this.#owners.get(key) === record) this.#owners.delete(key)
  }
}
