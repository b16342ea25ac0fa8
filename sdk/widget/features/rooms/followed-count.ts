import { isOwn } from '../../../client/person.ts'
import type { ChatClient } from '../../../client/types.ts'
import type { Message } from '../../../protocol/records.ts'
import type { RoomStore } from '../../../store/room-store.ts'
import type { Note } from '../../kept/notes.ts'

export interface FollowedOptions {
  store: RoomStore
  client: ChatClient
  note(): Note
  /** Its messages are in sight. */
  shown(): boolean
  changed(): void
}

/**
 * Counts what is new in a room that is followed, but not shown: from what the server says that an account has not read, or
 * what is kept that a guest has seen, and then message by message.
 */
export class FollowedCount {
  unread = 0
  mentions = 0
  /** By the server, last. */
  #said = ''
  readonly #options: FollowedOptions
  readonly #undo: (() => void)[]

  constructor(options: FollowedOptions) {
    const { store } = options
    const { room } = store
    this.#options = options
    this.#undo = [
      room.on('state', () => this.#take()),
      room.on('info', () => this.#take()),
      room.on('page', ({ epoch, messages }) => this.#page(epoch, messages)),
      room.on('message', ({ message }) => this.#add([message])),
    ]
    if (!options.shown()) this.#take()
  }

  /** It is shown, and what is in it seen. */
  clear(): void {
    this.#set(0, 0)
  }

  stop(): void {
    for (const undo of this.#undo) undo()
  }

  /** What the server says of an account. */
  #take(): void {
    const { store, shown } = this.#options
    const { info, state } = store.room
    const { read, unread = 0, mentions = 0 } = info
    const said = `${read} ${unread} ${mentions}`
    if (read === undefined || state.status !== 'joined' || shown() || said === this.#said) return
    this.#said = said
    this.#set(unread, mentions)
  }

  #page(epoch: string, messages: readonly Message[]): void {
    const { seen } = this.#options.note()
    // Who is here for the first time has missed nothing
    if (this.#options.store.room.info.read !== undefined || seen?.epoch !== epoch) return
    this.#set(0, 0)
    this.#add(messages.filter(({ seq }) => seq > seen.seq))
  }

  #add(messages: readonly Message[]): void {
    const { client, shown } = this.#options
    if (shown()) return
    const others = messages.filter(({ user, deleted }) => !deleted && !isOwn(user, client))
    const named = others.filter(({ mentions = [] }) => mentions.some(user => isOwn(user, client)))
    this.#set(this.unread + others.length, this.mentions + named.length)
  }

  #set(unread: number, mentions: number): void {
    if (unread === this.unread && mentions === this.mentions) return
    this.unread = unread
    this.mentions = mentions
    this.#options.changed()
  }
}
