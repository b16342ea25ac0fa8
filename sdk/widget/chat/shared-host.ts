import type { Clock } from '../../lib/clock.ts'

/** What every feature that is loaded beside a room needs of its chat. */
export interface SharedHost {
  readonly clock: Clock
  /** The chat server's address. */
  server(): string
}
