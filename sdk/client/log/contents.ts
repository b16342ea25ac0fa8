import type { DurableEvent } from '../../protocol/events.ts'
import { foldPins } from '../../protocol/fold-pins.ts'
import type { Message, Position } from '../../protocol/records.ts'
import type { JoinedRoom } from '../../protocol/replies.ts'
import { type OpenRequest, withRequests } from '../outbox/with-requests.ts'
import { readerOf } from '../person.ts'
import type { RoomHost } from '../room-host.ts'
import type { Draft, RoomEvents } from '../types.ts'
import { latePages } from './late-pages.ts'
import { type Changed, MessageWindow } from './message-window.ts'
import type { Pages } from './pages.ts'

type Granted = OpenRequest & { seq: number }

/** What a room holds, as far as it was read here, as it stands. */
export class Contents {
  readonly #room: string
  readonly #host: RoomHost
  readonly #position: () => Position | undefined
  readonly #pinned: (pins: readonly string[]) => void
  readonly #window = new MessageWindow()
  /** Once something was asked. */
  #pages: Pages | undefined
  #pins: readonly string[] = []
  /** Changes of this user that are acknowledged, and whose events have not come. */
  #granted: Granted[] = []

  constructor(
    room: string,
    host: RoomHost,
    position: () => Position | undefined,
    pinned: (pins: readonly string[]) => void,
  ) {
    this.#room = room
    this.#host = host
    this.#position = position
    this.#pinned = pinned
  }

  get pins(): readonly string[] {
    return this.#pins
  }

  /** With what of this user's changes, these drafts among them, is under way. */
  message(id: string, drafts: readonly Draft[]): Message | undefined {
    const message = this.#window.get(id)
    const pending = drafts.filter(({ state }) => state.status === 'pending')
    return message && withRequests(message, [...this.#awaited(), ...pending], this.#host)
  }

  /** A draft has changed. */
  note({ request, createdAt, state }: Draft): void {
    if (state.status === 'sent') this.#granted = [...this.#awaited(), { request, createdAt, seq: state.seq }]
  }

  /** The room is joined, and its events are applied. */
  joined({ pins = [] }: JoinedRoom): void {
    if (pins.length !== this.#pins.length || pins.some((id, at) => id !== this.#pins[at])) this.#pin(pins)
  }

  /** The room goes on from this page: other messages that were given out may have changed unseen. */
  startFrom({ messages, seq, keep }: RoomEvents['page']): void {
    // what was granted in another epoch may be lost, and its seqs say nothing in this one
    if (!keep) this.#granted = []
    this.#window.clear()
    this.#window.give(messages, seq)
    this.#pages?.startFrom(seq)
  }

  /** Each message that it changes. */
  apply(event: DurableEvent): Changed[] {
    this.#pin(foldPins(this.#pins, event))
    if (event.type === 'new_message') {
      const { type: _, ...message } = event
      this.#window.give([message], event.seq)
      return []
    }
    if (!('messageId' in event)) return []
    this.#pages?.add(event)
    return this.#window.apply(event, readerOf(event, this.#host))
  }

  /** Asks for what does not come by itself. Rejects with ChatError `network`, and whatever the question rejects with. */
  async ask<T>(question: (pages: Pages) => Promise<T>): Promise<T> {
    if (!this.#pages) {
      const late = latePages()
      const { Pages } = late instanceof Promise ? await late : late
      const [room, host, position, window] = [this.#room, this.#host, this.#position, this.#window]
      this.#pages ??= new Pages({ room, host, position, window, me: event => readerOf(event, host) })
    }
    return question(this.#pages)
  }

  #awaited(): Granted[] {
    const { seq = 0 } = this.#position() ?? {}
    return this.#granted.filter(each => each.seq > seq)
  }

  #pin(pins: readonly string[]): void {
    if (pins === this.#pins) return
    this.#pins = pins
    this.#pinned(pins)
  }
}
