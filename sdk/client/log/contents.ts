import { ChatError } from '../../lib/chat-error.ts'
import type { DurableEvent } from '../../protocol/events.ts'
import { foldPins } from '../../protocol/fold-pins.ts'
import type { Message, Position } from '../../protocol/records.ts'
import type { ChangesReply, HistoryReply, JoinedRoom } from '../../protocol/replies.ts'
import { type OpenRequest, withRequests } from '../outbox/with-requests.ts'
import { readerOf } from '../person.ts'
import type { RoomHost } from '../room-host.ts'
import type { ChangesQuery, Draft, HistoryQuery, RoomEvents } from '../types.ts'
import { ChangesMeanwhile } from './changes-meanwhile.ts'
import { type Changed, MessageWindow } from './message-window.ts'

const BOUNDS = ['before', 'after', 'around', 'at', 'ids'] as const

type Granted = OpenRequest & { seq: number }

/** What a room holds, as far as it was read here, as it stands. */
export class Contents {
  readonly #room: string
  readonly #host: RoomHost
  readonly #position: () => Position | undefined
  readonly #pinned: (pins: readonly string[]) => void
  readonly #window = new MessageWindow()
  readonly #meanwhile = new ChangesMeanwhile()
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
    this.#meanwhile.startFrom(seq)
  }

  /** Each message that it changes. */
  apply(event: DurableEvent): Changed[] {
    this.#pin(foldPins(this.#pins, event))
    if (event.type === 'new_message') {
      const { type: _, ...message } = event
      this.#window.give([message], event.seq)
      return []
    }
    this.#meanwhile.add(event)
    return this.#window.apply(event, readerOf(event, this.#host))
  }

  async history(query: HistoryQuery): Promise<HistoryReply> {
    if (BOUNDS.filter(bound => query[bound] !== undefined).length > 1)
      throw new ChatError('bad_request', `A page has one of ${BOUNDS.join(', ')}.`)
    const { epoch, seq = 0 } = this.#position() ?? {}
    const ask = { type: 'history', room: this.#room, epoch, ...query, ids: query.ids && [...query.ids] } as const
    const reply = await this.#bring(this.#host.requests.promise<'history'>(ask), seq)
    // servers of the first version say neither
    return { ...reply, seq: reply.seq ?? seq, newer: reply.newer ?? query.before !== undefined }
  }

  async changes(query: ChangesQuery): Promise<ChangesReply> {
    const { epoch = '', seq = 0 } = this.#position() ?? {}
    const ask = { type: 'changes', room: this.#room, epoch, ...query } as const
    return this.#bring(this.#host.requests.promise<'changes'>(ask), seq)
  }

  async #bring<T extends HistoryReply | ChangesReply>(asked: Promise<T>, from: number): Promise<T> {
    const epoch = this.#position()?.epoch
    const reply = await this.#meanwhile.bring(asked, from, event => readerOf(event, this.#host))
    // seqs of another epoch say nothing in this one
    if (('epoch' in reply ? reply.epoch : epoch) === this.#position()?.epoch)
      this.#window.give(reply.messages, reply.seq)
    return reply
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
