import { applyEvent } from '../../protocol/apply-event.ts'
import type { ChangeEvent } from '../../protocol/events.ts'
import type { Message } from '../../protocol/records.ts'

/** Messages that a room keeps: those that it gave out last. */
const MOST = 500

/** A message before and after a change. */
export interface Changed {
  before: Message
  message: Message
}

/** The messages that were given out last, as they stand. */
export class MessageWindow {
  /** `asOf`: what the message quotes is as of this seq. */
  readonly #held = new Map<string, { message: Message; asOf: number }>()

  get(id: string): Message | undefined {
    return this.#held.get(id)?.message
  }

  /** They are given out; they stand as of `asOf`. */
  give(messages: readonly Message[], asOf: number): void {
    for (const message of messages) {
      this.#held.delete(message.id)
      this.#held.set(message.id, { message, asOf })
    }
    for (const id of this.#held.keys()) {
      if (this.#held.size <= MOST) break
      this.#held.delete(id)
    }
  }

  clear(): void {
    this.#held.clear()
  }

  /** Each message that the event changes: its own, and those that quote it. */
  apply(event: ChangeEvent, me: string | undefined): Changed[] {
    const changed: Changed[] = []
    for (const [id, { message: before, asOf }] of this.#held) {
      const message = applyEvent(before, event, me, asOf)
      if (message === before) continue
      this.#held.set(id, { message, asOf })
      changed.push({ before, message })
    }
    return changed
  }
}
