import type { DurableEvent } from '../../sdk/protocol/events.ts'
import type { Position } from '../../sdk/protocol/records.ts'
import type { Page, PageQuery, Resumed } from '../ports/room-log.ts'
import { EventRing } from './event-ring.ts'
import { Followers } from './followers.ts'

/** What is known here of a room of the store: where it stands, who follows it, its recent events. */
export class DurableRoom {
  readonly name: string
  readonly events = new EventRing()
  readonly followers: Followers
  /** Undefined until it was read. */
  epoch: string | undefined
  /** The store holds nothing before this seq; undefined: it may. */
  oldestStoredSeq: number | undefined
  /** The seq of the last event that subscribers were given, or that was read. */
  deliveredSeq: number | undefined
  reading: Promise<void> | undefined

  constructor(name: string, onFault: (error: unknown) => void) {
    this.name = name
    this.followers = new Followers(onFault)
  }

  get head(): Position | undefined {
    return this.epoch === undefined ? undefined : { epoch: this.epoch, seq: this.events.last }
  }

  /** Undefined: the store has to be asked. */
  resume({ epoch, seq }: Position, limit: number, maxBytes: number): Resumed | undefined {
    const { head, events } = this
    if (head === undefined) return undefined
    const missing = head.seq - seq
    const known = epoch === head.epoch && Number.isInteger(seq) && seq >= 0 && missing >= 0
    if (!known || missing > limit) return { head, events: undefined }
    if (seq < events.first - 1) return undefined
    const missed = events.from(seq + 1, maxBytes)
    return { head, events: missed, cut: missed === undefined }
  }

  /** Undefined: the store has to be asked. */
  page(query: PageQuery): Page | undefined {
    const { head, events, oldestStoredSeq } = this
    if (head === undefined) return undefined
    const found = events.newest(query)
    const oldest = found[0]?.seq ?? Math.min(query.before ?? Number.POSITIVE_INFINITY, events.last + 1)
    const more = oldestStoredSeq === undefined || oldest > oldestStoredSeq
    const ended = found.length > 0 && (found.length >= query.limit || oldest > events.first)
    return ended || !more ? { head, messages: found, more } : undefined
  }

  /** Whether an event is the next one of those that are held. */
  goesOn(event: DurableEvent): boolean {
    return this.epoch !== undefined && event.seq === this.events.last + 1
  }
}
