/** Lists by key, of each of which one is taken in turn. */
class RoundRobin<Item> {
  readonly #lists = new Map<string, Item[]>()

  get empty(): boolean {
    return this.#lists.size === 0
  }

  push(key: string, item: Item): void {
    const list = this.#lists.get(key)
    if (list === undefined) this.#lists.set(key, [item])
    else list.push(item)
  }

  /** Whether it was there. */
  remove(key: string, item: Item): boolean {
    const list = this.#lists.get(key)
    const at = list?.indexOf(item) ?? -1
    if (list === undefined || at < 0) return false
    list.splice(at, 1)
    if (list.length === 0) this.#lists.delete(key)
    return true
  }

  shift(): Item | undefined {
    const [first] = this.#lists
    if (first === undefined) return undefined
    const [key, list] = first
    const item = list.shift()
    this.#lists.delete(key)
    if (list.length > 0) this.#lists.set(key, list)
    return item
  }
}

/**
 * What waits for its turn: groups by turns, and the members of each group by turns, so that who brings much waits
 * for oneself. There is place for `cap` in all, of one group for `most`; beyond the cap for those alone whose group has
 * less than its share.
 */
export class FairQueue<Item> {
  readonly #cap: number
  readonly #most: number
  readonly #groups = new Map<string, { members: RoundRobin<Item>; size: number }>()
  #size = 0

  constructor(cap: number, most = cap) {
    this.#cap = cap
    this.#most = most
  }

  get size(): number {
    return this.#size
  }

  /** False: there is no place for it. */
  push(group: string, member: string, item: Item): boolean {
    const known = this.#groups.get(group)
    const share = this.#cap / (this.#groups.size + (known === undefined ? 1 : 0))
    if ((known?.size ?? 0) >= this.#most) return false
    if (this.#size >= 2 * this.#cap || (this.#size >= this.#cap && (known?.size ?? 0) >= Math.floor(share)))
      return false
    const entry = known ?? { members: new RoundRobin<Item>(), size: 0 }
    if (known === undefined) this.#groups.set(group, entry)
    entry.members.push(member, item)
    entry.size++
    this.#size++
    return true
  }

  /** Gives its place to others; nothing happens when it has had its turn. */
  remove(group: string, member: string, item: Item): void {
    const entry = this.#groups.get(group)
    if (entry === undefined || !entry.members.remove(member, item)) return
    entry.size--
    this.#size--
    if (entry.members.empty) this.#groups.delete(group)
  }

  shift(): Item | undefined {
    const [first] = this.#groups
    if (first === undefined) return undefined
    const [group, entry] = first
    const item = entry.members.shift()
    entry.size--
    this.#size--
    this.#groups.delete(group)
    if (!entry.members.empty) this.#groups.set(group, entry)
    return item
  }
}
