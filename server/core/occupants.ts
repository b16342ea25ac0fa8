import type { User } from '../../sdk/protocol/records.ts'

interface Occupant {
  user: User
  /** To this node. */
  connections: number
}

/** The people of one room: counted over their connections to this node, and those to others as one. */
export class Occupants {
  readonly #all = new Map<string, Occupant>()
  /** Those with a connection to another node; undefined: there never was one. */
  #elsewhere: Set<string> | undefined
  /** How many have a connection to this one. */
  #here = 0

  /** Those who have no connection any more are among them until they are removed. */
  get size(): number {
    return this.#all.size
  }

  /** Nobody is on this node; where there are others, they know who was lost here, too. */
  get empty(): boolean {
    return this.#elsewhere === undefined ? this.#all.size === 0 : this.#here === 0
  }

  /** There are other nodes. */
  get shared(): boolean {
    return this.#elsewhere !== undefined
  }

  get(userId: string): User | undefined {
    return this.#all.get(userId)?.user
  }

  connections(userId: string): number {
    return this.#all.get(userId)?.connections ?? 0
  }

  isElsewhere(userId: string): boolean {
    return this.#elsewhere?.has(userId) ?? false
  }

  /** One more connection. */
  enter(user: User): void {
    const known = this.#put(user)
    if (known.connections++ === 0) this.#here++
  }

  /** One connection less; true: they have none any more. */
  leave(userId: string): boolean {
    const known = this.#all.get(userId)
    if (known === undefined || known.connections === 0) return false
    known.connections--
    if (known.connections > 0) return false
    this.#here--
    return !this.isElsewhere(userId)
  }

  enterElsewhere(user: User): void {
    this.#elsewhere ??= new Set()
    this.#elsewhere.add(user.id)
    this.#put(user)
  }

  /** True: they have no connection any more. */
  leaveElsewhere(userId: string): boolean {
    return this.#elsewhere?.delete(userId) === true && this.connections(userId) === 0
  }

  /** Shows who is there like this from now on; false: they are not. */
  show(user: User): boolean {
    const known = this.#all.get(user.id)
    if (known !== undefined) known.user = user
    return known !== undefined
  }

  remove(userId: string): void {
    this.#all.delete(userId)
  }

  #put(user: User): Occupant {
    const known = this.#all.get(user.id)
    if (known !== undefined) {
      known.user = user
      return known
    }
    const occupant = { user, connections: 0 }
    this.#all.set(user.id, occupant)
    return occupant
  }
}
