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
  /** The seq of the oldest message that the store holds; infinite: it holds none. */
  oldestStoredSeq = 1
  /** The ids of the pinned messages, newest pin first. */
  pins: readonly string[] = []
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

  /** Somebody stands further than this, as who has come from another process of the same store may. */
  isBehind({ epoch, seq }: Position): boolean {
    return epoch === this.epoch && seq > this.events.last
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
    const { before = Number.POSITIVE_INFINITY, after, around, at, ids } = query
    if (head === undefined || (after ?? around ?? at ?? ids) !== undefined || before < events.first) return undefined
    const { messages, whole } = events.newest(query)
    const oldest = messages[0]?.seq ?? Math.min(before, head.seq + 1)
    const more = oldest > oldestStoredSeq
    return whole || !more ? { head, messages, more, newer: events.hasMessageFrom(before) } : undefined
  }

  /** Whether an event is the next one of those that are held. */
  goesOn(event: DurableEvent): boolean {
    return this.epoch !== undefined && event.seq === this.events.last + 1
  }
}
