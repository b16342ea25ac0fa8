import type { DurableEvent } from '../../../sdk/protocol/events.ts'

/** Events of a room, gathered while it is read. `full`: there were more, or what was read is void. */
export interface Collector {
  readonly events: DurableEvent[]
  /** Of the events, encoded. */
  length: number
  full: boolean
  stop(): void
}

/** Characters, encoded. With the page or the resume that was read they make up one reply. */
const COLLECTED = 128_000

/** `length`: of the event, encoded. */
export function gather(collector: Collector, event: DurableEvent, length: number): void {
  collector.length += length
  if (collector.length > COLLECTED) collector.full = true
  else collector.events.push(event)
}

export function createCollector(stop: () => void): Collector {
  return { events: [], length: 0, full: false, stop }
}
