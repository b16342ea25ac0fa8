import type { DurableEvent } from '../../../sdk/protocol/events.ts'
import type { Limits } from '../../../sdk/protocol/limits.ts'
import type { User } from '../../../sdk/protocol/records.ts'
import type { UsersReply } from '../../../sdk/protocol/replies.ts'
import { userOf } from '../../../sdk/protocol/user-of.ts'
import { Presence } from '../../core/presence.ts'
import { Typing } from '../../core/typing.ts'
import type { Clock } from '../../ports/clock.ts'
import type { RoomLog, RoomReset } from '../../ports/room-log.ts'
import { encodeNews } from '../../wire/encode.ts'
import { type Collector, createCollector, gather } from './collector.ts'
import { DueTimer } from './due-timer.ts'
import { FanOut } from './fan-out.ts'
import type { Member } from './member.ts'
import { Reactors } from './reactors.ts'
import { headJson, membersJson, resyncJson, typingJson } from './room-json.ts'
import { OPEN_ROOM, Seats } from './seats.ts'

export interface LiveRoomDeps {
  log: RoomLog
  clock: Clock
  limits: Limits
  busy: () => number
  flushMs: number
  publish: (topic: string, text: string, members: number) => void
  /** Nobody is in the room, and nobody waits to be. */
  onIdle: (room: LiveRoom) => void
}

/** Those who type at once, beyond whom nobody cares. */
const TYPERS = { most: 20, large: 5 }

/** A room with connections on this node: its presence, its typing and what goes to everyone in it. */
export class LiveRoom {
  readonly name: string
  readonly topic: string
  readonly reactors = new Reactors()
  readonly seats = new Seats<LiveRoom>(this, OPEN_ROOM)
  readonly #deps: LiveRoomDeps
  readonly #presence: Presence
  readonly #typing: Typing<Member>
  readonly #fanOut: FanOut
  readonly #collectors = new Set<Collector>()
  readonly #timer: DueTimer
  readonly #unsubscribe: () => void
  #connections = 0
  /** Who came when nobody was in, as long as they stay. */
  #first: Member | undefined
  /** What the members were told. */
  #seq = 0
  /** Of this heartbeat; undefined: it is not near. */
  #head: 'expected' | 'told' | undefined
  #stopped = false

  constructor(name: string, deps: LiveRoomDeps) {
    this.name = name
    this.topic = `room:${name}`
    this.#deps = deps
    this.#presence = new Presence({ room: name, graceMs: deps.limits.presenceGraceMs })
    this.#typing = new Typing(deps.limits.typingMs)
    this.#fanOut = new FanOut({
      clock: deps.clock,
      topic: this.topic,
      publish: text => deps.publish(this.topic, text, this.#connections),
      members: () => this.#connections,
      busy: deps.busy,
      mostMs: deps.flushMs,
    })
    this.#timer = new DueTimer(deps.clock, () => this.#tick())
    this.#unsubscribe = deps.log.subscribe(name, news => {
      if (news.type === 'reset') this.#reset(news)
      else this.#follow(news)
    })
  }

  get idle(): boolean {
    return this.#connections === 0 && this.#collectors.size === 0 && this.#presence.empty
  }

  /** Nothing was ever written, and one connection is in it. */
  get bare(): boolean {
    return this.#connections === 1 && this.#first !== undefined && this.#seq === 0 && this.#collectors.size === 0
  }

  /** It was stopped: whoever was in is so no more. */
  get gone(): boolean {
    return this.#stopped
  }

  /** Gathers what the log delivers from now on, for someone who is about to join. */
  collect(): Collector {
    const collector = createCollector(() => {
      if (this.#collectors.delete(collector) && this.idle) this.#deps.onIdle(this)
    })
    this.#collectors.add(collector)
    return collector
  }

  /**
   * From here on the peer gets what the room gets, behind `seq`; the snapshot is taken before by `snapshotJson`. The
   * caller sends its reply in the same turn.
   */
  enter(member: Member, seq: number): void {
    if (this.#connections === 0) {
      // it may have read what the others are not told yet
      this.#seq = seq
      this.#first = member
    }
    this.#connections++
    this.#presence.enter(member.user)
    this.#fanOut.join(member.peer)
    // By a timer: behind the reply, and together with whoever else joins now.
    this.#arm()
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
    if (this.#typing.stop(member.user.id, member)) this.#fanOut.push(typingJson(this.name, this.#shown(member), false))
    this.#presence.leave(member.user.id, announced, this.#deps.clock.now())
    this.#tick()
  }

  /** The same connection goes on as somebody else. */
  replace(before: Member, after: Member): void {
    if (this.#first === before) this.#first = after
    if (this.#typing.stop(before.user.id, before)) this.#fanOut.push(typingJson(this.name, before.user, false))
    const members = this.#presence.replace(before.user.id, after.user, this.#deps.clock.now())
    if (members !== undefined) after.peer.send(membersJson(this.name, members))
    this.#arm()
  }

  /** Ends a bare room; the one who is in may join again when there is a place. */
  giveUp(): void {
    const peer = this.#first?.peer
    this.stop()
    if (peer === undefined) return
    this.#fanOut.leave(peer)
    peer.send(resyncJson(this.name, { epoch: '', seq: 0 }))
  }

  /** The user will not come back within the grace. */
  endGrace(userId: string): void {
    if (this.#presence.endGrace(userId)) this.#tick()
  }

  /** They are shown without a name from now on, also to be told that they left. */
  hide(userId: string): void {
    if (this.#presence.hide(userOf(userId, ''))) this.#arm()
  }

  snapshotJson(joiner: User): string {
    return this.#presence.snapshotJson(joiner)
  }

  usersPage(asker: User | undefined, after: string | undefined, limit: number): UsersReply | undefined {
    return this.#presence.page(asker, after, limit)
  }

  user(userId: string): User | undefined {
    return this.#presence.user(userId)
  }

  setTyping(member: Member, active: boolean): void {
    const { user, peer } = member
    const most = this.#presence.large ? TYPERS.large : TYPERS.most
    const tell = active
      ? this.#typing.start(user.id, member, this.#deps.clock.now(), most)
      : this.#typing.stop(user.id, member)
    if (!tell) return
    peer.publish(this.topic, typingJson(this.name, user, active))
    this.#arm()
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
    this.#head = 'expected'
  }

  /** Publishes the seq that the room has reached, behind the events that it counts. */
  beat(): void {
    const told = this.#head === 'told'
    this.#head = undefined
    if (told || this.#connections === 0) return
    this.#fanOut.flush()
    this.#deps.publish(this.topic, headJson(this.name, this.#seq), this.#connections)
  }

  stop(): void {
    this.#stopped = true
    this.#unsubscribe()
    this.#fanOut.stop()
    this.#timer.stop()
  }

  /** Whoever is about to join has read what is void: they join again. */
  #reset({ head }: RoomReset): void {
    this.#seq = head.seq
    for (const collector of this.#collectors) collector.full = true
    this.#fanOut.push(resyncJson(this.name, head))
  }

  #follow(event: DurableEvent): void {
    this.#seq = event.seq
    if (this.#connections === 0 && this.#collectors.size === 0) return
    const text = encodeNews(event)
    for (const collector of this.#collectors) gather(collector, event, text.length)
    if (this.#connections === 0) return
    if (event.type === 'reaction' && this.#presence.large)
      this.#fanOut.pushSuperseding(text, this.reactors.supersedes(event, this.#presence.connections(event.user.id)))
    else this.#fanOut.push(text, true)
    if (this.#head !== 'expected') return
    this.#head = 'told'
    this.#fanOut.push(headJson(this.name, this.#seq))
  }

  #shown({ user }: Member): User {
    return this.#presence.user(user.id) ?? user
  }

  #tick(): void {
    if (this.#stopped) return
    const now = this.#deps.clock.now()
    for (const { by } of this.#typing.expire(now))
      by.peer.publish(this.topic, typingJson(this.name, this.#shown(by), false))
    for (const event of this.#presence.tick(now)) this.#fanOut.push(JSON.stringify(event))
    if (this.idle) this.#deps.onIdle(this)
    this.#arm()
  }

  #arm(): void {
    if (!this.#stopped) this.#timer.arm(this.#presence.nextDue(), this.#typing.nextDue())
  }
}
