import type { Position } from '../../sdk/protocol/records.ts'
import type { Page, PageQuery, Resumed } from '../ports/room-log.ts'
import { EventRing } from './event-ring.ts'
import { Followers } from './followers.ts'

/** One room of the log in memory. */
export class MemoryRoom {
  readonly name: string
  readonly epoch: string
  readonly events = new EventRing()
  readonly followers: Followers

  constructor(name: string, epoch: string, onFault: (error: unknown) => void) {
    this.name = name
    this.epoch = epoch
    this.followers = new Followers(onFault)
  }

  get head(): Position {
    return { epoch: this.epoch, seq: this.events.last }
  }

  resume({ epoch, seq }: Position, limit: number, maxBytes: number): Resumed {
    const { head, events } = this
    const missing = head.seq - seq
    const known = epoch === head.epoch && Number.isInteger(seq) && seq >= events.first - 1 && missing >= 0
    if (!known || missing > limit) return { head, events: undefined }
    const missed = events.from(seq + 1, maxBytes)
    return { head, events: missed, cut: missed === undefined }
  }

  page(query: PageQuery): Page {
    const messages = this.events.newest(query)
    const end = Math.min(query.before ?? Number.POSITIVE_INFINITY, this.events.last + 1)
    return { head: this.head, messages, more: (messages[0]?.seq ?? end) > this.events.first }
  }
}
