import { createChatClient } from '../../sdk/client/create-chat-client.ts'
import type {
  ChangeRequest,
  ChatClient,
  ChatClientOptions,
  Draft,
  Moderation,
  Room,
  RoomDirectory,
} from '../../sdk/client/types.ts'
import type { ChatError } from '../../sdk/lib/chat-error.ts'
import { isAccount } from '../../sdk/protocol/user-of.ts'
import { ClientStore } from '../../sdk/store/client-store.ts'
import { RoomStore } from '../../sdk/store/room-store.ts'
import { isTrue } from './acknowledged.ts'
import { CUT, FaultySocket } from './faulty-socket.ts'
import type { Posted } from './ledger.ts'
import type { OwnLogin } from './login-desk.ts'
import { MortalClock } from './mortal-clock.ts'
import { cookieHeaders } from './page-headers.ts'
import type { Jar, Person } from './person.ts'
import { isPrivate } from './places.ts'
import { ScreenJudge } from './screen-judge.ts'
import type { SimulatedDrafts } from './simulated-drafts.ts'
import { watchRoom } from './watch-room.ts'
import type { World } from './world.ts'

/** What a page begins with. */
export type TabLogin = Pick<ChatClientOptions, 'token' | 'user' | 'getToken'> & {
  drafts: SimulatedDrafts
  /** The page goes by the cookie of its browser. */
  jar?: Jar | undefined
}

/** With what somebody is refused who is kept from writing, which is judged where it is said. */
const KEPT_OUT: ReadonlySet<string> = new Set([
  'banned',
  'muted',
  'forbidden',
  'blocked_by_rule',
  'not_found',
  'not_joined',
])
const OVER_CODES: ReadonlySet<string> = new Set(['unauthorized', 'token_expired', 'signed_out', 'username_taken'])

/** One page with the real client and the real store of its view, and an eye on whatever must never happen. */
export class Tab {
  readonly name: string
  readonly client: ChatClient
  readonly stores = new Map<string, RoomStore>()
  readonly clock: MortalClock
  alive = true
  /** Its session is known to be over. */
  over = false
  /** Why its connection was over for good, the last time. */
  endedBy: string | undefined
  /** When it was online last. Virtual time. */
  onlineAt = 0
  socket: FaultySocket | undefined
  /** Of the login that it goes on with. */
  token: string | undefined
  readonly #world: World
  readonly #person: Person | undefined
  readonly #browser: SimulatedDrafts | undefined
  readonly #drafts: ReturnType<SimulatedDrafts['open']> | undefined
  readonly #store: ClientStore
  readonly #screens: ScreenJudge[] = []
  /** By room, when it was told all of it. */
  readonly joinedAt = new Map<string, number>()
  /** Who it is, and was, as far as it was told. */
  readonly #told = new Set<string>()

  constructor(world: World, name: string, login?: TabLogin, person?: Person) {
    const { network, random } = world
    const opened = (socket: FaultySocket) => {
      // a page that is gone opens nothing, though its client goes on from where it was
      if (!this.alive) return socket.end({ ...CUT, clientMs: Number.POSITIVE_INFINITY })
      this.socket = socket
      network.sockets.add(socket)
    }
    this.name = name
    this.token = login?.token
    this.#world = world
    this.#person = person
    this.clock = new MortalClock(world.clock)
    this.#browser = login?.drafts
    this.#drafts = login?.drafts.open()
    this.client = createChatClient({
      server: 'http://localhost',
      token: login?.getToken || login?.jar ? undefined : login?.token,
      credentials: login?.jar ? 'cookie' : 'token',
      user: login?.user,
      getToken: login?.getToken,
      drafts: this.#drafts,
      WebSocket: class extends FaultySocket {
        constructor() {
          super(network, login?.jar?.token, person?.address)
          opened(this)
        }
      },
      fetch: ((url: string, init: RequestInit) =>
        network.fetch(url, {
          ...init,
          headers: { ...init.headers, ...cookieHeaders(login?.jar?.token) },
        })) as typeof fetch,
      clock: this.clock,
      random,
      cid: () => `c${world.count('cid')}`,
    })
    this.#store = new ClientStore({ client: this.client, clock: this.clock })
    if (login?.user) this.#told.add(login.user.id)
    this.client.on('session', session => session && this.#told.add(session.user.id))
    this.client.on('invited', ({ room }) => void person?.answer(this, room))
    this.client.on('error', error => {
      const mayEnd = person?.mayEnd && OVER_CODES.has(error.code)
      // of a room of their own, which is judged where it is said
      const isOut = (world.privateRooms && error.code === 'not_found') || isKeptOut(world, error.code)
      if (!this.over && !error.retryable && !mayEnd && !isOut) this.#fault(`${error.code}: ${error.message}`)
    })
    this.client.on('status', state => {
      if (state.status === 'closed') this.endedBy = state.error.code
      if (state.status === 'online') this.onlineAt = world.clock.now()
      world.trace.add(name, 'error' in state ? `${state.status}, ${state.error.code}` : state.status)
    })
  }

  enter(room: string): void {
    const store = new RoomStore({ client: this.#store, room, clock: this.clock, lang: 'en' })
    this.stores.set(room, store)
    this.#screens.push(new ScreenJudge(this.#world, store, what => this.#fault(what)))
    // Every other one reads further up, where what was missed is paged to from above
    if (this.#world.count('store') % 2) store.reading = ''
    watchRoom(store.room, {
      world: this.#world,
      name: this.name,
      resynced: () => this.socket?.resynced ?? false,
      draft: draft => this.#onDraft(draft),
      fault: what => this.#fault(what),
    })
    store.room.on('state', ({ status }) => {
      if (status === 'joined') this.joinedAt.set(room, this.#world.clock.now())
    })
    store.start()
    if (this.stores.size === 1) this.#store.start(true)
  }

  room(name: string): Room {
    return this.client.room(name)
  }

  /** Goes on as the account that its guest has become. */
  goOnAs({ token, user }: OwnLogin): void {
    this.token = token
    this.client.identify(token, user).catch((error: ChatError) => {
      if (!this.over && !error.retryable && !OVER_CODES.has(error.code)) this.#fault(`cannot go on: ${error.message}`)
    })
  }

  /** Goes on as who they are on the site. It is asked until the server has done so, or knows them already. */
  async signIn(mint: () => string): Promise<void> {
    const { client } = this
    const isKnown = () => isAccount(client.user?.id ?? '')
    while (this.alive && !this.over && !isKnown()) {
      try {
        await client.identify(mint())
        this.#world.trace.add(this.name, `goes on as ${client.user?.id}`)
      } catch (error) {
        const { code, message, retryable } = error as ChatError
        const mayBe = retryable || code === 'closed' || OVER_CODES.has(code)
        if (!this.over && !mayBe && !isKnown()) this.#fault(`cannot go on: ${message}`)
      }
      await new Promise<void>(resolve => this.#world.clock.after(1_000, resolve))
    }
  }

  /** Goes to a room, once more or for the first time. */
  visit(room: string): void {
    if (!this.stores.has(room)) this.enter(room)
    else
      this.room(room)
        .join()
        .catch(() => {})
  }

  /** Asks something of rooms and people; undefined: it was refused, or nobody knows what became of it. */
  ask<T>(what: string, question: (directory: RoomDirectory) => Promise<T>): Promise<T | undefined> {
    return this.#ask(what, async () => question(await this.client.directory()))
  }

  /** The same of what keeps order. */
  order<T>(what: string, question: (moderation: Moderation) => Promise<T>): Promise<T | undefined> {
    return this.#ask(what, async () => question(await this.client.moderation()))
  }

  async #ask<T>(what: string, question: () => Promise<T>): Promise<T | undefined> {
    if (!this.alive || this.over) return undefined
    try {
      const answer = await question()
      this.#world.trace.add(this.name, `${what}: ${JSON.stringify(answer) ?? 'ok'}`)
      return answer
    } catch (error) {
      this.#world.trace.add(this.name, `${what}: ${(error as ChatError).code}`)
      return undefined
    }
  }

  say(name: string, replyTo?: string, mentions?: readonly string[]): void {
    const text = this.#world.text('t')
    this.#post(name, this.room(name).send(text, { replyTo, ...(mentions?.length && { mentions }) }))
  }

  /** Changes a message. */
  change(name: string, request: ChangeRequest): void {
    this.#post(name, draftOf(this.room(name), request))
  }

  /** The page is closed, without a word. */
  close(): void {
    this.#end('is closed')
    this.client.close()
    this.clock.die()
  }

  /** The page vanishes. */
  crash(): void {
    this.#end('crashes')
    this.clock.die()
    this.#drafts?.end()
    const { socket } = this
    if (!socket) return
    socket.onopen = socket.onmessage = socket.onclose = null
    const { random } = this.#world
    const late = random() < 0.5 ? 0 : 10_000 * random()
    socket.end({ downArrives: false, upArrives: random() < 0.5, clientMs: Number.POSITIVE_INFINITY, serverMs: late })
  }

  /** Its views are taken away. */
  stop(): void {
    for (const store of this.stores.values()) store.stop()
    this.#store.stop()
  }

  /** What is on the screen now. */
  look(): void {
    this.#isToldOf()
    for (const screen of this.#screens) screen.look()
  }

  #end(how: string): void {
    this.#world.trace.add(this.name, how)
    this.alive = false
    for (const store of this.stores.values()) {
      // what the browser keeps is sent by the next tab
      for (const { cid } of store.room.drafts) if (this.over || !this.#browser?.has(cid)) this.#world.drop(cid)
      store.stop()
    }
    this.#store.stop()
  }

  /** Nobody becomes somebody else without a word. */
  #isToldOf(): void {
    const { user } = this.client
    if (user && !this.#told.has(user.id)) this.#fault(`has become ${user.id} without a word`)
  }

  #fault(what: string): void {
    if (this.alive) this.#world.broken(`${this.name}: ${what}`)
  }

  #post(room: string, { cid, request }: Draft): void {
    const userId = this.client.user?.id ?? ''
    this.#isToldOf()
    this.#world.trace.add(this.name, `asks as ${cid} in ${room}: ${JSON.stringify(request)}`)
    this.#world.ledger.add({ cid, room, userId, tab: this.name, at: this.#world.clock.now(), request })
  }

  #onDraft(draft: Draft): void {
    const { cid, request, state } = draft
    const { ledger, trace } = this.#world
    const posted = ledger.byCid(cid)
    if (!posted) return
    posted.request = request
    if (state.status === 'pending') {
      posted.refused = false
      return
    }
    trace.add(this.name, `draft ${cid} ${state.status}`)
    if (state.status === 'failed') this.#onFailed(draft, posted, state.error)
    else if (state.status === 'held') posted.held = state.hold
    else if (state.status === 'sent') {
      const { seq, id } = state
      posted.ack = { seq, id, tab: this.name }
      const what = isTrue(this.#world.disk, posted)
      if (what) this.#fault(`was told that ${what}, which is not true`)
    }
  }

  /** Words that were refused stay until their author looks at them. */
  #onFailed(draft: Draft, posted: Posted, { code, message, replyTo }: ChatError): void {
    const { disk, random } = this.#world
    const { cid, request, text } = draft
    if (this.over || code === 'closed') {
      this.#world.drop(cid)
      return
    }
    if (code === 'unauthorized' && this.#person?.mayEnd) {
      this.#onOver(draft, posted)
      return
    }
    posted.refused = true
    const isBarred = isPrivate(posted.room) && disk.places.wasBarred(posted.room, posted.userId, posted.at)
    const isDue =
      isKeptOut(this.#world, code) ||
      isBarred ||
      disk.refusals.get(cid)?.has(code) ||
      (request.type === 'pin_message' && code === 'forbidden')
    if (!isDue && !posted.dropped) this.#fault(`draft ${cid} failed: ${message}`)
    if (text === '') return
    const triesAgain = (replyTo || code === 'conflict') && random() < 0.6
    this.clock.after(2_000 * random(), () => {
      if (draft.state.status !== 'failed') return
      if (triesAgain) {
        posted.retried = true
        draft.retry()
      } else {
        this.#world.drop(cid)
        draft.discard()
      }
    })
  }

  /** The login of its author is over: they send it again where they go on, or in the next tab. */
  #onOver(draft: Draft, posted: Posted): void {
    if (draft.text === '') {
      this.#world.drop(draft.cid)
      return
    }
    const wentOn = this.client.guestId !== undefined && draft.user === this.client.guestId
    if (wentOn && posted.tab === this.name) this.#fault(`left ${draft.cid} of its guest behind`)
    posted.retried = true
    this.clock.after(500 + 2_000 * this.#world.random(), () => {
      if (draft.state.status !== 'failed' || !this.alive) return
      const me = this.client.user?.id ?? ''
      // what the chat does not know as theirs would be there twice
      if (this.#world.disk.isSame(posted.userId, me)) {
        if (this.#person?.isMe(me)) draft.retry()
      } else {
        this.#world.drop(draft.cid)
        draft.discard()
      }
    })
  }
}

function isKeptOut({ order, nodes }: World, code: string): boolean {
  return (order !== undefined && KEPT_OUT.has(code)) || (nodes !== undefined && code === 'muted')
}

function draftOf(room: Room, request: ChangeRequest): Draft {
  switch (request.type) {
    case 'edit_message':
      return room.edit(request.messageId, request.text, { rev: request.rev })
    case 'delete_message':
      return room.delete(request.messageId)
    case 'react':
      return room.react(request.messageId, request.emoji, request.on)
    case 'pin_message':
      return room.pin(request.messageId, request.on)
  }
}
