import { type LateFeature, lateFeature } from './late-feature.ts'
import type { Missed, MissedHost } from './missed.ts'

/** Loads what counts what is not read once there is something to read. */
export function missedOf(host: MissedHost): LateFeature<Missed> {
  const isWanted = () => host.shown()?.view.log.ready
  return lateFeature(host, isWanted, async () => (await import('./unread-part.ts')).openMissed)
}
