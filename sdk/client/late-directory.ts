import type { RoomDirectory } from './directory-types.ts'
import { loadLate } from './load-late.ts'
import type { RoomHost } from './room-host.ts'

/** Rooms and people, whose code is loaded with the first question: most clients know their one room. */
export function lateDirectory(host: RoomHost): () => Promise<RoomDirectory> {
  let made: RoomDirectory | undefined
  return async () => {
    if (host.ended) throw host.ended
    const { roomDirectory } = await loadLate(() => import('./directory-part.ts'))
    made ??= roomDirectory(host)
    return made
  }
}
