const LEAST_MS = 5
// What a message waits for, in the middle: 18 ms in a room of 1,000 with few messages, 21 with 1,000 a second.
const DELAY_PER_MEMBER = 0.0175
const DELAY_PER_OBJECT = 0.1
// From this share of a busy core on, rooms gather longer; at the whole of it, four times as long.
const BUSY = 0.6
const STRETCH = 3

/** What the window of a room follows. */
export interface RoomLoad {
  members: number
  /** Objects in its last flush. */
  objects: number
  /** Share of the time for which the event loop works, 0 to 1. */
  busy: number
}

/** How long a room gathers after a flush before the next one, in ms, `most` at most. */
export function windowMs({ members, objects, busy }: RoomLoad, most: number): number {
  // the delay is half of the window, and half of the time in which what was gathered is sent
  const delay = members * DELAY_PER_MEMBER + objects * DELAY_PER_OBJECT
  const own = Math.max(LEAST_MS, (2 * delay) / (1 + busy))
  const stretch = 1 + (STRETCH * Math.max(0, busy - BUSY)) / (1 - BUSY)
  return Math.min(most, own * stretch)
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
