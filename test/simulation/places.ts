import type { MemberRole } from '../../sdk/protocol/policy.ts'
import type { RoomRecord } from '../../server/ports/directory.ts'
import type { DirectoryAnswer, DirectoryChange } from '../../server/ports/directory-change.ts'
import type { Content } from '../../server/ports/room-log.ts'
import { Spans } from './spans.ts'
import type { Verdict } from './verdict.ts'

type RoomContent = Extract<Content, { kind: 'room_changed' | 'member_changed' }>

/** A room that somebody made. */
export interface MadeRoom {
  record: RoomRecord
  members: Map<string, MemberRole>
  invited: Set<string>
}

/** Of a room that is not for everybody: its name is the server's. */
export const isPrivate = (room: string): boolean => /^(priv|dm):/.test(room)

/**
 * After the server knows that somebody may something no more, they still may for so long, in ms: a second, and how long the answer of
 * the store that is asked right before something is told may be on its way, while the store is as slow as it becomes here.
 */
const GRACE_MS = 1_000 + 1_500
/** What was asked for in time is written so much later at most, while the store is slow or away. ms. */
const LATE_MS = 15_000

/** Who has a place in which room, now and before, worked out from what was stored by rules of its own. */
export class Places {
  readonly #now: () => number
  readonly #spans: Spans
  rooms = new Map<string, MadeRoom>()
  /** `by user`. */
  blocks = new Set<string>()

  constructor(now: () => number) {
    this.#now = now
    this.#spans = new Spans(now)
  }

  /** The server has heard what became of all that was stored. */
  settle(): void {
    this.#spans.know()
  }

  /** The store is read anew from its beginning. */
  clear(): void {
    this.#spans.loseAll()
    this.rooms = new Map()
    this.blocks = new Set()
  }

  roleOf(room: string, user: string): MemberRole | undefined {
    return this.rooms.get(room)?.members.get(user)
  }

  /** Rooms that are not for everybody in which somebody has a place, by name. */
  of(user: string): MadeRoom[] {
    return [...this.rooms.values()]
      .filter(({ record, members }) => isPrivate(record.room) && members.has(user))
      .sort((a, b) => (a.record.room < b.record.room ? -1 : 1))
  }

  /** Whether the server may show them the room at any moment since then. */
  mayRead(room: string, user: string, since: number): boolean {
    return this.#spans.wasTaken(place(room, user), since - GRACE_MS)
  }

  /** Whether it may show them that they are asked in. */
  mayAnswer(room: string, user: string, since: number): boolean {
    return this.#spans.wasTaken(asked(room, user), since - GRACE_MS)
  }

  /** Nothing about the room was theirs to know since then. */
  isHidden(room: string, user: string, since: number): boolean {
    // What was just written is known to the server only once the store has answered
    const known = since - GRACE_MS
    return !this.#spans.wasSo(place(room, user), known) && !this.#spans.wasSo(asked(room, user), known)
  }

  /** They had a place all the time since then. */
  isSeated(room: string, user: string, since: number): boolean {
    return this.#spans.wasAlways(place(room, user), since)
  }

  /** Whether what they write may be stored now. */
  mayWrite(room: string, user: string): boolean {
    const since = this.#now() - LATE_MS
    if (!this.#spans.wasTaken(place(room, user), since)) return false
    const pair = this.rooms.get(room)?.record.pair
    const other = pair?.find(each => each !== user)
    if (other !== undefined) return !this.#spans.wasAlways(blocked(other, user), since)
    return this.#spans.wasTaken(order(room, user), since) || !this.#spans.wasAlways(locked(room), since)
  }

  /** Whether they may delete what others wrote, and pin. */
  mayOrder(room: string, user: string): boolean {
    const since = this.#now() - LATE_MS
    const isPair = this.rooms.get(room)?.record.pair !== undefined
    return this.#spans.wasTaken(isPair ? place(room, user) : order(room, user), since)
  }

  /** Whether they kept order there at some moment since then, as far as the server may have known. */
  wasOrder(room: string, user: string, since: number): boolean {
    return this.#spans.wasTaken(order(room, user), since)
  }

  wasOwner(room: string, user: string, since: number): boolean {
    return this.#spans.wasTaken(owner(room, user), since)
  }

  /** They kept order all the time since then. */
  wasAlwaysOrder(room: string, user: string, since: number): boolean {
    return this.#spans.wasAlways(order(room, user), since)
  }

  /** Whether they may set the room, or say who is in it. */
  mayChange(room: string, user: string, content: RoomContent): boolean {
    const since = this.#now() - LATE_MS
    if (content.kind === 'member_changed' && content.member.id === user) {
      const isAsked = this.#spans.wasTaken(asked(room, user), since)
      return isAsked || this.#spans.wasTaken(content.role === 'none' ? place(room, user) : owner(room, user), since)
    }
    const isSmall = content.kind === 'room_changed' && content.changes.title === undefined
    return this.#spans.wasTaken(isSmall ? order(room, user) : owner(room, user), since)
  }

  /** Whether there was, since then, a reason to refuse what they wrote, as far as the server knew. */
  wasBarred(room: string, user: string, since: number): boolean {
    const known = since - GRACE_MS
    const other = this.rooms.get(room)?.record.pair?.find(each => each !== user)
    return (
      !this.#spans.wasAlways(place(room, user), since) ||
      (other !== undefined && this.#spans.wasSo(blocked(other, user), known)) ||
      this.#spans.wasSo(locked(room), known)
    )
  }

  /** What has to become of a change of a room or of the people in it. */
  verdict(room: string, content: RoomContent): Verdict {
    const made = this.rooms.get(room)
    if (content.kind === 'room_changed') {
      if (!made) return 'not_found'
      const names = Object.keys(content.changes) as (keyof typeof content.changes)[]
      return names.some(name => (content.changes[name] || undefined) !== (made.record[name] || undefined))
        ? 'new'
        : 'again'
    }
    const { member, role } = content
    const before = made?.members.get(member.id)
    if (role === 'none' && before === undefined) return 'not_found'
    if (role === before) return 'again'
    const owners = [...(made?.members ?? [])].filter(([, each]) => each === 'owner')
    return before === 'owner' && owners.length === 1 ? 'conflict' : 'new'
  }

  /** A change of a room that was taken. */
  hear(room: string, content: RoomContent): void {
    const made = this.rooms.get(room)
    if (!made) return
    if (content.kind === 'member_changed') {
      this.#seat(made, content.member.id, content.role === 'none' ? undefined : content.role)
      return
    }
    const { title, topic, slowMs, write, locked: isLocked } = content.changes
    const { record } = made
    made.record = {
      ...record,
      title: (title ?? record.title) || undefined,
      topic: (topic ?? record.topic) || undefined,
      slowMs: slowMs ?? record.slowMs,
      write: write ?? record.write,
      locked: isLocked ?? record.locked,
    }
    if (made.record.locked) this.#spans.begin(locked(room))
    else this.#spans.end(locked(room))
  }

  /** What was taken of the directory. */
  changed(change: DirectoryChange, { value }: DirectoryAnswer): void {
    if (change.type === 'addRoom' && value === 'ok') {
      const made = { record: change.record, members: new Map(), invited: new Set<string>() }
      this.rooms.set(change.record.room, made)
      for (const { user, role } of change.members) this.#seat(made, user, role)
    }
    if (change.type === 'invite' && value === 'ok') {
      const { room, user } = change.invitation
      this.rooms.get(room)?.invited.add(user)
      this.#spans.begin(asked(room, user))
    }
    if (change.type === 'dropInvitation') this.#uninvite(this.rooms.get(change.room), change.user)
    if (change.type === 'block' && value === 'ok') {
      const { by, user, on } = change
      if (on) this.blocks.add(`${by} ${user}`)
      else this.blocks.delete(`${by} ${user}`)
      if (on) this.#spans.begin(blocked(by, user))
      else this.#spans.end(blocked(by, user))
    }
  }

  #seat(made: MadeRoom, user: string, role: MemberRole | undefined): void {
    const { room } = made.record
    this.#uninvite(made, user)
    if (role) made.members.set(user, role)
    else made.members.delete(user)
    if (role) this.#spans.begin(place(room, user))
    else this.#spans.end(place(room, user))
    if (role === 'owner' || role === 'moderator') this.#spans.begin(order(room, user))
    else this.#spans.end(order(room, user))
    if (role === 'owner') this.#spans.begin(owner(room, user))
    else this.#spans.end(owner(room, user))
  }

  #uninvite(made: MadeRoom | undefined, user: string): void {
    if (!made) return
    made.invited.delete(user)
    this.#spans.end(asked(made.record.room, user))
  }
}

const place = (room: string, user: string) => `place ${room} ${user}`
const order = (room: string, user: string) => `order ${room} ${user}`
const owner = (room: string, user: string) => `owner ${room} ${user}`
const asked = (room: string, user: string) => `asked ${room} ${user}`
const locked = (room: string) => `locked ${room}`
const blocked = (by: string, user: string) => `blocked ${by} ${user}`
