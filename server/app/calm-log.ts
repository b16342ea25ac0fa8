import { BoundedMap } from '../core/bounded-map.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import { LogUnavailable } from '../ports/room-log.ts'

/** What a store that is away makes fail is told so often, each kind of it. ms. */
const EVERY_MS = 60_000
/** Kinds of failures. */
const MOST = 1_000

/** A log in which a store that is away is told once by each that needs it, and not at each of their tries. */
export function calmLog(log: Log, clock: Pick<Clock, 'elapsed'>): Log {
  const told = new BoundedMap<{ at: number; left: number }>(MOST)
  const calm = (level: 'warn' | 'error') => (fields: object, message: string) => {
    if (!('err' in fields && fields.err instanceof LogUnavailable)) {
      log[level](fields, message)
      return
    }
    const now = clock.elapsed()
    const known = told.get(message)
    if (known && now - known.at < EVERY_MS) {
      known.left++
      return
    }
    told.set(message, { at: now, left: 0 })
    log[level](known && known.left > 0 ? { ...fields, untold: known.left } : fields, message)
  }
  return {
    debug: (fields, message) => log.debug(fields, message),
    info: (fields, message) => log.info(fields, message),
    warn: calm('warn'),
    error: calm('error'),
  }
}
