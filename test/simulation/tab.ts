import { createChatClient } from '../../sdk/client/create-chat-client.ts'
import type { ChatClient, Draft, Room } from '../../sdk/client/types.ts'
import type { User } from '../../sdk/protocol/records.ts'
import { RoomStore } from '../../sdk/store/room-store.ts'
import { CUT, FaultySocket } from './faulty-socket.ts'
import { MortalClock } from './mortal-clock.ts'
import type { SimulatedDrafts } from './simulated-drafts.ts'
import type { World } from './world.ts'

/** One page with the real client and the real store of its view, and an eye on whatever must never happen. */
export class Tab {
  readonly name: string
  readonly client: ChatClient
  readonly stores = new Map<string, RoomStore>()
  readonly clock: MortalClock
  alive = true
  /** Its session is known to be over. */
  over = false
  socket: FaultySocket | undefined
  readonly #world: World
  readonly #browser: SimulatedDrafts | undefined
  readonly #drafts: ReturnType<SimulatedDrafts['open']> | undefined
  readonly #due = new Set<() => void>()

  constructor(world: World, name: string, login?: { token: string; user: User; drafts: SimulatedDrafts }) {
    const { network, random } = world
    const opened = (socket: FaultySocket) => {
      // a page that is gone opens nothing, though its client goes on from where it was
      if (!this.alive) return socket.end({ ...CUT, clientMs: Number.POSITIVE_INFINITY })
      this.socket = socket
      network.sockets.add(socket)
    }
    this.name = name
    this.#world = world
    this.clock = new MortalClock(world.clock)
    this.#browser = login?.drafts
    this.#drafts = login?.drafts.open()
    this.client = createChatClient({
      server: 'http://localhost',
      token: login?.token,
      user: login?.user,
      drafts: this.#drafts,
      WebSocket: class extends FaultySocket {
        constructor() {
          super(network)
          opened(this)
        }
      },
      fetch: ((url: string, init: RequestInit) => network.fetch(url, init)) as typeof fetch,
      clock: this.clock,
      random,
      cid: () => `c${world.count('cid')}`,
    })
    this.client.on('error', error => {
      if (!this.over && !error.retryable) this.#fault(`${error.code}: ${error.message}`)
    })
    this.client.on('status', state => {
      world.trace.add(name, 'error' in state ? `${state.status}, ${state.error.code}` : state.status)
    })
  }

  enter(room: string): void {
    const store = new RoomStore({
      client: this.client,
      room,
      clock: this.clock,
      lang: 'en',
      schedule: run => void this.#due.add(run),
    })
    this.stores.set(room, store)
    // Every other one reads further up, where what was missed is paged to from above
    if (this.#world.count('store') % 2) store.reading = ''
    this.#watch(store.room)
    store.start(true)
  }

  room(name: string): Room {
    return this.client.room(name)
  }

  say(name: string): void {
    const { user } = this.client
    const text = `t${this.#world.count('text')}`
    const { cid } = this.room(name).send(text)
    this.#world.trace.add(this.name, `says ${text} as ${cid} in ${name}`)
    this.#world.ledger.add({ text, cid, room: name, userId: user?.id ?? '', tab: this.name })
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

  /** What is on the screen now. */
  look(): void {
    for (const run of this.#due) run()
    this.#due.clear()
    for (const [name, store] of this.stores) this.#check(name, store)
  }

  #end(how: string): void {
    this.#world.trace.add(this.name, how)
    this.alive = false
    for (const store of this.stores.values()) {
      // what the browser keeps is sent by the next tab
      for (const { cid } of store.room.drafts) if (this.over || !this.#browser?.has(cid)) this.#world.drop(cid)
      store.stop()
    }
  }

  #fault(what: string): void {
    if (this.alive) this.#world.broken(`${this.name}: ${what}`)
  }

  #check(name: string, { view }: RoomStore): void {
    const { disk } = this.#world
    const seen = new Set<string>()
    let last = 0
    for (const item of view.log.items) {
      if (item.kind !== 'message') continue
      const { text, delivery } = item
      if (seen.has(text)) this.#fault(`shows ${text} twice`)
      seen.add(text)
      if (delivery.status !== 'sent') continue
      const stored = disk.find(text)
      if (!stored) {
        if (!disk.lostTexts.has(text)) this.#fault(`shows ${text} as sent, which is not stored`)
        continue
      }
      if (stored.room !== name) this.#fault(`shows ${text} in ${name}`)
      if (stored.seq <= last && disk.lost.size === 0) this.#fault(`shows ${text} behind what is newer`)
      last = stored.seq
    }
    const { users, count } = view.people
    if (new Set(users.map(({ id }: User) => id)).size !== users.length) this.#fault('shows a member twice')
    // what was lost on the way is being asked for
    if (users.length > count && this.#world.network.lost === 0)
      this.#fault(`shows ${users.length} members and counts ${count}`)
  }

  #watch(room: Room): void {
    let last: number | undefined
    room.on('page', ({ messages, keep }) => {
      this.#world.trace.add(this.name, `${room.name} page up to ${messages.at(-1)?.seq} ${keep ? 'keeps' : 'drops'}`)
      last = messages.at(-1)?.seq
    })
    room.on('message', ({ message }) => {
      this.#world.trace.add(this.name, `${room.name} ${message.seq} ${message.text}`)
      if (last !== undefined && message.seq !== last + 1) this.#fault(`showed ${message.seq} after ${last}`)
      last = message.seq
    })
    room.on('members', ({ count, users }) => {
      this.#world.trace.add(this.name, `${room.name} has ${count}: ${users.map(({ name }) => name).join(', ')}`)
    })
    room.on('gap', ({ from, to }) => {
      this.#world.trace.add(this.name, `${room.name} gap from ${from} to ${to}`)
      const { network, disk } = this.#world
      if (network.lost === 0 && !this.socket?.resynced && !disk.isVoid(room.name, to))
        this.#fault(`missed what is between ${from} and ${to}`)
    })
    room.on('draft', draft => this.#onDraft(draft))
    room.on('state', state => {
      this.#world.trace.add(this.name, `${room.name} ${state.status}`)
      if (state.status === 'idle') last = undefined
      if (state.status === 'refused') this.#fault(`was refused: ${state.error.message}`)
    })
  }

  #onDraft({ cid, room, text, state }: Draft): void {
    const { ledger, disk, trace } = this.#world
    const posted = ledger.byCid(cid)
    if (state.status === 'pending' || !posted) return
    trace.add(this.name, `draft ${cid} ${state.status}`)
    if (state.status === 'failed') {
      if (this.over) this.#world.drop(cid)
      else if (!posted.dropped) this.#fault(`draft ${cid} failed: ${state.error.message}`)
      return
    }
    const { seq, id } = state
    posted.ack = { seq, id, tab: this.name }
    const stored = disk.find(text)
    const same = stored?.id === id && stored.seq === seq && stored.room === room
    if (!same && !disk.lost.has(id))
      this.#fault(`was told that ${text} is stored at ${seq} as ${id}, which is not true`)
  }
}
