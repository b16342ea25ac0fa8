import { ChatError } from '../lib/chat-error.ts'
import { Emitter } from '../lib/emitter.ts'
import type { DurableEvent } from '../protocol/events.ts'
import type { Message, User } from '../protocol/records.ts'
import type { JoinedRoom, JoinResult } from '../protocol/replies.ts'
import type { RoomPosition } from '../protocol/requests.ts'
import type { DraftRequest } from './draft.ts'
import { Follower } from './follower.ts'
import { KnownRoom } from './known-room.ts'
import { Contents } from './log/contents.ts'
import type { Pages } from './log/pages.ts'
import { Membership, type MembershipState } from './membership.ts'
import { Outbox } from './outbox/outbox.ts'
import { isPresence, RoomPresence } from './presence/room-presence.ts'
import { refused } from './requests.ts'
import { ROOM_EVENTS, type RoomEvent, removal } from './room-events.ts'
import { RoomFacts } from './room-facts.ts'
import type { RoomHost } from './room-host.ts'
import { RoomLife } from './room-life.ts'
import { tellEvent } from './tell-event.ts'
import type { Draft, Members, Room, RoomEvents, RoomState } from './types.ts'

const REJOIN_MS = 2_000

/** A room over many sockets. */
export class ChatRoom extends KnownRoom implements Room {
  readonly name: string
  readonly #host: RoomHost
  readonly #events = new Emitter<RoomEvents>(ROOM_EVENTS)
  readonly #life: RoomLife
  readonly #membership: Membership
  readonly #follower: Follower
  readonly #outbox: Outbox
  readonly #contents: Contents
  readonly #presence: RoomPresence
  protected readonly facts = new RoomFacts(this.#events)
  #owner: string | undefined

  constructor(name: string, host: RoomHost) {
    super()
    const emit =
      <K extends keyof RoomEvents>(event: K) =>
      (value: RoomEvents[K]) =>
        this.#events.emit(event, value)
    this.name = name
    this.#host = host
    this.#life = new RoomLife(host)
    this.#owner = host.user?.id
    const joins = { changed: () => emit('state')(this.state), joined: (room: JoinedRoom) => this.#apply(room) }
    this.#membership = new Membership(host, () => this.position, joins)
    this.#follower = new Follower({
      event: (event, live) => tellEvent(event, live, parts),
      page: page => {
        this.#contents.startFrom(page)
        for (const message of page.messages) this.#outbox.land(message)
        emit('page')(page)
      },
    })
    this.#outbox = new Outbox(name, host, { changed: emit('draft'), discarded: emit('discarded') })
    this.#contents = new Contents(name, host, () => this.#follower.position, emit('pins'))
    this.#events.on('draft', draft => this.#contents.note(draft))
    this.#events.on('draft', draft => this.facts.note(draft))
    this.#presence = new RoomPresence(name, host, { members: emit('members'), typing: emit('typing') })
    const [contents, outbox, presence] = [this.#contents, this.#outbox, this.#presence]
    const parts = { contents, outbox, presence, facts: this.facts, events: this.#events }
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
    return this.#presence.typing
  }

  get drafts(): readonly Draft[] {
    return this.#outbox.drafts
  }

  get pins(): readonly string[] {
    return this.#contents.pins
  }

  async join(): Promise<void> {
    this.#life.check()
    const done = this.#membership.join()
    if (!this.wanted) return done // a listener may want otherwise
    this.#outbox.recall.start()
    this.#host.connect()
    return done
  }

  async leave(): Promise<void> {
    if (!this.wanted) return
    // before anybody is told, who may join again
    const left = this.#host.leave(this.name)
    this.#leave({ status: 'idle' }, new ChatError('closed', 'The room was left.'))
    return left
  }

  message(messageId: string): Message | undefined {
    return this.#contents.message(messageId, this.drafts)
  }

  setTyping(active: boolean): void {
    if (this.#membership.state.status === 'joined') this.#presence.say(active)
  }

  on<K extends keyof RoomEvents>(event: K, listener: (value: RoomEvents[K]) => void): () => void {
    this.#life.check()
    return this.#events.on(event, listener)
  }

  get wanted(): boolean {
    return this.#membership.wanted
  }

  /** What `connect` and `join` say of this room. */
  get position(): RoomPosition {
    return { room: this.name, ...this.#follower.position }
  }

  /** The answer of `connect` for this room; none: it was wanted later. */
  welcome(result: JoinResult | undefined): void {
    // also where it was asked from a position that was given up meanwhile
    if (!result || ('epoch' in result && result.recovered && !this.#follower.position)) this.#membership.ask()
    else if (!('error' in result)) this.#apply(result)
    else if (result.error.code === 'deferred') this.#membership.ask()
    else this.#membership.refuse(refused(result.error))
  }

  hear(event: RoomEvent): void {
    if (isPresence(event)) this.#presence.hear(event)
    else if (event.type === 'removed') {
      const error = removal(event)
      this.#leave({ status: 'refused', error }, error)
    } else if (event.type === 'resync') {
      this.#follower.takeEarly() // it may be of another epoch
      this.#gap(event.seq)
    } else if ('seq' in event) {
      // of whatever type: an event with a seq counts
      if (Number.isInteger(event.seq)) this.#follow(event)
    } else this.facts.told(event)
  }

  /** Everything up to `seq` was sent to this client. */
  head(seq: number): void {
    const { state } = this
    if (state.status === 'joined' && seq > state.position.seq) this.#gap(seq)
  }

  /** The socket is gone; with an error there will be no other, and who waits to join is told. */
  lost(error?: ChatError): void {
    this.#stop()
    this.#follower.takeEarly()
    this.#membership.lost(error)
  }

  /** Whose room it is from now on: what another user left is neither sent nor resumed. `guest`: their id before. */
  belong(owner: User | undefined, guest?: string): void {
    if (this.#owner !== undefined && this.#owner !== owner?.id && this.#owner !== guest) this.#follower.reset()
    this.#owner = owner?.id
    this.#outbox.belong(owner, guest)
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
    this.#life.end(error)
    this.#stop()
    this.#outbox.end(error)
    this.#membership.end({ status: 'idle' }, error)
    this.#events.clear()
  }

  protected draft(request: DraftRequest): Draft {
    this.#life.check()
    if (request.type === 'send_message') this.#presence.sent()
    return this.#outbox.add(request)
  }

  protected page<T>(question: (pages: Pages) => Promise<T>): Promise<T> {
    return this.#life.ask(() => this.#contents.ask(question))
  }

  #apply(result: JoinedRoom): void {
    if (this.#follower.apply(result)) {
      this.#contents.joined(result)
      this.facts.joined(result)
      this.#presence.snapshot(result.presence)
      if (!this.#membership.arrive()) return
      for (const event of this.#follower.takeEarly()) this.#follow(event)
      if (this.wanted) this.#outbox.open()
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

  #leave(state: MembershipState, error: ChatError): void {
    this.#stop()
    this.#follower.reset()
    this.#membership.end(state, error)
  }

  #stop(): void {
    this.#outbox.hold()
    this.#presence.lost()
  }
}
