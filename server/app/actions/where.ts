import type { LiveRoom } from '../rooms/live-room.ts'
import type { Look } from '../rooms/look-at.ts'

/** In which room something is done, and what its actor is there. A seat is such a place. */
export interface Where extends Look {
  /** If it is alive on this node. */
  readonly room: LiveRoom | undefined
}
