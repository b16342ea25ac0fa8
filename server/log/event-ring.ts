import type { DurableEvent } from '../../sdk/protocol/events.ts'
import type { Message } from '../../sdk/protocol/records.ts'
import type { PageQuery } from '../ports/room-log.ts'
import { wireBytes } from '../wire/encode.ts'
import { messageOf } from '../wire/message-of.ts'

const FIRST_CAPACITY = 8

/** The newest events of a room, without holes. Adding, dropping and finding by seq take the same time at any length. */
export class EventRing {
  // a power of two long, so that the low bits of a seq are its place
  #slots: (DurableEvent | undefined)[] = new Array(FIRST_CAPACITY)
  #first = 1
  #last = 0

  /** The seq of the oldest event that is held; one above `last` when none is. */
  get first(): number {
    return this.#first
  }

  /** The seq of the last event that was ever added; 0: none yet. */
  get last(): number {
    return this.#last
  }

  get size(): number {
    return this.#last - this.#first + 1
  }

  /** Its seq must be one above `last`. */
  add(event: DurableEvent): void {
    if (this.size === this.#slots.length) this.#grow()
    this.#last = event.seq
    this.#slots[this.#place(event.seq)] = event
  }

  /** Empties it; the next event is the one after `last`. */
  restart(last: number): void {
    this.#slots = new Array(FIRST_CAPACITY)
    this.#first = last + 1
    this.#last = last
  }

  at(seq: number): DurableEvent | undefined {
    return seq >= this.#first && seq <= this.#last ? this.#slots[this.#place(seq)] : undefined
  }

  dropOldest(): DurableEvent | undefined {
    const event = this.at(this.#first)
    if (!event) return undefined
    this.#slots[this.#place(this.#first)] = undefined
    this.#first++
    return event
  }

  /** In the place of the one with its seq, which is held. */
  replace(event: DurableEvent): void {
    this.#slots[this.#place(event.seq)] = event
  }

  /** Those of `from` to `last`, none of which may be missing; undefined when they have more than `maxBytes` on the wire. */
  from(from: number, maxBytes: number): DurableEvent[] | undefined {
    const events: DurableEvent[] = []
    let bytes = 0
    for (let seq = Math.max(from, this.#first); seq <= this.#last; seq++) {
      const event = this.at(seq)
      if (!event) continue
      bytes += wireBytes(event)
      if (bytes > maxBytes) return undefined
      events.push(event)
    }
    return events
  }

  /**
   * The newest messages before a seq, oldest first, at most `limit` and, but for one, `maxBytes` on the wire. `whole`: there
   * was nothing left to look at that could belong to them.
   */
  newest({ before, limit, maxBytes }: PageQuery): { messages: Message[]; whole: boolean } {
    const messages: Message[] = []
    let bytes = 0
    let seq = Math.min(before ?? Number.POSITIVE_INFINITY, this.#last + 1) - 1
    for (; seq >= this.#first && messages.length < limit; seq--) {
      const event = this.at(seq)
      if (event?.type !== 'new_message') continue
      const message = messageOf(event)
      bytes += wireBytes(message)
      if (messages.length > 0 && bytes > maxBytes) break
      messages.push(message)
    }
    return { messages: messages.reverse(), whole: seq >= this.#first || messages.length >= limit }
  }

  /** A message at this seq or later. */
  hasMessageFrom(from: number): boolean {
    for (let seq = Math.max(from, this.#first); seq <= this.#last; seq++) {
      if (this.at(seq)?.type === 'new_message') return true
    }
    return false
  }

  #place(seq: number): number {
    return seq % this.#slots.length
  }

  #grow(): void {
    const slots: (DurableEvent | undefined)[] = new Array(this.#slots.length * 2)
    for (let seq = this.#first; seq <= this.#last; seq++) slots[seq % slots.length] = this.at(seq)
    this.#slots = slots
  }
}
