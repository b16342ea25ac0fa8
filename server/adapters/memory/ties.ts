import type { Invitation, ReadPosition } from '../../ports/directory.ts'

/** Names are of ASCII, so that their order is that of every store. */
const inOrder = (one: string, other: string) => (one < other ? -1 : 1)

/** Invitations in memory, by whom they are of. */
export class MemoryInvitations {
  readonly #all = new Map<string, Invitation>()
  readonly #of = { room: new Groups<Invitation>(), user: new Groups<Invitation>(), by: new Groups<Invitation>() }

  get size(): number {
    return this.#all.size
  }

  get(room: string, user: string): Invitation | undefined {
    return this.#all.get(`${room} ${user}`)
  }

  of(user: string, after = '', limit: number): Invitation[] {
    const behind = [...this.#of.user.get(user)].filter(({ room }) => room > after)
    return behind.sort((one, other) => inOrder(one.room, other.room)).slice(0, limit)
  }

  count(of: 'room' | 'user' | 'by', key: string): number {
    return this.#of[of].get(key).size
  }

  put(invitation: Invitation): void {
    this.delete(invitation.room, invitation.user)
    this.#all.set(`${invitation.room} ${invitation.user}`, invitation)
    for (const of of ['room', 'user', 'by'] as const) this.#of[of].add(invitation[of], invitation)
  }

  delete(room: string, user: string): boolean {
    const found = this.get(room, user)
    if (!found) return false
    this.#all.delete(`${room} ${user}`)
    for (const of of ['room', 'user', 'by'] as const) this.#of[of].delete(found[of], found)
    return true
  }

  /** Those of them and by them, by room and user. */
  deleteOf(user: string): Invitation[] {
    const all = [...new Set([...this.#of.user.get(user), ...this.#of.by.get(user)])]
    for (const each of all) this.delete(each.room, each.user)
    return all.sort((one, other) => inOrder(`${one.room} ${one.user}`, `${other.room} ${other.user}`))
  }
}

/** Who blocked whom, in memory. */
export class MemoryBlocks {
  /** By who did it, in the order in which they did. */
  readonly #by = new Groups<string>()
  readonly #of = new Groups<string>()
  size = 0

  has(by: string, user: string): boolean {
    return this.#by.get(by).has(user)
  }

  by(user: string): string[] {
    return [...this.#by.get(user)]
  }

  count(by: string): number {
    return this.#by.get(by).size
  }

  put(by: string, user: string): void {
    if (this.has(by, user)) return
    this.#by.add(by, user)
    this.#of.add(user, by)
    this.size++
  }

  delete(by: string, user: string): boolean {
    if (!this.has(by, user)) return false
    this.#by.delete(by, user)
    this.#of.delete(user, by)
    this.size--
    return true
  }

  /** Those by them and of them; who the others are, in order. */
  deleteOf(user: string): string[] {
    const [others, blockers] = [this.by(user), [...this.#of.get(user)]]
    for (const other of others) this.delete(user, other)
    for (const other of blockers) this.delete(other, user)
    return [...new Set([...others, ...blockers])].sort(inOrder)
  }
}

/** How far people have read, in memory. */
export class MemoryPositions {
  /** By user and room, the one that was longest not written first. */
  readonly #by = new Map<string, Map<string, ReadPosition>>()
  size = 0

  get(user: string, room: string): ReadPosition | undefined {
    return this.#by.get(user)?.get(room)
  }

  of(user: string, after = '', limit: number): ReadPosition[] {
    const behind = [...(this.#by.get(user)?.values() ?? [])].filter(({ room }) => room > after)
    return behind.sort((one, other) => inOrder(one.room, other.room)).slice(0, limit)
  }

  count(user: string): number {
    return this.#by.get(user)?.size ?? 0
  }

  put(position: ReadPosition): void {
    const { user, room } = position
    const own = this.#by.get(user) ?? new Map<string, ReadPosition>()
    this.#by.set(user, own)
    if (!own.delete(room)) this.size++
    own.set(room, position)
  }

  dropOldest(user: string): void {
    const own = this.#by.get(user)
    const [oldest] = own?.keys() ?? []
    if (oldest !== undefined && own?.delete(oldest)) this.size--
  }

  deleteOf(user: string): void {
    this.size -= this.count(user)
    this.#by.delete(user)
  }
}

/** Sets by a key; an empty one is none. */
class Groups<T> {
  readonly #all = new Map<string, Set<T>>()

  get(key: string): ReadonlySet<T> {
    return this.#all.get(key) ?? new Set()
  }

  add(key: string, item: T): void {
    const group = this.#all.get(key) ?? new Set<T>()
    this.#all.set(key, group.add(item))
  }

  delete(key: string, item: T): void {
    const group = this.#all.get(key)
    group?.delete(item)
    if (group?.size === 0) this.#all.delete(key)
  }
}
