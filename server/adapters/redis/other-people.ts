import type { User } from '../../../sdk/protocol/records.ts'
import { PeopleByNode, type Shown } from '../../core/people-by-node.ts'
import type { Clock } from '../../ports/clock.ts'
import type { PeopleElsewhere } from '../../ports/shared-presence.ts'
import type { Lease } from './lease.ts'
import type { PeopleMessage } from './people-message.ts'
import type { PeopleRow } from './people-rows.ts'

/** So long nobody may have heard of a node before what it left is deleted: it may be this node that does not hear. */
const DEAD_MS = 60_000

export interface OtherPeopleDeps {
  lease: Lease
  clock: Clock
  /** As somebody is shown who is on this node. */
  own: (userId: string) => Shown | undefined
  /** There are nodes that seem to be gone. */
  onDoubt: () => void
}

/** Who is in one room on other nodes, as far as it was heard. */
export class OtherPeople {
  /** Undefined: nobody wants to know. */
  elsewhere: PeopleElsewhere | undefined
  readonly #deps: OtherPeopleDeps
  #people = new PeopleByNode()
  /** Nodes that seem to be gone, and of which there is something in the hash; since when. */
  readonly #dead = new Map<string, number>()

  constructor(deps: OtherPeopleDeps) {
    this.#deps = deps
  }

  /** As another node shows them; undefined: they are on none. */
  get(userId: string): Shown | undefined {
    return this.#people.newest(userId)
  }

  /** As all nodes show them, this one among them. */
  shown(userId: string): User | undefined {
    const own = this.#deps.own(userId)
    return this.#people.newest(userId, own && { ...own, node: this.#deps.lease.node })?.user
  }

  /** Nothing is known, and nobody wants to. */
  clear(): void {
    this.elsewhere = undefined
    this.#people = new PeopleByNode()
    this.#dead.clear()
  }

  /** All rows of the hash, and what was heard while they were read. */
  take(rows: readonly PeopleRow[], heard: readonly PeopleMessage[]): void {
    if (this.elsewhere === undefined) return
    const { lease } = this.#deps
    const before = this.#people.all()
    const inDoubt = new Set<string>()
    this.#people = new PeopleByNode()
    for (const { node, ...shown } of rows) {
      if (node === lease.node) continue
      if (lease.alive(node)) this.#people.put(node, shown)
      else inDoubt.add(node)
    }
    for (const node of [...this.#dead.keys()]) if (!inDoubt.has(node)) this.#dead.delete(node)
    for (const node of inDoubt) this.#suspect(node)
    for (const message of heard) this.hear(message)
    this.#tell([...before, ...this.#people.all()], false)
  }

  hear({ node, all, entered, left, lost, typing }: PeopleMessage): void {
    const people = this.#people
    const drop = (userIds: readonly string[], announced: boolean) => {
      for (const userId of userIds) people.drop(node, userId)
      this.#tell(userIds, announced)
    }
    drop(left, true)
    drop(lost, false)
    const ids = entered.map(({ user }) => user.id)
    if (all) {
      const still = new Set(ids)
      const others = people.on(node).filter(userId => !still.has(userId))
      drop(others, false)
    }
    for (const shown of entered) people.put(node, shown)
    this.#tell(ids, false)
    for (const [userId, active] of typing) this.elsewhere?.typing(userId, active)
  }

  /** Nobody is on this node any more. */
  gone(node: string): void {
    const users = this.#people.dropNode(node)
    if (users.length === 0) return
    this.#suspect(node)
    this.#tell(users, false)
  }

  get isInDoubt(): boolean {
    return this.#dead.size > 0
  }

  /** Of a node in doubt it is known by now what it is. */
  get isDecided(): boolean {
    return [...this.#dead.keys()].some(node => this.#deps.lease.alive(node) || this.isSurelyGone(node))
  }

  isSurelyGone(node: string): boolean {
    const now = this.#deps.clock.now()
    return (this.#dead.get(node) ?? now) + DEAD_MS <= now
  }

  /** What it left is deleted. */
  forget(node: string): void {
    this.#dead.delete(node)
  }

  /** Where these are now. */
  #tell(userIds: readonly string[], announced: boolean): void {
    const entered: User[] = []
    const left: string[] = []
    for (const userId of userIds) {
      // who is on this node only is shown as this one does again
      const shown = this.shown(userId)
      if (shown) entered.push(shown)
      if (!this.#people.newest(userId)) left.push(userId)
    }
    if (entered.length > 0) this.elsewhere?.entered(entered)
    if (left.length > 0) this.elsewhere?.left(left, announced)
  }

  #suspect(node: string): void {
    if (!this.#dead.has(node)) this.#dead.set(node, this.#deps.clock.now())
    this.#deps.onDoubt()
  }
}
