import { isOwn } from '../client/person.ts'
import type { ChatClient, Room, RoomEvents } from '../client/types.ts'
import type { DurableEvent, ReadEvent } from '../protocol/events.ts'
import type { Message, Position } from '../protocol/records.ts'
import { type Counted, KnownUnread } from './known-unread.ts'
import type { MessageItem, ViewModel } from './view-model.ts'

/** What of a message is counted. */
type Known = Pick<Message, 'seq' | 'user' | 'mentions'> & { deleted?: boolean | undefined }
type PageOf<M> = Pick<RoomEvents['page'], 'more' | 'keep' | 'seq'> & { messages: readonly M[] }

/** Where it is kept how far a reader of whom the server keeps nothing has read, and who is told. */
export interface UnreadKeeper {
  /** Undefined: they are here for the first time. */
  seen(): Position | undefined
  /** `back`: also where a later place is kept. */
  keep(seen: Position, back: boolean): void
  changed(): void
  /** A message of somebody else names the reader, from now on. */
  mentioned(message: Message, live: boolean): void
}

/**
 * What its reader has not read of a room: messages of others behind the place that they have read to. It is counted anew at
 * each change, from the messages that are known and from what the server says of those before them, so nothing drifts: where
 * one of those changes, the server is asked anew.
 */
export class Unread {
  count = 0
  mentions = 0
  /** All up to this is read; known once joined. */
  read: Position | undefined
  readonly #room: Room
  readonly #client: ChatClient
  readonly #keeper: UnreadKeeper
  #undo: (() => void)[] = []
  readonly #known = new KnownUnread()
  #head = 0
  /** How far an account has read, as the server said last, with its counts. */
  #told: number | undefined
  #said = ''
  /** The message that names the reader since the change that comes now. */
  #named: number | undefined
  /** The counts and the place that were told last. */
  #shown = ''

  /** Of a room of this client. */
  constructor(room: Room, client: ChatClient, keeper: UnreadKeeper) {
    this.#room = room
    this.#client = client
    this.#keeper = keeper
  }

  /** Begins to count; `view` knows what was there before. */
  start(view: ViewModel): void {
    const room = this.#room
    this.#undo = [
      this.#client.on('session', session => session || this.clear()),
      this.#client.on('read', read => this.#hearRead(read)),
      room.on('page', page => this.#page(page)),
      room.on('state', ({ status }) => status === 'joined' && this.sync(true)),
      room.on('info', () => this.sync(false)),
      room.on('message', ({ message, live }) => {
        this.#head = message.seq
        this.#take(message, live)
      }),
      room.on('event', ({ event }) => this.#change(event)),
      room.on('changed', ({ message, live }) => {
        if (message.seq === this.#named) this.#keeper.mentioned(message, live)
      }),
    ]
    const { state } = room
    if (state.status !== 'joined') return
    const { items, newer, older } = view.log
    const messages = newer === 'none' ? items.filter(item => item.kind === 'message' && item.seq > 0) : []
    this.#page({
      messages: messages as MessageItem[],
      more: newer !== 'none' || older !== 'none',
      keep: false,
      seq: state.position.seq,
    })
    this.sync(true)
  }

  stop(): void {
    for (const undo of this.#undo) undo()
  }

  /** Another reader is here, or none. */
  clear(): void {
    this.read = this.#told = undefined
    this.#known.clear()
    this.#count()
  }

  /** All up to this seq was seen; without one, all. */
  mark(seq = this.#head): void {
    if (this.read && seq > this.read.seq) this.#go(Math.min(seq, this.#head), false)
  }

  /** The message of this seq is new again, and all behind it; `earlier`: others' before those that are known here. */
  markUnread(seq: number, earlier: readonly Pick<Message, 'seq' | 'mentions'>[] = []): void {
    if (!this.read) return
    for (const message of earlier)
      if (message.seq >= seq && message.seq < this.#known.from) this.#known.set(message.seq, this.#names(message))
    this.#known.before = [0, 0]
    this.#go(seq - 1, true)
  }

  /** What the server or the browser keeps may be another place by now. `joined`: what the server says is of this moment. */
  sync(joined: boolean): void {
    const { state, info } = this.#room
    if (state.status !== 'joined') return
    const { epoch, seq } = state.position
    const { read, unread = 0, mentions = 0 } = info
    const said = `${read} ${unread} ${mentions}`
    if (read === undefined) this.#hear(epoch, seq)
    else if (joined || said !== this.#said) {
      if (!this.#believe({ epoch, seq: read }, [unread, mentions]) && joined) this.#tell(false)
      this.#told = read
    }
    this.#said = said
    this.#count()
  }

  /** What the server has counted behind this place, of an account; false: where this device stands counts. */
  #believe(place: Position, counted: Counted): boolean {
    const isLower = this.#told !== undefined && place.seq < this.#told
    // Where this device is ahead, its word is on the way, unless the reader went back on another one
    if (this.read && !isLower && place.seq < this.read.seq) return false
    this.read = place
    this.#known.believe(place.seq, counted)
    return true
  }

  /** Of who has no account. */
  #hear(epoch: string, head: number): void {
    const seen = [this.#keeper.seen(), this.read].find(place => place?.epoch === epoch)
    if (seen) this.read = { ...seen }
    else {
      // Who is here for the first time has missed nothing
      this.read = { epoch, seq: head }
      this.#keeper.keep(this.read, true)
    }
    if (this.read.seq >= this.#known.from - 1) this.#known.before = [0, 0]
  }

  #page({ messages, more, keep, seq }: PageOf<Known>): void {
    // It may be another reader
    if (!keep) this.read = this.#told = undefined
    this.#known.clear()
    this.#known.from = more ? (messages[0]?.seq ?? seq + 1) : 0
    this.#head = seq
    for (const message of messages) this.#note(message)
  }

  #take(message: Message, live: boolean): void {
    const named = this.#known.get(message.seq)
    this.#note(message)
    if (!named && this.#known.get(message.seq)) this.#keeper.mentioned(message, live)
    this.#count()
  }

  /** Every one is heard, since what is not read may be more than the room holds. */
  #change(event: DurableEvent): void {
    this.#named = undefined
    if (event.type !== 'message_deleted' && event.type !== 'message_edited') return
    const { target } = event
    const known = this.#known.get(target)
    if (known === undefined) {
      if (this.read && target > this.read.seq && target < this.#known.from) this.#recount()
      return
    }
    if (event.type === 'message_deleted' || event.deleted) this.#known.delete(target)
    else {
      const named = this.#names(event)
      this.#known.set(target, named)
      if (named && !known) this.#named = target
    }
    this.#count()
  }

  /** What is before the messages that are known may be less by now, or name an account: the server is asked. */
  #recount(): void {
    if (this.#told === undefined || this.#known.before[0] === 0) return
    this.#client.directory().then(
      to => to.recount(this.#room.name),
      () => {},
    )
  }

  /** What the server has counted now, also where that is what it said last. */
  #hearRead({ room, upTo, unread, mentions }: ReadEvent): void {
    const { name, state } = this.#room
    if (room !== name || state.status !== 'joined' || this.#told === undefined) return
    this.#believe({ epoch: state.position.epoch, seq: upTo }, [unread, mentions])
    this.#told = upTo
    this.#count()
  }

  #note(message: Known): void {
    if (message.deleted || isOwn(message.user, this.#client)) this.#known.delete(message.seq)
    else this.#known.set(message.seq, this.#names(message))
    this.#known.trim(this.read?.seq)
  }

  #names({ mentions = [] }: Pick<Message, 'mentions'>): boolean {
    return mentions.some(user => isOwn(user, this.#client))
  }

  #go(seq: number, back: boolean): void {
    this.read = { epoch: this.read?.epoch ?? '', seq }
    if (seq >= this.#known.from - 1) this.#known.before = [0, 0]
    this.#keeper.keep(this.read, back)
    this.#tell(back)
    this.#count()
  }

  /** The server, of an account; a word that is lost only shows a message as new once more. */
  #tell(back: boolean): void {
    if (this.#told === undefined || !this.read) return
    const { epoch, seq } = this.read
    const { name } = this.#room
    this.#client.directory().then(
      to => (back ? to.markUnread(name, seq).catch(() => {}) : to.markRead(name, seq, epoch)),
      () => {},
    )
  }

  #count(): void {
    ;[this.count, this.mentions] = this.#known.sum(this.read?.seq)
    const shown = `${this.count} ${this.mentions} ${this.read?.seq}`
    if (shown === this.#shown) return
    this.#shown = shown
    this.#keeper.changed()
  }
}
