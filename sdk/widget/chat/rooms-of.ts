import { isAccount } from '../../protocol/user-of.ts'
import type { RoomsHost } from '../features/rooms/rooms-host.ts'
import { lateFeature } from './late-feature.ts'

/**
 * Loads what goes from room to room only where there is more than one: the page lists several, or the reader has an account,
 * whom others can write to. `look` is called whenever something was drawn.
 */
export function roomsOf(host: Omit<RoomsHost, 'openSheet'>): {
  look(): void
  /** Shows another room, where there are some. */
  go(room: string): void
  stop(): void
} {
  function isWanted(): boolean {
    const user = host.client()?.user
    return user !== undefined && (host.listed().length > 0 || isAccount(user.id))
  }

  const { opened, ...late } = lateFeature(
    host,
    isWanted,
    async () => (await import('../features/rooms/rooms-part.ts')).openRooms,
  )
  return { ...late, go: room => opened()?.go(room) }
}
