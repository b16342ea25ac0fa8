import type { Clock } from '../lib/clock.ts'
import type { Limits } from '../protocol/limits.ts'
import type { User } from '../protocol/records.ts'
import type { DraftStore } from './draft-store.ts'
import type { Requests } from './requests.ts'

/** What a room needs of its client. */
export interface RoomHost {
  /** The server's address. */
  readonly server: string
  readonly clock: Clock
  readonly requests: Requests
  readonly user: User | undefined
  readonly limits: Limits
  readonly drafts: DraftStore | undefined
  random(): number
  cid(): string
}
