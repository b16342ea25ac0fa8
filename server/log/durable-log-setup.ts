import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { Random } from '../ports/random.ts'
import type { Store } from '../ports/store.ts'
import type { RoomCacheLimits } from './room-cache.ts'

/** What a durable log is made of. */
export interface DurableLogSetup {
  store: Store
  clock: Clock
  random: Random
  log: Log
  limits?: Partial<RoomCacheLimits> | undefined
  /** Memory for what waits for the store. Bytes; 32 MB if left out. */
  unstoredBytes?: number | undefined
  /** How long the log waits after a commit for what it commits next. ms; 5 if left out, 0: not at all, nor for company. */
  gatherMs?: number | undefined
  /** Gets what a subscriber threw. */
  onFault: (error: unknown) => void
}
