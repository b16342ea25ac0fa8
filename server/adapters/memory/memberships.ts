import type { Membership } from '../../ports/directory.ts'

/** Names are of ASCII, so that their order is that of every store. */
const inOrder = (one: string, other: string) => (one < other ? -1 : 1)

/** Memberships in memory, by room and by user. */
export class MemoryMemberships {
  readonly #byRoom = new Map<string, Map<string, Membership>>()
  readonly #byUser = new Map<string, Map<string, Membership>>()
  /** The users of some rooms in order, until one comes or goes. */
  readonly #ordered = new Map<string, string[]>()
  #size = 0

  get size(): number {
    return this.#size
  }

  get(room: string, user: string): Membership | undefined {
    return this.#byRoom.get(room)?.get(user)
  }

  members(room: string, after = '', limit: number): Membership[] {
    const members = this.#byRoom.get(room)
    if (!members) return []
    const users = this.#ordered.get(room) ?? [...members.keys()].sort(inOrder)
    this.#ordered.set(room, users)
    const from = users.findIndex(user => user > after)
    return from < 0 ? [] : users.slice(from, from + limit).map(user => members.get(user) as Membership)
  }

  roomsOf(user: string, after = '', limit: number): Membership[] {
    const behind = [...(this.#byUser.get(user)?.values() ?? [])].filter(({ room }) => room > after)
    return behind.sort((one, other) => inOrder(one.room, other.room)).slice(0, limit)
  }

  share(one: string, other: string): boolean {
    const rooms = this.#byUser.get(other)
    return rooms !== undefined && [...(this.#byUser.get(one)?.keys() ?? [])].some(room => rooms.has(room))
  }

  countRooms(user: string): number {
    return this.#byUser.get(user)?.size ?? 0
  }

  longest(room: string, role: Membership['role'], butUser: string): Membership | undefined {
    let longest: Membership | undefined
    for (const each of this.#byRoom.get(room)?.values() ?? []) {
      if (each.role !== role || each.user === butUser) continue
      const isLonger =
        !longest || each.since < longest.since || (each.since === longest.since && each.user < longest.user)
      if (isLonger) longest = each
    }
    return longest
  }

  put(membership: Membership): void {
    const { room, user } = membership
    if (!this.get(room, user)) {
      this.#size++
      this.#ordered.delete(room)
    }
    entriesOf(this.#byRoom, room).set(user, membership)
    entriesOf(this.#byUser, user).set(room, membership)
  }

  delete(room: string, user: string): void {
    const members = this.#byRoom.get(room)
    if (!members?.delete(user)) return
    this.#size--
    this.#ordered.delete(room)
    if (members.size === 0) this.#byRoom.delete(room)
    const rooms = entriesOf(this.#byUser, user)
    rooms.delete(room)
    if (rooms.size === 0) this.#byUser.delete(user)
  }
}

function entriesOf<V>(map: Map<string, Map<string, V>>, key: string): Map<string, V> {
  const entries = map.get(key) ?? new Map<string, V>()
  map.set(key, entries)
  return entries
}
