import { CLOSE } from '../../sdk/protocol/close-codes.ts'
import type { Clock } from '../ports/clock.ts'
import type { Connection } from './connection.ts'

const SLICE = 500
const SLICE_MS = 50
const ANSWERS_MS = 1_000
const GOODBYES_MS = 4_000
/** All come back to the one process. */
export const SPREAD_MS = 15_000
/** Others take them, and nobody is taken for gone: that is within the grace of their presence. */
export const SPREAD_OVER_NODES_MS = 5_000

/**
 * Lets requests that are on their way be answered, then tells every connection 4001 and closes it, some at a time, and waits
 * until `connections` is empty. Clients spread their return over a time that grows with their number, up to `mostSpreadMs`.
 */
export async function closeInSlices(
  connections: ReadonlySet<Connection>,
  clock: Clock,
  mostSpreadMs: number,
): Promise<void> {
  const pause = () => new Promise<void>(resolve => clock.after(SLICE_MS, resolve))
  const spreadMs = Math.min(mostSpreadMs, 500 + connections.size * 2)
  const answersBy = clock.now() + ANSWERS_MS
  while (clock.now() < answersBy && [...connections].some(connection => connection.busy)) await pause()
  let told = 0
  for (const connection of [...connections]) {
    connection.end(CLOSE.shutdown, 'shutdown', { spreadMs })
    if (++told % SLICE === 0) await pause()
  }
  const goodbyesBy = clock.now() + GOODBYES_MS
  while (connections.size > 0 && clock.now() < goodbyesBy) await pause()
}
