import type { ConnectionState } from '../../connection/state.ts'

/** ms until the words on the screen change by themselves: the countdown's next second, or the next day. */
export function untilTick(connection: ConnectionState, now: number): number {
  if (connection.status === 'waiting' && !connection.offline && connection.retryAt > now) {
    return ((connection.retryAt - now - 1) % 1000) + 1
  }
  return new Date(now).setHours(24, 0, 0, 0) - now
}
