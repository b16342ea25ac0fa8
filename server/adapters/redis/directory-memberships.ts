import type { Membership } from '../../ports/directory.ts'
import type { DirectoryCells } from './directory-cells.ts'
import { together } from './known.ts'

/** Who has a place where. */
export class RedisMemberships {
  readonly #at: DirectoryCells

  constructor(at: DirectoryCells) {
    this.#at = at
  }

  get(room: string, user: string): Membership | undefined {
    const value = this.#at.hash('u', user).get(room)
    return value === undefined ? undefined : membershipOf(room, user, value)
  }

  members(room: string, after: string | undefined, limit: number): Membership[] {
    // what follows an id there is a space, which is before all that an id can go on with
    const behind = after === undefined ? undefined : `${after}!`
    const page = this.#at.sorted('mn', room).range({ by: 'name', after: behind, limit })
    return page.map(({ member }) => {
      const space = member.indexOf(' ')
      return membershipOf(room, member.slice(0, space), member.slice(space + 1))
    })
  }

  roomsOf(user: string, after = '', limit: number): Membership[] {
    const behind = [...this.#at.hash('u', user).all()].filter(([room]) => room > after)
    behind.sort(([one], [other]) => (one < other ? -1 : 1))
    return behind.slice(0, limit).map(([room, value]) => membershipOf(room, user, value))
  }

  share(one: string, other: string): boolean {
    const [mine, theirs] = [this.#at.hash('u', one), this.#at.hash('u', other)]
    together([() => mine.all(), () => theirs.all()])
    const rooms = theirs.all()
    return [...mine.all().keys()].some(room => rooms.has(room))
  }

  countRooms(user: string): number {
    return this.#at.hash('u', user).size()
  }

  longest(room: string, role: Membership['role'], butUser: string): Membership | undefined {
    const first = this.#at.sorted('mo', role, room).range({ by: 'score', limit: 2 })
    const found = first.find(({ member }) => member !== butUser)
    return found && { room, user: found.member, role, since: found.score }
  }

  put(membership: Membership): void {
    const { room, user, role, since } = membership
    const before = this.get(room, user)
    if (before) this.#unlist(before)
    else this.#at.count('memberships', 1)
    this.#at.hash('u', user).set(room, `${role} ${since}`)
    this.#at.sorted('mn', room).add(`${user} ${role} ${since}`)
    this.#at.sorted('mo', role, room).add(user, since)
  }

  delete(room: string, user: string): void {
    const before = this.get(room, user)
    if (!before) return
    this.#unlist(before)
    this.#at.hash('u', user).delete(room)
    this.#at.count('memberships', -1)
  }

  #unlist({ room, user, role, since }: Membership): void {
    this.#at.sorted('mn', room).delete(`${user} ${role} ${since}`)
    this.#at.sorted('mo', role, room).delete(user)
  }
}

function membershipOf(room: string, user: string, value: string): Membership {
  const [role, since] = value.split(' ')
  return { room, user, role: role as Membership['role'], since: Number(since) }
}
