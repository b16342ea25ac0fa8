import { loadFile } from '../../parts/load-file.ts'
import type { TalkFeature, TalkHost } from './talk-host.ts'

/** Where a file cannot be loaded, a drawing after this time tries again. */
const RETRY_MS = 10_000

export interface LatePart extends Required<TalkFeature> {
  opened(): TalkFeature | undefined
}

/** A feature whose file is loaded at once, and again later where it could not be. */
export function latePart(host: TalkHost, load: () => Promise<(host: TalkHost) => TalkFeature>): LatePart {
  let feature: TalkFeature | undefined
  let loading = false
  let stopped = false

  async function open(): Promise<void> {
    loading = true
    try {
      const opens = await loadFile(load, host.server())
      if (stopped) return
      feature = opens(host)
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
      else if (!loading) void open()
    },
    stop() {
      stopped = true
      feature?.stop()
    },
    outgoing: (message, typed) => feature?.outgoing?.(message, typed),
  }
}
