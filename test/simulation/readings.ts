import type { DurableEvent } from '../../sdk/protocol/events.ts'
import { type Counts, countsAt } from './counts.ts'

interface Reader {
  /** What they were told to have read, and when. */
  told: { at: number; read: number }[]
  /** Until then they may be told what they had read before they wanted to read it again. */
  unsureUntil: number
}

export interface ReadingsParts {
  now: () => number
  events: (room: string) => readonly DurableEvent[]
  /** How many events a room had then. */
  headAt: (room: string, at: number) => number
  idsOf: (userId: string) => readonly string[]
  /** What is worked out before something else is told may be told so much after it. ms. */
  lateMs: () => number
}

/** How far people are told to have read, and what they are told to have missed: never less far, and what every event says. */
export class Readings {
  readonly #parts: ReadingsParts
  readonly #readers = new Map<string, Reader>()

  constructor(parts: ReadingsParts) {
    this.#parts = parts
  }

  /** Some of what was marked may be lost, and is marked again. */
  clear(): void {
    this.#readers.clear()
  }

  /** They want to read again what they have read. */
  markedUnread(user: string, room: string): void {
    const { now, lateMs } = this.#parts
    this.#readers.set(keyOf(user, room), { told: [], unsureUntil: now() + lateMs() })
  }

  /** What is wrong about what is told to somebody, who asked `since` or to whom it comes unasked. */
  told(user: string, room: string, read: number, since: number): string | undefined {
    const { now, events, lateMs } = this.#parts
    const reader = this.#readers.get(keyOf(user, room)) ?? { told: [], unsureUntil: 0 }
    this.#readers.set(keyOf(user, room), reader)
    const before = Math.max(0, ...reader.told.filter(({ at }) => at <= since - lateMs()).map(each => each.read))
    if (now() >= reader.unsureUntil) reader.told.push({ at: now(), read })
    if (read < before) return `have read ${read} of ${room}, and ${before} before`
    const head = events(room).length
    return read > head ? `have read ${read} of ${room}, which has ${head}` : undefined
  }

  /** The same of the counts; `read`: where they begin, undefined: anywhere. */
  counted(user: string, room: string, { unread, mentions }: Counts, read: number, since: number): string | undefined {
    const { events, headAt, idsOf, lateMs } = this.#parts
    const all = events(room)
    const ids = idsOf(user)
    for (let head = headAt(room, since - lateMs()); head <= all.length; head++) {
      const due = countsAt(all, head, read, ids)
      if (due.unread === unread && due.mentions === mentions) return undefined
    }
    const due = countsAt(all, all.length, read, ids)
    return `have ${unread} and ${mentions} of ${room} to read after ${read}, where ${due.unread} and ${due.mentions} are`
  }
}

const keyOf = (user: string, room: string) => `${user} ${room}`
