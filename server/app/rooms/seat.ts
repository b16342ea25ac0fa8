import type { LiveRoom } from './live-room.ts'
import type { Rights } from './rights.ts'

/** What a connection has of a room that it joined. */
export interface Seat {
  readonly room: LiveRoom
  readonly rights: Rights
}
