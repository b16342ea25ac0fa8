import type { OpenSheet } from '../features/sheet/sheet.ts'
import { type Late, late, type Opened } from '../parts/late.ts'
import { loadFile } from '../parts/load-file.ts'
import type { SharedHost } from './shared-host.ts'

/**
 * What a chat may have beside its room, loaded with the card that it shows things on once a drawing finds that it is wanted.
 * `load` gives what opens it.
 */
export function lateFeature<Host extends SharedHost, Feature extends Opened>(
  host: Host,
  isWanted: () => unknown,
  load: () => Promise<(host: Host & { openSheet: OpenSheet }) => Feature>,
): Late<Feature> {
  return late(host.clock, isWanted, async () => {
    const server = host.server()
    const [opens, { openSheet }] = await Promise.all([
      loadFile(load, server),
      loadFile(() => import('../features/sheet/sheet-part.ts'), server),
    ])
    return () => opens({ ...host, openSheet })
  })
}
