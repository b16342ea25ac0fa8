import { loadFile } from '../../parts/load-file.ts'
import type { TalkFeature, TalkHost } from './talk-host.ts'

/** Where a file cannot be loaded, a drawing after this time tries again. */
const RETRY_MS = 10_000

/** A feature whose file is loaded at once, and again later where it could not be. */
export function latePart(host: TalkHost, load: () => Promise<(host: TalkHost) => TalkFeature>): TalkFeature {
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
    look() {
      if (feature) feature.look()
      else if (!loading) void open()
    },
    stop() {
      stopped = true
      feature?.stop()
    },
  }
}
