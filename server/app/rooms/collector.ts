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

/** Those who are about to join a room. */
export class Collectors {
  readonly #all = new Set<Collector>()
  readonly #onStop: () => void

  constructor(onStop: () => void) {
    this.#onStop = onStop
  }

  get size(): number {
    return this.#all.size
  }

  /** Gathers what is delivered from now on. */
  add(): Collector {
    const stop = () => {
      if (this.#all.delete(collector)) this.#onStop()
    }
    const collector: Collector = { events: [], length: 0, full: false, stop }
    this.#all.add(collector)
    return collector
  }

  /** `length`: of the event, encoded. */
  gather(event: DurableEvent, length: number): void {
    for (const collector of this.#all) {
      collector.length += length
      if (collector.length > COLLECTED) collector.full = true
      else collector.events.push(event)
    }
  }

  /** What they have read is void. */
  fill(): void {
    for (const collector of this.#all) collector.full = true
  }
}
