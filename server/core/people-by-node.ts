import type { User } from '../../sdk/protocol/records.ts'

/** Somebody as one node shows them, and since when. ms since the Unix epoch, by that node. */
export interface Shown {
  readonly user: User
  readonly at: number
}

/** The people of one room by the nodes to which they are connected. */
export class PeopleByNode {
  readonly #nodes = new Map<string, Map<string, Shown>>()

  put(node: string, shown: Shown): void {
    const people = this.#nodes.get(node) ?? new Map()
    this.#nodes.set(node, people.set(shown.user.id, shown))
  }

  drop(node: string, userId: string): void {
    const people = this.#nodes.get(node)
    if (people?.delete(userId) && people.size === 0) this.#nodes.delete(node)
  }

  /** Nobody is on that node any more; who was. */
  dropNode(node: string): string[] {
    const people = this.on(node)
    this.#nodes.delete(node)
    return people
  }

  /** The ids of those on a node. */
  on(node: string): string[] {
    return [...(this.#nodes.get(node)?.keys() ?? [])]
  }

  /** The ids of all. */
  all(): Set<string> {
    const all = new Set<string>()
    for (const people of this.#nodes.values()) for (const id of people.keys()) all.add(id)
    return all
  }

  /** As which they are shown, where they are on several nodes in several ways: all nodes say the same. `own`: of this node. */
  newest(userId: string, own?: Shown & { readonly node: string }): Shown | undefined {
    let newest: (Shown & { readonly node: string }) | undefined = own
    for (const [node, people] of this.#nodes) {
      const shown = people.get(userId)
      if (shown === undefined) continue
      const isNewer = newest === undefined || shown.at > newest.at || (shown.at === newest.at && node > newest.node)
      if (isNewer) newest = { ...shown, node }
    }
    return newest
  }
}

export function isShownAs(one: User | undefined, other: User | undefined): boolean {
  return one?.id === other?.id && one?.name === other?.name && one?.picture === other?.picture
}
