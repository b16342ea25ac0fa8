import type { DurableEvent } from '../../sdk/protocol/events.ts'
import type { Message, Position } from '../../sdk/protocol/records.ts'
import type { Page, PageQuery, Resumed, RoomNews } from '../ports/room-log.ts'
import { EventRing } from './event-ring.ts'

interface Subscription {
  readonly after: number
  readonly listener: (news: RoomNews) => void
}

/** One room of the log in memory. */
export class MemoryRoom {
  readonly name: string
  readonly epoch: string
  readonly events = new EventRing()
  readonly #subscriptions = new Set<Subscription>()
  #undelivered: DurableEvent[] = []

  constructor(name: string, epoch: string) {
    this.name = name
    this.epoch = epoch
  }

  get head(): Position {
    return { epoch: this.epoch, seq: this.events.last }
  }

  get hasSubscribers(): boolean {
    return this.#subscriptions.size > 0
  }

  subscribe(listener: (news: RoomNews) => void): () => void {
    const subscription = { after: this.events.last, listener }
    this.#subscriptions.add(subscription)
    return () => this.#subscriptions.delete(subscription)
  }

  /** In seq order also when a listener appends; none of what a listener throws gets out but through `onFault`. */
  deliver(event: DurableEvent, onFault: (error: unknown) => void): void {
    this.#undelivered.push(event)
    if (this.#undelivered.length > 1) return
    for (let i = 0; i < this.#undelivered.length; i++) {
      const next = this.#undelivered[i]
      if (next) this.#tell(next, onFault)
    }
    this.#undelivered = []
  }

  resume({ epoch, seq }: Position, limit: number): Resumed {
    const { head, events } = this
    const missing = head.seq - seq
    const known = epoch === head.epoch && Number.isInteger(seq) && seq >= events.first - 1 && missing >= 0
    return { head, events: known && missing <= limit ? this.#range(seq + 1, head.seq) : undefined }
  }

  page({ before, limit, maxBytes }: PageQuery): Page {
    const messages: Message[] = []
    let bytes = 0
    let seq = Math.min(before ?? Number.POSITIVE_INFINITY, this.events.last + 1) - 1
    for (; seq >= this.events.first && messages.length < limit; seq--) {
      const event = this.events.at(seq)
      if (!event) break
      bytes += Buffer.byteLength(event.text)
      if (messages.length > 0 && bytes > maxBytes) break
      messages.push(messageOf(event))
    }
    return { head: this.head, messages: messages.reverse(), more: seq >= this.events.first }
  }

  #range(from: number, to: number): DurableEvent[] {
    const events: DurableEvent[] = []
    for (let seq = from; seq <= to; seq++) {
      const event = this.events.at(seq)
      if (event) events.push(event)
    }
    return events
  }

  #tell(event: DurableEvent, onFault: (error: unknown) => void): void {
    for (const { after, listener } of this.#subscriptions) {
      if (event.seq <= after) continue
      try {
        listener(event)
      } catch (error) {
        onFault(error)
      }
    }
  }
}

function messageOf({ type: _type, ...message }: DurableEvent): Message {
  return message
}
