/** Connections by user id; somebody who has none is not kept. Most have one, which takes no list. */
export class ByUser<Connection extends object> {
  readonly #all = new Map<string, Connection | readonly Connection[]>()

  /** How many people have one. */
  get size(): number {
    return this.#all.size
  }

  of(user: string): readonly Connection[] {
    const known = this.#all.get(user)
    if (known === undefined) return []
    return isList(known) ? known : [known]
  }

  count(user: string): number {
    return this.of(user).length
  }

  add(user: string, connection: Connection): void {
    const known = this.of(user)
    this.#all.set(user, known.length === 0 ? connection : [...known, connection])
  }

  remove(user: string, connection: Connection): void {
    const left = this.of(user).filter(each => each !== connection)
    const [only] = left
    if (only === undefined) this.#all.delete(user)
    else this.#all.set(user, left.length === 1 ? only : left)
  }
}

function isList<Item extends object>(value: Item | readonly Item[]): value is readonly Item[] {
  return Array.isArray(value)
}
