import type { PresenceDelta, UserListEvent } from '../../sdk/protocol/events.ts'
import { LARGE_ROOM } from '../../sdk/protocol/limits.ts'
import type { User } from '../../sdk/protocol/records.ts'
import type { UsersReply } from '../../sdk/protocol/replies.ts'
import { Occupants } from './occupants.ts'
import { PagedUsers } from './paged-users.ts'
import { isShownAs } from './people-by-node.ts'

/** Users in the snapshot of a large room; the others are paged. */
const FIRST_PAGE = 30

export interface PresenceOptions {
  room: string
  graceMs: number
  /** Default LARGE_ROOM. */
  largeAbove?: number
}

function flushGapMs(users: number, largeAbove: number): number {
  if (users > largeAbove) return 1000
  return users > 50 ? 250 : 100
}

/**
 * Who is in one room: users, counted over their connections, on whatever node. Others know of those who were published, at `version`;
 * changes since wait for `flush`, and those that undo each other vanish. Time comes in as `now`, in ms.
 */
export class Presence {
  readonly #room: string
  readonly #graceMs: number
  readonly #largeAbove: number
  readonly #live = new Occupants()
  /** Users without a connection, and until when they still count; in that order. */
  readonly #grace = new Map<string, number>()
  readonly #published = new PagedUsers()
  /** Who is in `#live` and published in two ways: in one of them only, or with another name or picture. */
  readonly #changed = new Set<string>()
  /** Somebody may know a part of the names only. */
  #partly = false
  #version = 0
  #lastFlushAt = Number.NEGATIVE_INFINITY

  constructor(options: PresenceOptions) {
    this.#room = options.room
    this.#graceMs = options.graceMs
    this.#largeAbove = options.largeAbove ?? LARGE_ROOM
  }

  /** Nobody is in it on this node. */
  get empty(): boolean {
    return this.#live.empty && (this.#live.shared || this.#changed.size === 0)
  }

  /** Users in it now, flushed or not. */
  get count(): number {
    return this.#live.size
  }

  get large(): boolean {
    return this.#published.size > this.#largeAbove
  }

  /** Who is in it now. */
  user(userId: string): User | undefined {
    return this.#live.get(userId)
  }

  /** How many connections of theirs are on this node. */
  connections(userId: string): number {
    return this.#live.connections(userId)
  }

  /** They have a connection to another node. */
  isElsewhere(userId: string): boolean {
    return this.#live.isElsewhere(userId)
  }

  /** One more connection of this user, who is shown as it says from now on. */
  enter(user: User): void {
    this.#live.enter(user)
    this.#grace.delete(user.id)
    this.#compare(user.id)
  }

  /** One connection less. Announced: the last one takes the user with it; else after the grace. */
  leave(userId: string, announced: boolean, now: number): void {
    if (this.#live.leave(userId)) this.#lose(userId, announced, now)
  }

  /** They are on another node, and shown as it says from now on. */
  enterElsewhere(user: User): void {
    this.#live.enterElsewhere(user)
    this.#grace.delete(user.id)
    this.#compare(user.id)
  }

  /** They are on no other node any more. */
  leaveElsewhere(userId: string, announced: boolean, now: number): void {
    if (this.#live.leaveElsewhere(userId)) this.#lose(userId, announced, now)
  }

  /** From now on this is how the user is shown, also to be told that they left; false if nobody knows them. */
  hide(user: User): boolean {
    const here = this.#live.show(user)
    const known = this.#published.get(user.id) !== undefined
    if (known) {
      this.#published.remove(user.id)
      this.#published.add(user)
    }
    this.#compare(user.id)
    return known || here
  }

  /**
   * One connection goes on as another user. Returns a snapshot for it, encoded, where the one that it has shows who it was
   * and nobody will be told that they left, since nobody was told that they came.
   */
  replace(userId: string, after: User, now: number): string | undefined {
    this.leave(userId, true, now)
    this.enter(after)
    return this.#published.get(userId) === undefined ? this.snapshotJson(after) : undefined
  }

  /** Ends the grace of a user who will not come back; false if there was none. */
  endGrace(userId: string): boolean {
    if (!this.#grace.has(userId)) return false
    this.#remove(userId)
    return true
  }

  /** When `tick` has something to do; at or before now means at once. */
  nextDue(): number | undefined {
    const [graceEnd] = this.#grace.values()
    if (!this.#hasNews) return graceEnd
    const flushAt = this.#nextFlushAt
    return graceEnd === undefined ? flushAt : Math.min(flushAt, graceEnd)
  }

  /** Ends graces, and flushes if it is time: what to publish, in order. */
  tick(now: number): (PresenceDelta | UserListEvent)[] {
    for (const [userId, until] of this.#grace) {
      if (until > now) break
      this.#remove(userId)
    }
    if (!this.#hasNews) return []
    if (now < this.#nextFlushAt) return []
    this.#lastFlushAt = now
    return this.#flush()
  }

  /** Nobody is there to be told, so that whoever comes next has all that is known by now. */
  settle(): void {
    if (this.#hasNews) this.#flush()
  }

  /** The snapshot for a user who joins, encoded: the last flushed state, and the user. */
  snapshotJson(joiner: User): string {
    // Also before others know how many came: in a storm each would get almost LARGE_ROOM names
    const complete = !this.large && this.#live.size <= this.#largeAbove
    if (!complete) this.#partly = true
    const users = this.#published.firstPageJson(complete ? this.#largeAbove : FIRST_PAGE, joiner)
    const count = this.#published.size + (this.#published.get(joiner.id) === undefined ? 1 : 0)
    return `{"version":${this.#version},"count":${count},"complete":${complete},"users":[${users}]}`
  }

  /** One page of what a snapshot for this user would show, who is among them; undefined when the cursor is not one of ours. */
  page(asker: User | undefined, after: string | undefined, limit: number): UsersReply | undefined {
    const unknown = asker !== undefined && this.#published.get(asker.id) === undefined
    const extra = unknown && after === undefined ? [asker] : []
    const page = this.#published.page(after, limit - extra.length)
    if (page === undefined) return undefined
    const count = this.#published.size + (unknown ? 1 : 0)
    return { users: [...page.users, ...extra], next: page.next, count, version: this.#version }
  }

  /** In a storm many wait to be told of whom nobody knows yet. */
  get #nextFlushAt(): number {
    return this.#lastFlushAt + flushGapMs(Math.max(this.#published.size, this.#live.size), this.#largeAbove)
  }

  get #hasNews(): boolean {
    return this.#changed.size > 0 || (this.#partly && !this.large)
  }

  #lose(userId: string, announced: boolean, now: number): void {
    if (announced) this.#remove(userId)
    else this.#grace.set(userId, now + this.#graceMs)
  }

  #remove(userId: string): void {
    this.#live.remove(userId)
    this.#grace.delete(userId)
    this.#compare(userId)
  }

  #compare(userId: string): void {
    if (isShownAs(this.#live.get(userId), this.#published.get(userId))) this.#changed.delete(userId)
    else this.#changed.add(userId)
  }

  #flush(): (PresenceDelta | UserListEvent)[] {
    const before = this.#published.size
    const left: User[] = []
    const joined: User[] = []
    for (const userId of this.#changed) {
      const here = this.#live.get(userId)
      const gone = this.#published.get(userId)
      if (here !== undefined) joined.push(here)
      else if (gone !== undefined) left.push(gone)
    }
    this.#changed.clear()
    for (const user of left) this.#published.remove(user.id)
    for (const user of joined) {
      // whoever has another name now stands as if they had just come
      this.#published.remove(user.id)
      this.#published.add(user)
    }
    if (this.large) {
      this.#partly = true
      return [this.#delta(this.#published.size >= before ? 'user_joined' : 'user_left', [], this.#published.size)]
    }
    if (this.#partly) return [this.#list()]
    const deltas: PresenceDelta[] = []
    if (left.length > 0) deltas.push(this.#delta('user_left', left, before - left.length))
    if (joined.length > 0) deltas.push(this.#delta('user_joined', joined, this.#published.size))
    return deltas
  }

  #delta(type: PresenceDelta['type'], users: User[], count: number): PresenceDelta {
    return { type, room: this.#room, users, count, version: ++this.#version }
  }

  #list(): UserListEvent {
    const users = this.#published.page(undefined, this.#largeAbove)?.users ?? []
    const version = ++this.#version
    this.#partly = false
    return { type: 'update_user_list', room: this.#room, users, count: this.#published.size, complete: true, version }
  }
}
