import type { DurableEvent } from '../protocol/events.ts'
import type { Position } from '../protocol/records.ts'
import type { JoinedRoom } from '../protocol/replies.ts'
import { place } from './position.ts'
import type { RoomEvents } from './types.ts'

export interface FollowerEvents {
  event(event: DurableEvent, live: boolean): void
  page(page: RoomEvents['page']): void
}

/** Events kept while a join is on its way; what is beyond shows as a gap afterwards. */
const MOST_EARLY = 1_000

/** Follows the durable events of one room: each once, in order. */
export class Follower {
  readonly #events: FollowerEvents
  #position: Position | undefined
  #early: DurableEvent[] = []

  constructor(events: FollowerEvents) {
    this.#events = events
  }

  get position(): Position | undefined {
    return this.#position
  }

  reset(): void {
    this.#position = undefined
    this.#early = []
  }

  /** False: the result does not go on from where this client stands. */
  apply(result: JoinedRoom): boolean {
    const { epoch, seq } = result
    const keep = this.#position?.epoch === epoch
    if (result.recovered) {
      if (!keep || result.events.some(event => !this.follow(event, false))) return false
      return this.#position?.seq === seq
    }
    this.#position = { epoch, seq }
    this.#events.page({ messages: result.messages, more: result.more, keep, epoch, seq })
    return true
  }

  /** False: events are missing before this one, or it is not known where this client stands. */
  follow(event: DurableEvent, live: boolean): boolean {
    if (!this.#position) return false
    const { epoch, seq } = this.#position
    const found = place(seq, event.seq)
    if (found === 'next') {
      this.#position = { epoch, seq: event.seq }
      this.#events.event(event, live)
    }
    return found !== 'gap'
  }

  /** Keeps an event that came before the result of the join. */
  keep(event: DurableEvent): void {
    if (this.#early.length < MOST_EARLY) this.#early.push(event)
  }

  takeEarly(): DurableEvent[] {
    const early = this.#early
    this.#early = []
    return early
  }
}
