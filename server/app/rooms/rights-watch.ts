import { CLOSE } from '../../../sdk/protocol/close-codes.ts'
import type { MemberChangedEvent } from '../../../sdk/protocol/events.ts'
import type { DirectoryNews } from '../../ports/directory.ts'
import type { Active, HubContext, Rights } from '../hub-context.ts'
import { tellSanction } from '../moderation/tell-sanction.ts'
import { concerns } from '../online.ts'
import type { LiveRoom } from './live-room.ts'
import { groundsOf, otherOf } from './look-at.ts'
import type { Place } from './place.ts'
import { reseat } from './reseat.ts'
import { rightsJson } from './room-json.ts'
import type { Seat } from './seat.ts'
import type { Grounds } from './seats.ts'
import { tellInvited } from './tell-invited.ts'

/** Questions at once; after a failure of the store there is one for everybody in every room. */
const AT_ONCE = 8
/** Connections that are looked at in one turn. */
const SLICE = 5_000
const SLICE_MS = 2
/** After the store has not answered. */
const AGAIN_MS = 1_000
const OTHER_ROLE = 'What you may has changed. Connect again.'
const NO_OTHER: Pick<Grounds, 'peer' | 'blocked'> = {}

/** Keeps what connections are in their rooms as the directory says, and tells them. */
export class RightsWatch implements Rights {
  readonly #hub: HubContext
  readonly #connections: () => Iterable<Active>
  /** By user and room: what is to be asked again. As many as there are seats of accounts at most. */
  readonly #due = new Map<string, { user: string; room: string }>()
  /** What is asked now; false: what comes of it is out of date. */
  readonly #running = new Map<string, boolean>()
  #waiting: (() => void)[] = []

  /** `connections`: all that have said connect. */
  constructor(hub: HubContext, connections: () => Iterable<Active>) {
    this.#hub = hub
    this.#connections = connections
  }

  /** Something about an account that has connections is different. */
  heard(user: string, news: DirectoryNews): void {
    if (news.type === 'invited') {
      if (news.on) tellInvited(this.#hub, user, news.room)
      return
    }
    if (news.type === 'account' && news.role !== undefined) {
      // each connection asks who it is when it begins
      for (const { sharer } of this.#hub.online.of(user)) sharer.end(CLOSE.shutdown, OTHER_ROLE)
      return
    }
    // first why, and then what comes of it
    tellSanction(this.#hub.online.of(user), news)
    const rooms = new Set(this.#hub.online.of(user).flatMap(({ joined }) => joined.map(({ room }) => room)))
    for (const { name, seats } of rooms) {
      if (news.type === 'blocks' && seats.place.kind !== 'direct') continue
      if (concerns(news, name)) this.ask(user, name)
    }
  }

  /** An event of the room says so: from this turn on. */
  changed(room: LiveRoom, event: MemberChangedEvent): void {
    const { online } = this.#hub
    const { member, role } = event
    online.changed(event)
    const key = keyOf(member.id, room.name)
    if (this.#running.has(key)) {
      // it may not have known of this
      this.#running.set(key, false)
      this.#due.set(key, { user: member.id, room: room.name })
    }
    const seatedIn = (seat: Seat) => seat.room === room
    for (const active of online.of(member.id)) {
      const seat = active.joined.find(seatedIn)
      if (seat) reseat(this.#hub, active, seat, { ...seat.grounds, member: role === 'none' ? undefined : role })
    }
  }

  /** A room is set in another way than before: whoever may something else now is told, all of them within moments. */
  settled(room: LiveRoom, before: Place): void {
    const others = new Map<Seat, boolean>()
    const tell = (active: Active) => {
      const seat = active.joined.find(each => each.room === room)
      if (seat === undefined) return
      const isOther = others.get(seat) ?? seat.wasOther(before)
      others.set(seat, isOther)
      if (isOther) active.member.peer.send(rightsJson(room.name, seat.json))
    }
    const all = this.#connections()[Symbol.iterator]()
    const slice = () => {
      for (let looked = 0; looked < SLICE; looked++) {
        const next = all.next()
        if (next.done) return
        tell(next.value)
      }
      this.#hub.clock.after(SLICE_MS, slice)
    }
    slice()
  }

  /** Asks what an account is in a room, and seats its connections anew. */
  ask(user: string, room: string): void {
    const key = keyOf(user, room)
    if (this.#running.has(key)) this.#running.set(key, false)
    this.#due.set(key, { user, room })
    this.#next()
  }

  async quiet(user: string): Promise<void> {
    const begins = keyOf(user, '')
    const isAsked = () => [...this.#due.keys(), ...this.#running.keys()].some(key => key.startsWith(begins))
    while (isAsked()) await new Promise<void>(resolve => this.#waiting.push(resolve))
  }

  #next(): void {
    for (const [key, { user, room }] of this.#due) {
      if (this.#running.size >= AT_ONCE) return
      // one after the other, so that the last answer is the newest
      if (this.#running.has(key)) continue
      this.#due.delete(key)
      this.#running.set(key, true)
      void this.#look(key, user, room).finally(() => {
        this.#running.delete(key)
        this.#next()
        const waiting = this.#waiting
        this.#waiting = []
        for (const resolve of waiting) resolve()
      })
    }
  }

  async #look(key: string, user: string, room: string): Promise<void> {
    const hub = this.#hub
    const [first] = hub.online.of(user)
    const seat = seatIn(hub, user, room)
    if (first === undefined || seat === undefined) return
    try {
      const { pair } = seat.place
      const [{ member, sanctions }, other] = await Promise.all([
        groundsOf(hub, first, room),
        pair ? otherOf(hub, first.identity, pair) : NO_OTHER,
      ])
      if (this.#running.get(key) === false) return
      for (const active of hub.online.of(user)) {
        const before = active.joined.find(each => each.room.name === room)
        if (before) reseat(hub, active, before, { own: before.grounds.own, member, sanctions, ...other })
      }
    } catch (error) {
      hub.logger.warn({ err: error }, 'rights could not be read, and are asked for again')
      hub.clock.after(AGAIN_MS, () => this.ask(user, room))
    }
  }
}

function seatIn({ online }: HubContext, user: string, room: string): Seat | undefined {
  for (const { joined } of online.of(user)) {
    const seat = joined.find(each => each.room.name === room)
    if (seat !== undefined) return seat
  }
  return undefined
}

const keyOf = (user: string, room: string) => `${user} ${room}`
