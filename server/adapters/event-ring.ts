import type { DurableEvent } from '../../sdk/protocol/events.ts'

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

  #place(seq: number): number {
    return seq % this.#slots.length
  }

  #grow(): void {
    const slots: (DurableEvent | undefined)[] = new Array(this.#slots.length * 2)
    for (let seq = this.#first; seq <= this.#last; seq++) slots[seq % slots.length] = this.at(seq)
    this.#slots = slots
  }
}
