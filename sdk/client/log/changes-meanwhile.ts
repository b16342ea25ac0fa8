import { ChatError } from '../../lib/chat-error.ts'
import { applyEvent } from '../../protocol/apply-event.ts'
import type { ChangeEvent } from '../../protocol/events.ts'
import type { Message } from '../../protocol/records.ts'

/** Changes that are kept for one answer. */
const MOST = 1_000

/** Messages as they stand as of `seq`. */
interface Page {
  seq: number
  messages: Message[]
}

interface Asked {
  changes: ChangeEvent[]
  /** An older page cannot be brought up to date. */
  from: number
}

/** Brings pages up to date that were asked for while their room went on. */
export class ChangesMeanwhile {
  readonly #asked = new Set<Asked>()

  add(event: ChangeEvent): void {
    for (const { changes } of this.#asked) if (changes.length <= MOST) changes.push(event)
  }

  /** The room goes on from this seq; what happened before was not seen. */
  startFrom(seq: number): void {
    for (const asked of this.#asked) Object.assign(asked, { from: seq, changes: [] })
  }

  /**
   * The page with every change that was seen since it was asked for. `from`: everything up to this seq was seen before.
   * Rejects when it cannot be brought up to date; it can be asked for again.
   */
  async bring<T extends Page>(
    page: Promise<T>,
    from: number,
    me: (event: ChangeEvent) => string | undefined,
  ): Promise<T> {
    const asked: Asked = { changes: [], from }
    this.#asked.add(asked)
    try {
      const reply = await page
      const seq: number | undefined = reply.seq
      // a server of the first version, where nothing changes
      if (seq === undefined) return reply
      if (seq < asked.from || asked.changes.length > MOST) throw overtaken()
      const later = asked.changes.filter(event => event.seq > seq)
      const messages = reply.messages.map(each =>
        later.reduce((message, event) => applyEvent(message, event, me(event)), each),
      )
      return { ...reply, seq: Math.max(seq, later.at(-1)?.seq ?? 0), messages }
    } finally {
      this.#asked.delete(asked)
    }
  }
}

const overtaken = () =>
  new ChatError('unavailable', 'The room went on too fast. Ask again.', { retryable: true, retryAfterMs: 200 })
