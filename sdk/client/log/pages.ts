import { ChatError } from '../../lib/chat-error.ts'
import type { ChangeEvent } from '../../protocol/events.ts'
import type { Position } from '../../protocol/records.ts'
import type { ChangesReply, HistoryReply, SearchReply, UsersReply } from '../../protocol/replies.ts'
import type { RoomHost } from '../room-host.ts'
import type { ChangesQuery, HistoryQuery, SearchWithin } from '../types.ts'
import { ChangesMeanwhile } from './changes-meanwhile.ts'
import type { MessageWindow } from './message-window.ts'

const BOUNDS = ['before', 'after', 'around', 'at', 'ids'] as const

export interface PagesSetup {
  room: string
  host: RoomHost
  position: () => Position | undefined
  /** As whom the reader is told of an event. */
  me: (event: ChangeEvent) => string | undefined
  /** What is read is given out. */
  window: MessageWindow
}

/** What is asked of a room's log beside what comes by itself, as it stands when it is given out. */
export class Pages {
  readonly #setup: PagesSetup
  readonly #meanwhile = new ChangesMeanwhile()

  constructor(setup: PagesSetup) {
    this.#setup = setup
  }

  /** The room goes on from this seq. */
  startFrom(seq: number): void {
    this.#meanwhile.startFrom(seq)
  }

  add(event: ChangeEvent): void {
    this.#meanwhile.add(event)
  }

  async history(query: HistoryQuery = {}): Promise<HistoryReply> {
    if (BOUNDS.filter(bound => query[bound] !== undefined).length > 1)
      throw new ChatError('bad_request', `A page has one of ${BOUNDS.join(', ')}.`)
    const { room, host, position } = this.#setup
    const { epoch, seq = 0 } = position() ?? {}
    const ask = { type: 'history', room, epoch, ...query, ids: query.ids && [...query.ids] } as const
    const reply = await this.#bring(host.requests.promise<'history'>(ask), seq)
    // servers of the first version say neither
    return { ...reply, seq: reply.seq ?? seq, newer: reply.newer ?? query.before !== undefined }
  }

  async changes(query: ChangesQuery): Promise<ChangesReply> {
    const { room, host, position } = this.#setup
    const { epoch = '', seq = 0 } = position() ?? {}
    return this.#bring(host.requests.promise<'changes'>({ type: 'changes', room, epoch, ...query }), seq)
  }

  users(query: { after?: string; limit?: number } = {}): Promise<UsersReply> {
    const { room, host } = this.#setup
    return host.requests.promise<'users'>({ type: 'users', room, ...query })
  }

  async search(query: string, within: SearchWithin = {}): Promise<SearchReply> {
    const { room, host, position, me } = this.#setup
    const asked = host.requests.promise<'search'>({ type: 'search', room, query, ...within })
    const reply = await this.#meanwhile.bring(asked, position()?.seq ?? 0, me)
    const found = new Map((await asked).messages.map(({ id, text }) => [id, text]))
    // nobody knows whether what says something else by now is still what was asked for
    return { ...reply, messages: reply.messages.filter(({ id, text }) => found.get(id) === text) }
  }

  async #bring<T extends HistoryReply | ChangesReply>(asked: Promise<T>, from: number): Promise<T> {
    const { position, window, me } = this.#setup
    const epoch = position()?.epoch
    const reply = await this.#meanwhile.bring(asked, from, me)
    // seqs of another epoch say nothing in this one
    if (('epoch' in reply ? reply.epoch : epoch) === position()?.epoch) window.give(reply.messages, reply.seq)
    return reply
  }
}
