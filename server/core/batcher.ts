const MIN_GAP_MS = 5
const MAX_GAP_MS = 50
// One flush costs about 5 us of a core for each member, so this keeps one room's fan-out near a quarter of it.
const GAP_MS_PER_MEMBER = 0.02

/**
 * When a room flushes what waits: at once when its last flush is long enough ago, else together with what comes until
 * then. In ms, as `now`; at or before `now` means at once.
 */
export function flushAt(now: number, lastFlushAt: number, members: number): number {
  const gap = Math.min(MAX_GAP_MS, Math.max(MIN_GAP_MS, members * GAP_MS_PER_MEMBER))
  return Math.max(now, lastFlushAt + gap)
}

/** One encoded frame, and how long it is. */
export interface Encoded {
  text: string
  bytes: number
}

/** Joins encoded objects into as few frames as stay within `maxBytes`; an object larger than that goes alone. */
export function packFrames(objects: readonly Encoded[], maxBytes: number): string[] {
  const frames: string[] = []
  let group: string[] = []
  let bytes = 0
  const close = () => {
    if (group.length > 0) frames.push(group.length === 1 ? (group[0] as string) : `[${group.join(',')}]`)
    group = []
    bytes = 0
  }
  for (const object of objects) {
    // A comma each, and the two brackets.
    if (bytes + object.bytes + group.length + 2 > maxBytes) close()
    group.push(object.text)
    bytes += object.bytes
  }
  close()
  return frames
}
