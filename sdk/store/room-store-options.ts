import type { ChatClient } from '../client/types.ts'
import type { Clock } from '../lib/clock.ts'

export interface RoomStoreOptions {
  client: ChatClient
  room: string
  /** The last name used, for the login's field. */
  name?: string | undefined
  /** How names are sorted. */
  lang?: string | undefined
  /** Runs a function once, soon; default: at the end of this task. */
  schedule?: ((run: () => void) => void) | undefined
  clock?: Clock | undefined
}
