import { isOwn } from '../client/person.ts'
import type { ChatClient, Room, RoomEvents } from '../client/types.ts'
import type { Message, Position } from '../protocol/records.ts'
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

/** Messages that are known one by one. */
const MOST = 500

/**
 * What its reader has not read of a room: messages of others behind the place that they have read to. It is counted anew at
 * each change, from the messages that are known and from what the server says of those before them, so nothing drifts.
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
  /** By seq, of others: whether it names the reader. */
  readonly #known = new Map<number, boolean>()
  /** All from here on are known. */
  #from = 0
  /** What is unread before those, and names the reader. */
  #before = [0, 0] as [number, number]
  #head = 0
  /** How far an account has read, as the server said last, with its counts. */
  #told: number | undefined
  #said = ''
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
      room.on('page', page => this.#page(page)),
      room.on('state', ({ status }) => status === 'joined' && this.sync(true)),
      room.on('info', () => this.sync(false)),
      room.on('message', ({ message, live }) => {
        this.#head = message.seq
        this.#take(message, live)
      }),
      room.on('changed', ({ message, live }) => this.#known.has(message.seq) && this.#take(message, live)),
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
    this.#before = [0, 0]
    this.#count()
  }

  /** All up to this seq was seen; without one, all. */
  mark(seq = this.#head): void {
    if (this.read && seq > this.read.seq) this.#go(Math.min(seq, this.#head), false)
  }

  /** The message of this seq is new again, and all behind it; `earlier`: others' before those that are known here. */
  markUnread(seq: number, earlier: readonly Pick<Message, 'seq' | 'mentions'>[] = []): void {
    if (!this.read) return
    const unknown = earlier.filter(message => message.seq >= seq && message.seq < this.#from)
    this.#before = [unknown.length, unknown.filter(message => this.#names(message)).length]
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
      const isLower = this.#told !== undefined && read < this.#told
      // Where this device is ahead, its word is on the way, unless the reader went back on another one
      if (!this.read || isLower || read >= this.read.seq) {
        this.read = { epoch, seq: read }
        this.#before = [0, 0]
        const [known, named] = this.#sum()
        if (read < this.#from - 1) this.#before = [Math.max(0, unread - known), Math.max(0, mentions - named)]
      } else if (joined) this.#tell(false)
      this.#told = read
    }
    this.#said = said
    this.#count()
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
    if (this.read.seq >= this.#from - 1) this.#before = [0, 0]
  }

  #page({ messages, more, keep, seq }: PageOf<Known>): void {
    // It may be another reader
    if (!keep) this.read = this.#told = undefined
    this.#known.clear()
    this.#before = [0, 0]
    this.#from = more ? (messages[0]?.seq ?? seq + 1) : 0
    this.#head = seq
    for (const message of messages) this.#note(message)
  }

  #take(message: Message, live: boolean): void {
    const named = this.#known.get(message.seq)
    this.#note(message)
    if (!named && this.#known.get(message.seq)) this.#keeper.mentioned(message, live)
    this.#count()
  }

  #note(message: Known): void {
    if (message.deleted || isOwn(message.user, this.#client)) this.#known.delete(message.seq)
    else this.#known.set(message.seq, this.#names(message))
    for (const [seq, named] of this.#known) {
      if (this.#known.size <= MOST) return
      this.#known.delete(seq)
      this.#from = seq + 1
      if (this.read && seq > this.read.seq) this.#before = [this.#before[0] + 1, this.#before[1] + Number(named)]
    }
  }

  #names({ mentions = [] }: Pick<Message, 'mentions'>): boolean {
    return mentions.some(user => isOwn(user, this.#client))
  }

  #go(seq: number, back: boolean): void {
    this.read = { epoch: this.read?.epoch ?? '', seq }
    if (seq >= this.#from - 1) this.#before = [0, 0]
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

  #sum(): [number, number] {
    let [count, mentions] = this.#before
    for (const [seq, named] of this.#known)
      if (this.read && seq > this.read.seq) {
        count++
        if (named) mentions++
      }
    return [count, mentions]
  }

  #count(): void {
    ;[this.count, this.mentions] = this.#sum()
    const shown = `${this.count} ${this.mentions} ${this.read?.seq}`
    if (shown === this.#shown) return
    this.#shown = shown
    this.#keeper.changed()
  }
}
