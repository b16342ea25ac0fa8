import type { RoomDirectory } from '../../../client/directory-types.ts'
import type { User } from '../../../protocol/records.ts'
import type { RoomStore } from '../../../store/room-store.ts'

/** What the page of a room knows and does. */
export interface RoomPage {
  store: RoomStore
  me: User | undefined
  directory(): Promise<RoomDirectory>
  /** People with whom one is in some room now. */
  around(): readonly User[]
  back(): void
  /** One has left it for good. */
  left(): void
  say(text: string): void
}
