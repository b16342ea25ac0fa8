import type { ChatError } from '../lib/chat-error.ts'
import type { Clock } from '../lib/clock.ts'
import type { Limits } from '../protocol/limits.ts'
import type { User } from '../protocol/records.ts'
import type { OrderedDrafts } from './outbox/ordered-drafts.ts'
import type { Requests } from './requests.ts'

/** What a room needs of its client. */
export interface RoomHost {
  /** The server's address. */
  readonly server: string
  readonly clock: Clock
  readonly requests: Requests
  readonly user: User | undefined
  /** The id of the user as a guest, before they identified themselves: what is of it is theirs. */
  readonly guestId: string | undefined
  readonly limits: Limits
  readonly drafts: OrderedDrafts | undefined
  /** When the server answered the last `connect`: by its clock, and by this machine's. Clocks of readers are often wrong. */
  readonly welcomed: { server: number; here: number }
  /** Why nothing can be done any more. */
  readonly ended: ChatError | undefined
  /** What is to be undone when it ends. */
  readonly atEnd: (() => void)[]
  /** Keeps a connection from now on, if it does not yet. */
  connect(): void
  /** Tells the server that this client is not in the room any more. Resolves when it has answered. */
  leave(room: string): Promise<void>
  random(): number
  cid(): string
}
