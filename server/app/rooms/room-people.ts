import type { Limits } from '../../../sdk/protocol/limits.ts'
import type { User } from '../../../sdk/protocol/records.ts'
import type { UsersReply } from '../../../sdk/protocol/replies.ts'
import { userOf } from '../../../sdk/protocol/user-of.ts'
import { Presence } from '../../core/presence.ts'
import { Typing } from '../../core/typing.ts'
import type { Clock } from '../../ports/clock.ts'
import type { PeopleElsewhere, PeopleHere, SharedPresence } from '../../ports/shared-presence.ts'
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
  /** Left out: there are no other nodes. */
  presence?: SharedPresence | undefined
  /** Sends to everyone in the room. */
  push: (text: string) => void
  /** Somebody may be gone for good. */
  onTick: () => void
}

/** Those who type at once, beyond whom nobody cares. */
const TYPERS = { most: 20, large: 5 }

/** The other nodes, as one that types. */
const ELSEWHERE = { elsewhere: true } as const

/** Who is in a room, who types there, and what the others are told of it; also of those on other nodes. */
export class RoomPeople implements PeopleElsewhere {
  readonly #deps: RoomPeopleDeps
  readonly #presence: Presence
  readonly #typing: Typing<Member | typeof ELSEWHERE>
  readonly #nodes: PeopleHere | undefined
  readonly #timer: DueTimer
  #stopped = false

  constructor(deps: RoomPeopleDeps) {
    this.#deps = deps
    const { room, clock, limits } = deps
    this.#presence = new Presence({ room, graceMs: limits.presenceGraceMs })
    this.#typing = new Typing(limits.typingMs)
    this.#timer = new DueTimer(clock, () => this.#tick())
    this.#nodes = deps.presence?.open(room, this)
  }

  /** Undefined: it is known who is there on other nodes. Else wait; rejects with LogUnavailable. */
  ready(): Promise<void> | undefined {
    return this.#nodes?.ready()
  }

  /** Nobody is in it on this node. */
  get empty(): boolean {
    return this.#presence.empty
  }

  get large(): boolean {
    return this.#presence.large
  }

  /** People in it now. */
  get count(): number {
    return this.#presence.count
  }

  user(userId: string): User | undefined {
    return this.#presence.user(userId)
  }

  /** How many connections of theirs are on this node. */
  connections(userId: string): number {
    return this.#presence.connections(userId)
  }

  /** They have a connection to another node. */
  isElsewhere(userId: string): boolean {
    return this.#presence.isElsewhere(userId)
  }

  snapshotJson(joiner: User): string {
    return this.#presence.snapshotJson(joiner)
  }

  page(asker: User | undefined, after: string | undefined, limit: number): UsersReply | undefined {
    return this.#presence.page(asker, after, limit)
  }

  enter({ user }: Member): void {
    this.#presence.enter(user)
    this.#nodes?.enter(user)
    // By a timer: behind the reply, and together with whoever else joins now.
    this.#arm()
  }

  leave(member: Member, announced: boolean): void {
    const { user } = member
    if (this.#typing.stop(user.id, member)) {
      this.#deps.push(this.#typingJson(user, false))
      this.#nodes?.typing(user.id, false)
    }
    this.#presence.leave(user.id, announced, this.#deps.clock.now())
    this.#leaveNodes(user.id, announced)
    this.#tick()
  }

  /** The same connection goes on as somebody else. */
  replace(before: Member, after: Member): void {
    const { room, clock, push } = this.#deps
    if (this.#typing.stop(before.user.id, before)) {
      push(typingJson(room, before.user, false))
      this.#nodes?.typing(before.user.id, false)
    }
    const members = this.#presence.replace(before.user.id, after.user, clock.now())
    this.#leaveNodes(before.user.id, true)
    this.#nodes?.enter(after.user)
    if (members !== undefined) after.peer.send(membersJson(room, members))
    this.#arm()
  }

  /** The user will not come back within the grace. */
  endGrace(userId: string): void {
    // what was not told yet is told as that
    this.#leaveNodes(userId, true)
    if (this.#presence.endGrace(userId)) this.#tick()
  }

  /** They are shown without a name from now on, also to be told that they left. */
  hide(userId: string): void {
    const user = userOf(userId, '')
    if (!this.#presence.hide(user)) return
    if (this.#presence.connections(userId) > 0) this.#nodes?.enter(user)
    this.#arm()
  }

  setTyping(member: Member, active: boolean): void {
    const { room, topic, clock } = this.#deps
    const { user, peer } = member
    const tell = active
      ? this.#typing.start(user.id, member, clock.now(), this.#typers)
      : this.#typing.stop(user.id, member)
    if (!tell) return
    this.#nodes?.typing(user.id, active)
    peer.publish(topic, typingJson(room, user, active))
    this.#arm()
  }

  entered(users: readonly User[]): void {
    for (const user of users) this.#presence.enterElsewhere(user)
    if (this.#presence.empty) this.#presence.settle()
    this.#arm()
  }

  left(userIds: readonly string[], announced: boolean): void {
    for (const userId of userIds) {
      this.#endTyping(userId)
      this.#presence.leaveElsewhere(userId, announced, this.#deps.clock.now())
    }
    this.#tick()
  }

  typing(userId: string, active: boolean): void {
    const user = this.#presence.user(userId)
    if (!active) this.#endTyping(userId)
    else if (user !== undefined && this.#typing.start(userId, ELSEWHERE, this.#deps.clock.now(), this.#typers, true))
      this.#deps.push(this.#typingJson(user, true))
    this.#arm()
  }

  stop(): void {
    this.#stopped = true
    this.#timer.stop()
    this.#nodes?.close()
  }

  get #typers(): number {
    return this.#presence.large ? TYPERS.large : TYPERS.most
  }

  #endTyping(userId: string): void {
    const user = this.#presence.user(userId)
    if (this.#typing.stop(userId, ELSEWHERE) && user) this.#deps.push(this.#typingJson(user, false))
  }

  #leaveNodes(userId: string, announced: boolean): void {
    if (this.#presence.connections(userId) === 0) this.#nodes?.leave(userId, announced)
  }

  #typingJson(user: User, active: boolean): string {
    return typingJson(this.#deps.room, this.#presence.user(user.id) ?? user, active)
  }

  #tick(): void {
    if (this.#stopped) return
    const { topic, clock, push, onTick } = this.#deps
    const now = clock.now()
    for (const { userId, by } of this.#typing.expire(now)) {
      if (!('elsewhere' in by)) by.peer.publish(topic, this.#typingJson(by.user, false))
      else push(this.#typingJson(this.#presence.user(userId) ?? userOf(userId, ''), false))
    }
    for (const event of this.#presence.tick(now)) push(JSON.stringify(event))
    onTick()
    this.#arm()
  }

  #arm(): void {
    if (!this.#stopped) this.#timer.arm(this.#presence.nextDue(), this.#typing.nextDue())
  }
}
