import type { Clock } from '../../lib/clock.ts'

/** Where a file cannot be loaded, a look after this time tries again. */
const RETRY_MS = 10_000

/** What is opened once its files are there. */
export interface Opened {
  /** Called whenever something was drawn. */
  look(): void
  stop(): void
}

export interface Late<Feature> extends Opened {
  /** As soon as it is there. */
  opened(): Feature | undefined
}

/** What is loaded and opened by the first look that finds it wanted; where that fails, by a later one. `open` loads it. */
export function late<Feature extends Opened>(
  clock: Clock,
  isWanted: () => unknown,
  open: () => Promise<() => Feature>,
): Late<Feature> {
  let loading = false
  let feature: Feature | undefined
  let stopped = false

  async function load(): Promise<void> {
    loading = true
    try {
      const opens = await open()
      if (stopped) return
      feature = opens()
      feature.look()
    } catch {
      clock.after(RETRY_MS, () => {
        loading = false
      })
    }
  }

  return {
    opened: () => feature,
    look() {
      if (feature) feature.look()
      else if (!loading && isWanted()) void load()
    },
    stop() {
      stopped = true
      feature?.stop()
    },
  }
}
