import type { OpenSheet } from '../features/sheet/sheet.ts'
import { loadFile } from '../parts/load-file.ts'
import type { SharedHost } from './shared-host.ts'

/** Where a file cannot be loaded, a drawing after this time tries again. */
const RETRY_MS = 10_000

interface Opened {
  /** Called whenever something was drawn. */
  look(): void
  stop(): void
}

export interface LateFeature<Feature> extends Opened {
  /** As soon as it is there. */
  opened(): Feature | undefined
}

/**
 * What a chat may have beside its room, loaded with the card that it shows things on once a drawing finds that it is wanted.
 * `load` gives what opens it.
 */
export function lateFeature<Host extends SharedHost, Feature extends Opened>(
  host: Host,
  isWanted: () => unknown,
  load: () => Promise<(host: Host & { openSheet: OpenSheet }) => Feature>,
): LateFeature<Feature> {
  let loading = false
  let feature: Feature | undefined
  let stopped = false

  async function open(): Promise<void> {
    loading = true
    try {
      const server = host.server()
      const [opens, { openSheet }] = await Promise.all([
        loadFile(load, server),
        loadFile(() => import('../features/sheet/sheet-part.ts'), server),
      ])
      if (stopped) return
      feature = opens({ ...host, openSheet })
      feature.look()
    } catch {
      host.clock.after(RETRY_MS, () => {
        loading = false
      })
    }
  }

  return {
    opened: () => feature,
    look() {
      if (feature) feature.look()
      else if (!loading && isWanted()) void open()
    },
    stop() {
      stopped = true
      feature?.stop()
    },
  }
}
