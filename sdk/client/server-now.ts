import type { RoomHost } from './room-host.ts'

/** Now, by the server's clock. */
export function serverNow({ clock, welcomed }: Pick<RoomHost, 'clock' | 'welcomed'>): number {
  return welcomed.server + Math.max(0, clock.now() - welcomed.here)
}
