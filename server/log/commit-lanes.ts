import type { Clock } from '../ports/clock.ts'
import { LogUnavailable } from '../ports/room-log.ts'
import type { Store, Write } from '../ports/store.ts'
import { type CommitEvents, type CommitLimits, CommitQueue } from './commit-queue.ts'

/** What becomes of a write: see `CommitQueue`. */
export interface Commits {
  readonly open: boolean
  push: CommitQueue['push']
  reopen(): void
  close(): Promise<void>
}

/** More than a node has rooms; those that have nothing on its way are forgotten first. */
const MOST = 20_000

/**
 * For a store that takes many groups at once: writes of one lane are committed in their order, and wait for no others. What fails takes
 * with it what waits in its own lane, and the next is taken at once.
 */
export class CommitLanes implements Commits {
  readonly #store: Store
  readonly #laneOf: (write: Write) => string
  readonly #clock: Clock
  readonly #events: CommitEvents
  readonly #limits: CommitLimits
  readonly #lanes = new Map<string, CommitQueue>()
  /** Those with nothing on its way, the longest idle first: a lane remembers when its last group ended. */
  readonly #idle = new Set<string>()
  #isClosed = false

  constructor(
    store: Store,
    laneOf: (write: Write) => string,
    clock: Clock,
    events: CommitEvents,
    limits: CommitLimits = {},
  ) {
    this.#store = store
    this.#laneOf = laneOf
    this.#clock = clock
    this.#events = events
    // what waits in all of them is counted together
    this.#limits = { ...limits, waiting: limits.waiting ?? { writes: 0, bytes: 0 } }
  }

  get open(): boolean {
    return !this.#isClosed
  }

  push: CommitQueue['push'] = (write, lingerMs) => {
    if (this.#isClosed) return Promise.reject(new LogUnavailable('The store is closed.'))
    const name = this.#laneOf(write)
    const lane = this.#lanes.get(name) ?? this.#begin(name)
    if (!lane) return Promise.reject(new LogUnavailable('Too much waits for the store.'))
    this.#idle.delete(name)
    return lane.push(write, lingerMs)
  }

  reopen(): void {}

  async close(): Promise<void> {
    this.#isClosed = true
    await Promise.all([...this.#lanes.values()].map(lane => lane.close()))
  }

  #begin(name: string): CommitQueue | undefined {
    if (this.#lanes.size >= MOST) {
      const [idle] = this.#idle
      if (idle === undefined) return undefined
      this.#forget(idle)
    }
    const lane: CommitQueue = new CommitQueue(
      this.#store,
      this.#clock,
      {
        committed: (...done) => this.#events.committed(...done),
        failed: error => {
          this.#forget(name)
          this.#events.failed(error)
        },
        idle: () => {
          if (this.#lanes.get(name) === lane) this.#idle.add(name)
        },
      },
      this.#limits,
    )
    this.#lanes.set(name, lane)
    return lane
  }

  #forget(name: string): void {
    this.#lanes.delete(name)
    this.#idle.delete(name)
  }
}
