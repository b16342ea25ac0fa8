import type { Invitation } from '../../ports/directory.ts'
import { ALL, type DirectoryCells } from './directory-cells.ts'
import { together } from './known.ts'

/** Names are of ASCII, so that their order is that of every store. */
const inOrder = (one: string, other: string) => (one < other ? -1 : 1)

/** Who is asked where. Of one person at most 200 wait. */
export class RedisInvitations {
  readonly #at: DirectoryCells

  constructor(at: DirectoryCells) {
    this.#at = at
  }

  get(room: string, user: string): Invitation | undefined {
    const json = this.#at.hash('iu', user).get(room)
    return json === undefined ? undefined : JSON.parse(json)
  }

  of(user: string, after = '', limit: number): Invitation[] {
    const behind = this.#all(user).filter(({ room }) => room > after)
    return behind.sort((one, other) => inOrder(one.room, other.room)).slice(0, limit)
  }

  count(of: 'room' | 'user' | 'by', key: string): number {
    if (of === 'user') return this.#at.hash('iu', key).size()
    return this.#at.sorted(of === 'room' ? 'ir' : 'ib', key).count()
  }

  put(invitation: Invitation): void {
    const { room, user, by } = invitation
    const before = this.get(room, user)
    if (before) this.#at.sorted('ib', before.by).delete(`${room} ${user}`)
    else this.#at.count('invitations', 1)
    this.#at.hash('iu', user).set(room, JSON.stringify(invitation))
    this.#at.sorted('ir', room).add(user)
    this.#at.sorted('ib', by).add(`${room} ${user}`)
  }

  /** False: there was none. */
  delete(room: string, user: string): boolean {
    const found = this.get(room, user)
    if (!found) return false
    this.#at.hash('iu', user).delete(room)
    this.#at.sorted('ir', room).delete(user)
    this.#at.sorted('ib', found.by).delete(`${room} ${user}`)
    this.#at.count('invitations', -1)
    return true
  }

  /** Those of them and by them, by room and user. */
  deleteOf(user: string): Pick<Invitation, 'room' | 'user'>[] {
    const by = this.#at.sorted('ib', user)
    together([() => this.#all(user), () => by.range({ by: 'name', limit: ALL })])
    const names = new Set(this.#all(user).map(each => `${each.room} ${each.user}`))
    for (const { member } of by.range({ by: 'name', limit: ALL })) names.add(member)
    const all = [...names].sort(inOrder).map(name => {
      const [room = '', whom = ''] = name.split(' ')
      return { room, user: whom }
    })
    together(all.map(each => () => this.get(each.room, each.user)))
    for (const each of all) this.delete(each.room, each.user)
    return all
  }

  #all(user: string): Invitation[] {
    return [...this.#at.hash('iu', user).all().values()].map(json => JSON.parse(json))
  }
}

/** Who blocked whom, in the order in which they did. Of one person there are at most 1,000. */
export class RedisBlocks {
  readonly #at: DirectoryCells

  constructor(at: DirectoryCells) {
    this.#at = at
  }

  has(by: string, user: string): boolean {
    return this.#at.sorted('b', by).score(user) !== undefined
  }

  by(user: string): string[] {
    const all = this.#at.sorted('b', user).range({ by: 'score', limit: ALL })
    return all.map(({ member }) => member)
  }

  count(by: string): number {
    return this.#at.sorted('b', by).count()
  }

  put(by: string, user: string): void {
    if (this.has(by, user)) return
    this.#at.sorted('b', by).add(user, this.last(by) + 1)
    this.#at.sorted('bo', user).add(by)
    this.#at.count('blocks', 1)
  }

  /** False: there was none. */
  delete(by: string, user: string): boolean {
    if (!this.has(by, user)) return false
    this.#at.sorted('b', by).delete(user)
    this.#at.sorted('bo', user).delete(by)
    this.#at.count('blocks', -1)
    return true
  }

  /** Those by them and of them; who the others are, in order. */
  deleteOf(user: string): string[] {
    const of = this.#at.sorted('bo', user)
    together([() => this.by(user), () => of.range({ by: 'name', limit: ALL })])
    const others = this.by(user)
    const blockers = of.range({ by: 'name', limit: ALL }).map(({ member }) => member)
    together([
      ...others.map(other => () => this.has(user, other)),
      ...blockers.map(other => () => this.has(other, user)),
    ])
    for (const other of others) this.delete(user, other)
    for (const other of blockers) this.delete(other, user)
    return [...new Set([...others, ...blockers])].sort(inOrder)
  }

  /** The place of the last of theirs. */
  last(by: string): number {
    return this.#at.sorted('b', by).range({ by: 'score', newest: true, limit: 1 })[0]?.score ?? 0
  }
}
