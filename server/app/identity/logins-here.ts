import { BoundedMap } from '../../core/bounded-map.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Claimed, ClaimKind, NameHolder, SharedSessionStore, TimeLeft } from '../../ports/shared-sessions.ts'
import type { SessionOptions } from './session-options.ts'
import type { SessionRecord } from './session-record.ts'
import type { SharedRecord } from './shared-record.ts'
import { Turns } from './turns.ts'

/** Logins that were used here lately: of these it is known what their names are. */
const LATELY = 20_000
/** What is written anew at once. */
const AT_ONCE = 100
const MOST_STALE_MS = 3_600_000

export interface LoginsHereDeps {
  store: SharedSessionStore
  /** Steady. */
  clock: Clock
  options: SessionOptions
  /** The machine's time less the steady clock's. */
  shift(): number
  /** The store says that it is over. */
  isOver(record: SharedRecord): void
  /** Another has its name. */
  isTaken(record: SharedRecord): void
  /** It had the name of another. */
  isOusted(login: Omit<NameHolder, 'keys'>): void
}

/** What has no socket here any more; `record`: its last use is to be kept, too. `isOver`: nobody holds its name. */
interface Gone {
  holder: NameHolder
  record?: SharedRecord
  isOver?: boolean
}

export const holderOf = ({ tokenHash, user, keys }: SessionRecord): NameHolder => ({
  tokenHash,
  userId: user.id,
  keys,
})

/** The logins that have a socket on this node. What all nodes know of them is brought up to that, one step after the other for each. */
export class LoginsHere {
  readonly #deps: LoginsHereDeps
  readonly #turns = new Turns()
  readonly #here = new Map<string, SharedRecord>()
  readonly #lately = new BoundedMap<NameHolder>(LATELY)
  /** Without a socket here, which the store could not take yet. */
  readonly #unreleased = new Map<string, Gone>()
  #isUnsure = false
  #lastNamedAt = 0

  constructor(deps: LoginsHereDeps) {
    this.#deps = deps
  }

  get size(): number {
    return this.#here.size
  }

  /** Names that the store takes for held here, though they are not. */
  get unreleased(): number {
    return this.#unreleased.size
  }

  get(tokenHash: string): SharedRecord | undefined {
    return this.#here.get(tokenHash)
  }

  all(): SharedRecord[] {
    return [...this.#here.values()]
  }

  /** Whose it is, where it was used here lately. */
  known(tokenHash: string): NameHolder | undefined {
    return this.#lately.get(tokenHash)
  }

  used(holder: NameHolder): void {
    this.#lately.set(holder.tokenHash, holder)
  }

  add(record: SharedRecord): void {
    this.#here.set(record.tokenHash, record)
    this.used(holderOf(record))
  }

  forget(tokenHash: string): void {
    this.#here.delete(tokenHash)
    this.#lately.forget(tokenHash)
  }

  run<T>(tokenHash: string, act: () => Promise<T>): Promise<T> {
    return this.#turns.run(tokenHash, act)
  }

  claim(holder: NameHolder, kind: ClaimKind, namedAt = this.#nextTime()): Promise<Claimed> {
    return this.#deps.store.claim({ ...holder, namedAt }, kind)
  }

  /** It has no socket here any more. Never throws. */
  leave(record: SharedRecord): void {
    if (this.#here.get(record.tokenHash) !== record || record.inUse) return
    this.#here.delete(record.tokenHash)
    this.letGo({ holder: holderOf(record), record })
  }

  /** It has no name by this node, unless it has a socket here by then. */
  letGo(gone: Gone): void {
    const { holder, record, isOver } = gone
    const { store } = this.#deps
    const { tokenHash } = holder
    void this.run(tokenHash, async () => {
      if (this.#here.has(tokenHash)) return
      try {
        await Promise.all([isOver ? store.free(holder) : store.release(holder), record && this.keep(record)])
      } catch {
        this.#unreleased.set(tokenHash, gone)
      }
    })
  }

  /** What is known of all that are in use here may be wrong, or lost. */
  async renewAll(): Promise<void> {
    this.#isUnsure = false
    await this.#renew(this.all())
  }

  /** Brings up to date what lags behind, and does what the store could not take. */
  async catchUp(): Promise<void> {
    const released = [...this.#unreleased.values()]
    this.#unreleased.clear()
    for (const gone of released) this.letGo(gone)
    if (this.#isUnsure) return this.renewAll()
    const now = this.#deps.clock.now()
    const most = Math.min(MOST_STALE_MS, this.#deps.options.idleMs / 20)
    await this.#renew(this.all().filter(record => now - record.keptUse > most))
  }

  idle(): Promise<void> {
    return this.#turns.idle()
  }

  async #renew(records: readonly SharedRecord[]): Promise<void> {
    for (let at = 0; at < records.length; at += AT_ONCE) {
      const some = records.slice(at, at + AT_ONCE)
      await Promise.all(some.map(record => this.run(record.tokenHash, () => this.#renewOne(record))))
      if (this.#isUnsure) return
    }
  }

  async #renewOne(record: SharedRecord): Promise<void> {
    const isHere = () => this.#here.get(record.tokenHash) === record
    if (!isHere()) return
    try {
      const isKept = await this.keep(record)
      if (!isHere()) return
      if (!isKept) return this.#deps.isOver(record)
      const claimed = await this.claim(holderOf(record), 'again', record.namedAt)
      if (claimed.taken) {
        if (isHere()) this.#deps.isTaken(record)
        return
      }
      record.namedAt = claimed.namedAt
      for (const login of claimed.ousted) this.#deps.isOusted(login)
      // what went meanwhile has nothing any more
      if (!isHere()) this.letGo({ holder: holderOf(record) })
    } catch {
      this.#isUnsure = true
    }
  }

  /** Writes it as of now, also where it was lost. False: it is over. */
  async keep(record: SharedRecord): Promise<boolean> {
    const { clock, store, shift } = this.#deps
    const now = clock.now()
    const left = this.left(record)
    if (Math.min(left.idleMs, left.endMs) <= 0) return true
    const kept = await store.keep(record.shared(now, shift()), left)
    if (kept === undefined) return false
    record.keptUse = now
    record.endByTold(kept.endsAt)
    return true
  }

  left(record: SharedRecord): TimeLeft {
    const now = this.#deps.clock.now()
    return { idleMs: record.lastUse(now) + this.#deps.options.idleMs - now, endMs: record.endsAt - now }
  }

  #nextTime(): number {
    this.#lastNamedAt = Math.max(this.#deps.clock.now() + this.#deps.shift(), this.#lastNamedAt + 1)
    return this.#lastNamedAt
  }
}
