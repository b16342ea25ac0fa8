import { ChatError } from '../lib/chat-error.ts'
import { Emitter } from '../lib/emitter.ts'
import type { DurableEvent, ServerEvent } from '../protocol/events.ts'
import type { User } from '../protocol/records.ts'
import type { HistoryReply, JoinedRoom, JoinResult, UsersReply } from '../protocol/replies.ts'
import type { RoomPosition } from '../protocol/requests.ts'
import { Follower } from './follower.ts'
import { Membership } from './membership.ts'
import { Outbox } from './outbox/outbox.ts'
import { PresenceKeeper } from './presence/presence-keeper.ts'
import { TypingBoard } from './presence/typing-board.ts'
import { TypingNotice } from './presence/typing-notice.ts'
import { refused } from './requests.ts'
import type { RoomHost } from './room-host.ts'
import type { Draft, Members, Room, RoomEvents, RoomState } from './types.ts'

export type RoomEvent = Exclude<ServerEvent, { type: 'head' | 'disconnect' }>

const REJOIN_MS = 2_000
const EVENTS = { state: 0, page: 0, message: 0, gap: 0, draft: 0, discarded: 0, members: 0, typing: 0 }

/** A room over many sockets. */
export class ChatRoom implements Room {
  readonly name: string
  readonly #host: RoomHost
  readonly #events = new Emitter<RoomEvents>(EVENTS)
  readonly #membership: Membership
  readonly #follower: Follower
  readonly #outbox: Outbox
  readonly #presence: PresenceKeeper
  readonly #board: TypingBoard
  readonly #notice: TypingNotice
  #owner: string | undefined

  constructor(name: string, host: RoomHost) {
    const emit =
      <K extends keyof RoomEvents>(event: K) =>
      (value: RoomEvents[K]) =>
        this.#events.emit(event, value)
    this.name = name
    this.#host = host
    this.#owner = host.user?.id
    const changed = () => emit('state')(this.state)
    this.#membership = new Membership(host, () => this.position, { changed, joined: room => this.#apply(room) })
    this.#follower = new Follower({
      event: (event, live) => this.#show(event, live),
      page: page => {
        for (const message of page.messages) this.#outbox.land(message)
        emit('page')(page)
      },
    })
    this.#outbox = new Outbox(name, host, { changed: emit('draft'), discarded: emit('discarded') })
    this.#presence = new PresenceKeeper(name, host, emit('members'))
    this.#board = new TypingBoard(host.clock, emit('typing'))
    this.#notice = new TypingNotice(name, host)
  }

  get state(): RoomState {
    const state = this.#membership.state
    if (state.status !== 'joined') return state
    return { status: 'joined', position: this.#follower.position ?? { epoch: '', seq: 0 } }
  }

  get members(): Members {
    return this.#presence.members
  }

  get typing(): readonly User[] {
    return this.#board.users
  }

  get drafts(): readonly Draft[] {
    return this.#outbox.drafts
  }

  async join(): Promise<void> {
    this.#check()
    const done = this.#membership.join()
    this.#outbox.recall.start()
    // Behind it: a room that is wanted travels with `connect`
    this.#host.connect()
    return done
  }

  async leave(): Promise<void> {
    if (!this.wanted) return
    this.#stop()
    this.#follower.reset()
    this.#membership.end({ status: 'idle' }, new ChatError('closed', 'The room was left.'))
    // without a connection, or not joined, it is left already
    await this.#host.requests.promise<'leave'>({ type: 'leave', room: this.name }).catch(() => {})
  }

  send(text: string): Draft {
    this.#check()
    this.#notice.reset()
    return this.#outbox.add({ type: 'send_message', text })
  }

  setTyping(active: boolean): void {
    if (this.#membership.state.status === 'joined') this.#notice.say(active)
  }

  async history(query: { before?: number; limit?: number } = {}): Promise<HistoryReply> {
    this.#check()
    const epoch = this.#follower.position?.epoch
    return this.#host.requests.promise<'history'>({ type: 'history', room: this.name, epoch, ...query })
  }

  async users(query: { after?: string; limit?: number } = {}): Promise<UsersReply> {
    this.#check()
    return this.#host.requests.promise<'users'>({ type: 'users', room: this.name, ...query })
  }

  on<K extends keyof RoomEvents>(event: K, listener: (value: RoomEvents[K]) => void): () => void {
    return this.#events.on(event, listener)
  }

  // the client's side of it

  get wanted(): boolean {
    return this.#membership.wanted
  }

  /** What `connect` and `join` say of this room. */
  get position(): RoomPosition {
    return { room: this.name, ...this.#follower.position }
  }

  /** The answer of `connect` for this room; none: it was wanted later. */
  welcome(result: JoinResult | undefined): void {
    if (!result) this.#membership.ask()
    else if (!('error' in result)) this.#apply(result)
    else if (result.error.code === 'deferred') this.#membership.ask()
    else this.#membership.refuse(refused(result.error))
  }

  hear(event: RoomEvent): void {
    switch (event.type) {
      case 'user_joined':
      case 'user_left':
        if (event.type === 'user_left') for (const user of event.users) this.#board.end(user.id)
        this.#presence.delta(event)
        break
      case 'update_user_list':
        this.#presence.snapshot(event)
        break
      case 'typing':
        if (!event.active) this.#board.end(event.user.id)
        else if (event.user.id !== this.#host.user?.id) this.#board.start(event.user, this.#host.limits.typingMs)
        break
      case 'resync':
        // what came before it may be of another epoch
        this.#follower.takeEarly()
        this.#gap(event.seq)
        break
      default:
        // of whatever type: an event with a seq counts
        if (Number.isInteger(event.seq)) this.#follow(event)
    }
  }

  /** Everything up to `seq` was sent to this client. */
  head(seq: number): void {
    const { state } = this
    if (state.status === 'joined' && seq > state.position.seq) this.#gap(seq)
  }

  /** The socket is gone; with an error there will be no other by itself, and who waits to join is told. */
  lost(error?: ChatError): void {
    this.#stop()
    this.#follower.takeEarly()
    this.#membership.lost(error)
  }

  /** Whose room it is from now on: what another user left is neither sent nor resumed. */
  belong(owner: User | undefined): void {
    if (this.#owner !== undefined && this.#owner !== owner?.id) this.#follower.reset()
    this.#owner = owner?.id
    this.#outbox.belong(owner)
    if (this.wanted) this.#outbox.recall.start()
  }

  /** Its user logged out: nothing that this person did not send remains. */
  clear(owner: User | undefined): void {
    this.#outbox.clear(owner)
  }

  /** Another client has ended, and may have left drafts. */
  inherit(): void {
    this.#outbox.recall.inherit()
  }

  end(error: ChatError): void {
    this.#stop()
    this.#outbox.end(error)
    this.#membership.end({ status: 'idle' }, error)
    this.#events.clear()
  }

  #check(): void {
    if (this.#host.ended) throw this.#host.ended
  }

  #apply(result: JoinedRoom): void {
    if (this.#follower.apply(result)) {
      this.#presence.snapshot(result.presence)
      if (!this.#membership.arrive()) return
      for (const event of this.#follower.takeEarly()) this.#follow(event)
      this.#outbox.open()
    } else {
      this.#follower.reset()
      this.#rejoin()
    }
  }

  #follow(event: DurableEvent): void {
    const { status } = this.#membership.state
    if (status === 'joining') this.#follower.keep(event)
    if (status === 'joined' && !this.#follower.follow(event, true)) this.#gap(event.seq)
  }

  #gap(to: number): void {
    const from = this.#follower.position?.seq ?? to
    if (this.#membership.state.status === 'joined' && to > from) this.#events.emit('gap', { from, to })
    if (this.wanted) this.#rejoin()
  }

  #rejoin(): void {
    this.#membership.again(this.#host.random() * REJOIN_MS)
  }

  #show(event: DurableEvent, live: boolean): void {
    if (event.type !== 'new_message') return
    const { type: _, ...message } = event
    this.#outbox.land(message)
    this.#board.end(message.user.id)
    this.#events.emit('message', { message, live })
  }

  #stop(): void {
    this.#outbox.hold()
    this.#presence.lost()
    this.#board.clear()
    this.#notice.reset()
  }
}
