/** Lists by key, each of which has its turn. */
class Turns<Item> {
  readonly #lists = new Map<string, Item[]>()

  get empty(): boolean {
    return this.#lists.size === 0
  }

  push(key: string, item: Item): void {
    const list = this.#lists.get(key)
    if (list === undefined) this.#lists.set(key, [item])
    else list.push(item)
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
 * What waits for its turn: houses by turns, and the members of each house by turns, so that who brings much waits for
 * oneself. There is place for `cap` in all; beyond it for those alone whose house has less than its share.
 */
export class FairQueue<Item> {
  readonly #cap: number
  readonly #houses = new Map<string, { turns: Turns<Item>; size: number }>()
  #size = 0

  constructor(cap: number) {
    this.#cap = cap
  }

  get size(): number {
    return this.#size
  }

  /** False: there is no place for it. */
  push(house: string, member: string, item: Item): boolean {
    const known = this.#houses.get(house)
    const share = this.#cap / (this.#houses.size + (known === undefined ? 1 : 0))
    if (this.#size >= 2 * this.#cap || (this.#size >= this.#cap && (known?.size ?? 0) >= Math.floor(share)))
      return false
    const entry = known ?? { turns: new Turns<Item>(), size: 0 }
    if (known === undefined) this.#houses.set(house, entry)
    entry.turns.push(member, item)
    entry.size++
    this.#size++
    return true
  }

  shift(): Item | undefined {
    const [first] = this.#houses
    if (first === undefined) return undefined
    const [house, entry] = first
    const item = entry.turns.shift()
    entry.size--
    this.#size--
    this.#houses.delete(house)
    if (!entry.turns.empty) this.#houses.set(house, entry)
    return item
  }
}
