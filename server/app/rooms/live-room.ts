import type {
  DurableEvent,
  MemberChangedEvent,
  MessageEditedEvent,
  NewMessageEvent,
} from '../../../sdk/protocol/events.ts'
import type { Limits } from '../../../sdk/protocol/limits.ts'
import { isGivenName } from '../../core/room-name.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Directory } from '../../ports/directory.ts'
import type { RoomLog, RoomReset } from '../../ports/room-log.ts'
import type { SharedPresence } from '../../ports/shared-presence.ts'
import { encodeNews } from '../../wire/encode.ts'
import { type Collector, Collectors } from './collector.ts'
import { FanOut } from './fan-out.ts'
import type { Member } from './member.ts'
import type { Place } from './place.ts'
import { Reactors } from './reactors.ts'
import { RoomHead } from './room-head.ts'
import { headJson, resyncJson } from './room-json.ts'
import { RoomPeople } from './room-people.ts'
import { RoomQueue } from './room-queue.ts'
import { RoomSettings } from './room-settings.ts'
import type { Seats } from './seats.ts'

export interface LiveRoomDeps {
  log: RoomLog
  directory: Directory
  /** Only rooms are there that somebody made. */
  listed: boolean
  /** ms since the Unix epoch. */
  timeOfDay: () => number
  clock: Clock
  limits: Limits
  /** Left out: there are no other nodes. */
  presence?: SharedPresence | undefined
  busy: () => number
  flushMs: number
  publish: (topic: string, text: string, members: number) => void
  /** Nobody is in the room, and nobody waits to be. */
  onIdle: (room: LiveRoom) => void
  /** It is set in another way than `before`. */
  onSettled: (room: LiveRoom, before: Place) => void
  /** It begins to follow its log, or has missed some of it: what its events said before may be out of date. */
  onAnew: (room: string) => void
  /** Somebody has another place in it; before the others are told. */
  onMember: (room: LiveRoom, event: MemberChangedEvent) => void
  /** The next message of a room that is not for everybody. */
  onText: (room: string, event: NewMessageEvent | MessageEditedEvent) => void
}

/** A room with connections on this node: its presence, its typing and what goes to everyone in it. */
export class LiveRoom {
  readonly name: string
  readonly topic: string
  readonly reactors = new Reactors()
  readonly queue: RoomQueue
  readonly settings: RoomSettings<LiveRoom>
  readonly people: RoomPeople
  readonly #deps: LiveRoomDeps
  readonly #fanOut: FanOut
  readonly #collectors: Collectors
  readonly #head = new RoomHead()
  readonly #unsubscribe: () => void
  #connections = 0
  /** Who came when nobody was in, as long as they stay. */
  #first: Member | undefined
  #stopped = false

  constructor(name: string, deps: LiveRoomDeps) {
    this.name = name
    this.topic = `room:${name}`
    this.#deps = deps
    this.#fanOut = new FanOut({
      clock: deps.clock,
      topic: this.topic,
      publish: text => deps.publish(this.topic, text, this.#connections),
      members: () => this.#connections,
      busy: deps.busy,
      mostMs: deps.flushMs,
    })
    const onTick = () => {
      if (this.idle) deps.onIdle(this)
    }
    this.#collectors = new Collectors(onTick)
    this.queue = new RoomQueue(name, deps)
    // may throw, as the next one: then nothing is left of it
    this.#unsubscribe = deps.log.subscribe(name, news => {
      if (news.type === 'reset') this.#reset(news)
      else this.#follow(news)
    })
    try {
      const onSettled = (before: Place) => deps.onSettled(this, before)
      this.settings = new RoomSettings<LiveRoom>(this, deps, onSettled, news => this.queue.heard(news))
    } catch (error) {
      this.#unsubscribe()
      throw error
    }
    const { clock, limits, presence } = deps
    const push = (text: string) => this.#fanOut.push(text)
    this.people = new RoomPeople({ room: name, topic: this.topic, clock, limits, presence, push, onTick })
    deps.onAnew(name)
  }

  get seats(): Seats<LiveRoom> {
    return this.settings.seats
  }

  get idle(): boolean {
    return this.#connections === 0 && this.#collectors.size === 0 && this.people.empty
  }

  /** Nothing was ever written, and one connection is in it. */
  get bare(): boolean {
    return this.#connections === 1 && this.#first !== undefined && this.#head.seq === 0 && this.#collectors.size === 0
  }

  /** It was stopped: whoever was in is so no more. */
  get gone(): boolean {
    return this.#stopped
  }

  /** Gathers what the log delivers from now on, for someone who is about to join. */
  collect(): Collector {
    return this.#collectors.add()
  }

  /**
   * From here on the peer gets what the room gets, behind `seq`; the snapshot is taken before by `snapshotJson`. The
   * caller sends its reply in the same turn.
   */
  enter(member: Member, seq: number): void {
    if (this.#connections === 0) {
      // it may have read what the others are not told yet
      this.#head.seq = seq
      this.#first = member
    }
    this.#connections++
    this.people.enter(member)
    this.#fanOut.join(member.peer)
  }

  /** The same for someone who is in the room and was told anew where it stands. */
  enterAgain({ peer }: Member): void {
    this.#fanOut.joinAgain(peer)
  }

  leave(member: Member, announced: boolean): void {
    if (this.#stopped) return
    if (this.#first === member) this.#first = undefined
    this.#fanOut.leave(member.peer)
    this.#connections--
    this.queue.follow(member, false)
    this.people.leave(member, announced)
  }

  /** The same connection goes on as somebody else. */
  replace(before: Member, after: Member): void {
    if (this.#first === before) this.#first = after
    this.queue.replace(before, after)
    this.people.replace(before, after)
  }

  /** Ends a bare room; the one who is in may join again when there is a place. */
  giveUp(): void {
    const peer = this.#first?.peer
    this.stop()
    if (peer === undefined) return
    this.#fanOut.leave(peer)
    peer.send(resyncJson(this.name, { epoch: '', seq: 0 }))
  }

  flush(): void {
    this.#fanOut.flush()
  }

  /** How long a message that is about to be stored may wait: it would not reach the members sooner. */
  lingerMs(): number {
    return this.#fanOut.lingerMs()
  }

  /** From here on an event may take the head with it, which then needs no frame of its own. */
  expectBeat(): void {
    this.#head.expect()
  }

  /** Publishes the seq that the room has reached, behind the events that it counts. */
  beat(): void {
    if (!this.#head.isDue() || this.#connections === 0) return
    this.#fanOut.flush()
    this.#deps.publish(this.topic, headJson(this.name, this.#head.seq), this.#connections)
  }

  stop(): void {
    this.#stopped = true
    this.#unsubscribe()
    this.settings.stop()
    this.queue.stop()
    this.#fanOut.stop()
    this.people.stop()
  }

  /** Whoever is about to join has read what is void: they join again. */
  #reset({ head }: RoomReset): void {
    this.#head.seq = head.seq
    this.#deps.onAnew(this.name)
    this.#collectors.fill()
    this.#fanOut.push(resyncJson(this.name, head))
  }

  #follow(event: DurableEvent): void {
    this.#head.seq = event.seq
    if (event.type === 'room_changed') this.settings.change(event.changes)
    else if (event.type === 'member_changed') this.#deps.onMember(this, event)
    else if ((event.type === 'new_message' || event.type === 'message_edited') && isGivenName(this.name))
      this.#deps.onText(this.name, event)
    if (this.#connections === 0 && this.#collectors.size === 0) return
    const text = encodeNews(event)
    this.#collectors.gather(event, text.length)
    if (this.#connections === 0) return
    if (event.type === 'reaction' && this.people.large)
      this.#fanOut.pushSuperseding(text, this.reactors.supersedes(event, this.people.connections(event.user.id)))
    else this.#fanOut.push(text, true)
    if (this.#head.goesAlong()) this.#fanOut.push(headJson(this.name, event.seq))
  }
}
