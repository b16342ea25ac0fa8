import type { MemberChangedEvent } from '../../sdk/protocol/events.ts'
import type { MemberRole } from '../../sdk/protocol/policy.ts'
import { isAccount } from '../../sdk/protocol/user-of.ts'
import type { DirectoryNews } from '../ports/directory.ts'
import type { Identity } from './identity/authenticator.ts'

/** A join that is on its way, of somebody whose rights in the room may change meanwhile. */
export interface Asking {
  readonly room: string
  /** An event has said so since. */
  member?: { role: MemberRole | undefined } | undefined
  /** Something was said to be different, and nobody has looked yet. */
  stale: boolean
}

interface Person<Connection> {
  connections: readonly Connection[]
  asking: readonly Asking[]
  readonly unwatch: () => void
  readonly unfollow: (() => void) | undefined
}

export interface OnlineDeps {
  /** Hears of an account while it has a connection. May throw LogUnavailable. */
  watch: (user: string, listener: (news: DirectoryNews) => void) => () => void
  /** Hears what other nodes tell of an account while it has a connection; left out: there are none. */
  follow?: ((user: string) => () => void) | undefined
  /** Something about an account that has connections is different. */
  heard: (user: string, news: DirectoryNews) => void
}

/** Shared by most: a list for each takes memory. Never changed. */
const NONE: readonly Asking[] = []

/** The accounts that have connections here; guests, of whom nothing is kept, are not among them. */
export class Online<Connection extends { readonly identity: Identity; readonly greeted: boolean }> {
  readonly #deps: OnlineDeps
  /** As many as connections at most. */
  readonly #people = new Map<string, Person<Connection>>()

  constructor(deps: OnlineDeps) {
    this.#deps = deps
  }

  /** The connections of an account. */
  of(user: string): readonly Connection[] {
    return this.#people.get(user)?.connections ?? []
  }

  /** Those of them that may be told something: nothing comes before the answer to `connect`. */
  greeted(user: string): readonly Connection[] {
    return this.of(user).filter(({ greeted }) => greeted)
  }

  /** `id`: of who the connection is of. May throw LogUnavailable. */
  add(active: Connection, id = active.identity.user.id): void {
    if (!isAccount(id)) return
    const known = this.#people.get(id)
    if (known !== undefined) known.connections = [...known.connections, active]
    else {
      const unwatch = this.#deps.watch(id, news => this.#hear(id, news))
      this.#people.set(id, { connections: [active], asking: NONE, unwatch, unfollow: this.#deps.follow?.(id) })
    }
  }

  remove(active: Connection): void {
    const { id } = active.identity.user
    const known = this.#people.get(id)
    if (known === undefined) return
    known.connections = known.connections.filter(each => each !== active)
    if (known.connections.length > 0) return
    known.unwatch()
    known.unfollow?.()
    this.#people.delete(id)
  }

  /** From now on `asking` hears what changes; undefined: of a guest nothing does. */
  begin({ identity }: Connection, room: string): Asking | undefined {
    const person = this.#people.get(identity.user.id)
    if (person === undefined) return undefined
    const asking: Asking = { room, stale: false }
    person.asking = [...person.asking, asking]
    return asking
  }

  end({ identity }: Connection, asking: Asking | undefined): void {
    const person = this.#people.get(identity.user.id)
    if (asking === undefined || person === undefined) return
    const left = person.asking.filter(each => each !== asking)
    person.asking = left.length > 0 ? left : NONE
  }

  /** Joins that are on their way hear of it. */
  changed({ room, member, role }: MemberChangedEvent): void {
    for (const asking of this.#people.get(member.id)?.asking ?? NONE)
      if (asking.room === room) asking.member = { role: role === 'none' ? undefined : role }
  }

  #hear(user: string, news: DirectoryNews): void {
    for (const asking of this.#people.get(user)?.asking ?? NONE) if (concerns(news, asking.room)) asking.stale = true
    this.#deps.heard(user, news)
  }
}

/** Whether this may change what somebody may in a room. */
export function concerns(news: DirectoryNews, room: string): boolean {
  switch (news.type) {
    case 'rights':
      return news.room === room || news.room === ''
    case 'blocks':
    case 'reset':
      return true
    default:
      return false
  }
}
