import type { Position } from '../../protocol/records.ts'
import { isAccount } from '../../protocol/user-of.ts'
import type { OpenedRooms, RoomsHost } from '../features/rooms/rooms-host.ts'
import { loadFile } from '../parts/load-file.ts'

/** Where the file cannot be loaded, a drawing after this time tries again. */
const RETRY_MS = 10_000

/**
 * Loads what goes from room to room only where there is more than one: the page lists several, or the reader has an account,
 * whom others can write to. `look` is called whenever something was drawn.
 */
export function roomsOf(host: Omit<RoomsHost, 'openSheet'>): {
  look(): void
  seen(room: string, position: Position): void
  stop(): void
} {
  let loading = false
  let rooms: OpenedRooms | undefined
  let stopped = false

  async function load(): Promise<void> {
    loading = true
    try {
      const server = host.server()
      const [{ openRooms }, { openSheet }] = await Promise.all([
        loadFile(() => import('../features/rooms/rooms-part.ts'), server),
        loadFile(() => import('../features/sheet/sheet-part.ts'), server),
      ])
      if (stopped) return
      const opened = openRooms({ ...host, openSheet })
      rooms = opened
      opened.look()
    } catch {
      host.clock.after(RETRY_MS, () => {
        loading = false
      })
    }
  }

  function isWanted(): boolean {
    const user = host.client()?.user
    return user !== undefined && (host.listed().length > 0 || isAccount(user.id))
  }

  return {
    look() {
      if (rooms) rooms.look()
      else if (!loading && isWanted()) void load()
    },
    seen: (room, position) => rooms?.seen(room, position),
    stop() {
      stopped = true
      rooms?.stop()
    },
  }
}
