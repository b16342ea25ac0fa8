import { textOf } from '../events/text-of.ts'
import type { Clock } from '../ports/clock.ts'
import { LogFull, LogUnavailable } from '../ports/room-log.ts'
import type { Store, StoreAnswer, Write } from '../ports/store.ts'

/** What became of a write. */
type Answer = Exclude<StoreAnswer, 'full'>

export interface CommitEvents {
  /** A write is durable; called in the order of the store, before its promise resolves. */
  committed(write: Write, answer: Answer): void
  /** A group failed, and with it everything that waited. Nothing is taken until `reopen`. */
  failed(error: unknown): void
  /** Nothing waits and nothing is on its way. */
  idle?(): void
}

export interface CommitLimits {
  /** Bytes of memory for what waits. */
  most?: number | undefined
  /** How long after a group the next begins; 0: nothing waits at all. ms. */
  gatherMs?: number | undefined
  /** What waits, where several queues share their limits. */
  waiting?: Waiting | undefined
}

/** How much waits. */
export interface Waiting {
  writes: number
  bytes: number
}

interface Asked {
  readonly write: Write
  resolve(answer: Answer): void
  reject(error: Error): void
}

/** One group: its cost for those who wait is that of the disk, not of its size. */
const GROUP = 512
const GATHER_MS = 5
/** Nothing waits longer. */
const MOST_MS = 1_000
const WAITING = 20_000
const WAITING_BYTES = 32 * 1_048_576

/** Group commit: what comes while a group is on its way, soon after it, or before it is due makes up the next. */
export class CommitQueue {
  readonly #store: Store
  readonly #clock: Clock
  readonly #events: CommitEvents
  readonly #most: number
  readonly #gatherMs: number
  #waiting: Asked[] = []
  #flying: readonly Asked[] = []
  readonly #shared: Waiting
  #state: 'open' | 'failed' | 'closed' = 'open'
  #endedAt = Number.NEGATIVE_INFINITY
  /** When the first of those that wait is due. */
  #due = Number.POSITIVE_INFINITY
  #scheduled: 'soon' | (() => void) | undefined
  #drained: (() => void) | undefined

  constructor(
    store: Store,
    clock: Clock,
    events: CommitEvents,
    { most = WAITING_BYTES, gatherMs = GATHER_MS, waiting = { writes: 0, bytes: 0 } }: CommitLimits = {},
  ) {
    this.#store = store
    this.#clock = clock
    this.#events = events
    this.#most = most
    this.#gatherMs = gatherMs
    this.#shared = waiting
  }

  get open(): boolean {
    return this.#state === 'open'
  }

  /**
   * Resolves when it is durable; rejects with LogFull when there was no room for it, with LogUnavailable when it is not
   * known to be durable. Its group begins within `lingerMs`, or soon after the one before it has ended.
   */
  push(write: Write, lingerMs = 0): Promise<Answer> {
    if (this.#state !== 'open') return Promise.reject(new LogUnavailable(`The store is ${this.#state}.`))
    if (this.#shared.writes >= WAITING || this.#shared.bytes >= this.#most) {
      return Promise.reject(new LogUnavailable('Too much waits for the store.'))
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ write, resolve, reject })
      this.#count(write, 1)
      this.#hurry(this.#clock.elapsed() + lingerMs)
      this.#schedule()
    })
  }

  reopen(): void {
    if (this.#state === 'failed') this.#state = 'open'
  }

  /** Takes nothing more; resolves when all that was taken is answered. */
  close(): Promise<void> {
    this.#state = 'closed'
    if (this.#flying.length + this.#waiting.length === 0) return Promise.resolve()
    this.#schedule()
    return new Promise(resolve => {
      this.#drained = resolve
    })
  }

  #hurry(due: number): void {
    if (due >= this.#due) return
    this.#due = due
    if (this.#scheduled === 'soon') return
    this.#scheduled?.()
    this.#scheduled = undefined
  }

  #schedule(): void {
    if (this.#flying.length > 0 || this.#scheduled === 'soon') return
    if (this.#scheduled !== undefined && !this.#full) return
    const wait = this.#full ? 0 : this.#waitMs()
    if (wait > 0) {
      this.#scheduled = this.#clock.after(wait, () => this.#begin())
      return
    }
    this.#scheduled?.()
    this.#scheduled = 'soon'
    // with everything that comes in this turn
    void Promise.resolve().then(() => this.#begin())
  }

  get #full(): boolean {
    return this.#state === 'closed' || this.#waiting.length >= GROUP
  }

  #waitMs(): number {
    if (this.#gatherMs === 0) return 0
    const now = this.#clock.elapsed()
    const gather = Math.min(this.#gatherMs, this.#endedAt + this.#gatherMs - now)
    return Math.max(gather, Math.min(MOST_MS, this.#due - now))
  }

  #begin(): void {
    this.#scheduled = undefined
    void this.#commit()
  }

  async #commit(): Promise<void> {
    if (this.#flying.length > 0 || this.#waiting.length === 0) return
    const group = this.#waiting.splice(0, GROUP)
    this.#flying = group
    this.#due = this.#waiting.length > 0 ? this.#clock.elapsed() : Number.POSITIVE_INFINITY
    for (const { write } of group) this.#count(write, -1)
    try {
      const answers = await this.#store.commit(group.map(({ write }) => write))
      this.#flying = []
      this.#endedAt = this.#clock.elapsed()
      for (const [at, { write, resolve, reject }] of group.entries()) {
        const answer = answers[at]
        if (answer === 'full') reject(new LogFull('There is no room for more.'))
        else {
          this.#events.committed(write, answer)
          resolve(answer)
        }
      }
    } catch (error) {
      this.#fail(error, group)
    }
    if (this.#waiting.length > 0) this.#schedule()
    else {
      this.#drained?.()
      this.#events.idle?.()
    }
  }

  #count(write: Write, by: 1 | -1): void {
    this.#shared.writes += by
    this.#shared.bytes += by * sizeOf(write)
  }

  #fail(error: unknown, group: readonly Asked[]): void {
    const lost = [...group, ...this.#waiting]
    for (const { write } of this.#waiting) this.#count(write, -1)
    this.#waiting = []
    this.#flying = []
    this.#due = Number.POSITIVE_INFINITY
    if (this.#state === 'open') this.#state = 'failed'
    this.#events.failed(error)
    for (const { reject } of lost) reject(new LogUnavailable('The store could not take it.', { cause: error }))
  }
}

/** In memory, with the promise of its answer. */
function sizeOf(write: Write): number {
  switch (write.kind) {
    case 'event':
      return 500 + 2 * textOf(write).length
    case 'session':
      return 500
    case 'forgetAuthor':
    case 'forgetNames':
      return 500 + write.ids.length * 100
    case 'sessionEnds':
      return 500 + write.tokenHashes.length * 60
    case 'directory':
      return 1_000 + JSON.stringify(write.change).length * 2
  }
}
