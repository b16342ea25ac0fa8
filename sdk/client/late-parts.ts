import type { RoomDirectory } from './directory-types.ts'
import { loadLate } from './load-late.ts'
import type { Moderation } from './moderation-types.ts'
import type { RoomHost } from './room-host.ts'

/** Rooms and people, whose code is loaded with the first question: most clients know their one room. */
export const lateDirectory = (host: RoomHost): (() => Promise<RoomDirectory>) =>
  late(host, async () => (await import('./directory-part.ts')).roomDirectory)

/** What keeps order, loaded likewise. */
export const lateModeration = (host: RoomHost): (() => Promise<Moderation>) =>
  late(host, async () => (await import('./moderation-part.ts')).roomModeration)

function late<Part>(host: RoomHost, load: () => Promise<(host: RoomHost) => Part>): () => Promise<Part> {
  let made: Part | undefined
  return async () => {
    if (host.ended) throw host.ended
    const make = await loadLate(load)
    made ??= make(host)
    return made
  }
}
