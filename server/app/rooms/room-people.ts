import type { Limits } from '../../../sdk/protocol/limits.ts'
import type { User } from '../../../sdk/protocol/records.ts'
import type { UsersReply } from '../../../sdk/protocol/replies.ts'
import { userOf } from '../../../sdk/protocol/user-of.ts'
import { Presence } from '../../core/presence.ts'
import { Typing } from '../../core/typing.ts'
import type { Clock } from '../../ports/clock.ts'
import { DueTimer } from './due-timer.ts'
import type { Member } from './member.ts'
import { membersJson, typingJson } from './room-json.ts'

export interface RoomPeopleDeps {
  /** The name of the room. */
  room: string
  /** Of the transport, for what goes to all others. */
  topic: string
  clock: Clock
  limits: Limits
  /** Sends to everyone in the room. */
  push: (text: string) => void
  /** Somebody may be gone for good. */
  onTick: () => void
}

/** Those who type at once, beyond whom nobody cares. */
const TYPERS = { most: 20, large: 5 }

/** Who is in a room, who types there, and what the others are told of it. */
export class RoomPeople {
  readonly #deps: RoomPeopleDeps
  readonly #presence: Presence
  readonly #typing: Typing<Member>
  readonly #timer: DueTimer
  #stopped = false

  constructor(deps: RoomPeopleDeps) {
    this.#deps = deps
    const { room, clock, limits } = deps
    this.#presence = new Presence({ room, graceMs: limits.presenceGraceMs })
    this.#typing = new Typing(limits.typingMs)
    this.#timer = new DueTimer(clock, () => this.#tick())
  }

  get empty(): boolean {
    return this.#presence.empty
  }

  get large(): boolean {
    return this.#presence.large
  }

  /** People here now. */
  get count(): number {
    return this.#presence.count
  }

  user(userId: string): User | undefined {
    return this.#presence.user(userId)
  }

  /** How many connections of theirs are here. */
  connections(userId: string): number {
    return this.#presence.connections(userId)
  }

  snapshotJson(joiner: User): string {
    return this.#presence.snapshotJson(joiner)
  }

  page(asker: User | undefined, after: string | undefined, limit: number): UsersReply | undefined {
    return this.#presence.page(asker, after, limit)
  }

  enter({ user }: Member): void {
    this.#presence.enter(user)
    // By a timer: behind the reply, and together with whoever else joins now.
    this.#arm()
  }

  leave(member: Member, announced: boolean): void {
    const { user } = member
    if (this.#typing.stop(user.id, member)) this.#deps.push(this.#typingJson(member, false))
    this.#presence.leave(user.id, announced, this.#deps.clock.now())
    this.#tick()
  }

  /** The same connection goes on as somebody else. */
  replace(before: Member, after: Member): void {
    const { room, clock, push } = this.#deps
    if (this.#typing.stop(before.user.id, before)) push(typingJson(room, before.user, false))
    const members = this.#presence.replace(before.user.id, after.user, clock.now())
    if (members !== undefined) after.peer.send(membersJson(room, members))
    this.#arm()
  }

  /** The user will not come back within the grace. */
  endGrace(userId: string): void {
    if (this.#presence.endGrace(userId)) this.#tick()
  }

  /** They are shown without a name from now on, also to be told that they left. */
  hide(userId: string): void {
    if (this.#presence.hide(userOf(userId, ''))) this.#arm()
  }

  setTyping(member: Member, active: boolean): void {
    const { room, topic, clock } = this.#deps
    const { user, peer } = member
    const most = this.#presence.large ? TYPERS.large : TYPERS.most
    const tell = active ? this.#typing.start(user.id, member, clock.now(), most) : this.#typing.stop(user.id, member)
    if (!tell) return
    peer.publish(topic, typingJson(room, user, active))
    this.#arm()
  }

  stop(): void {
    this.#stopped = true
    this.#timer.stop()
  }

  #typingJson({ user }: Member, active: boolean): string {
    return typingJson(this.#deps.room, this.#presence.user(user.id) ?? user, active)
  }

  #tick(): void {
    if (this.#stopped) return
    const { topic, clock, push, onTick } = this.#deps
    const now = clock.now()
    for (const { by } of this.#typing.expire(now)) by.peer.publish(topic, this.#typingJson(by, false))
    for (const event of this.#presence.tick(now)) push(JSON.stringify(event))
    onTick()
    this.#arm()
  }

  #arm(): void {
    if (!this.#stopped) this.#timer.arm(this.#presence.nextDue(), this.#typing.nextDue())
  }
}
