import type { ReadPosition } from '../../ports/directory.ts'
import type { DirectoryCells } from './directory-cells.ts'

/** How far people have read. Of one person there are at most 2,000. */
export class RedisPositions {
  readonly #at: DirectoryCells
  /** Of whom something was written in this run: the place of the last. */
  readonly #last = new Map<string, number>()

  constructor(at: DirectoryCells) {
    this.#at = at
  }

  get(user: string, room: string): ReadPosition | undefined {
    const json = this.#at.hash('pos', user).get(room)
    return json === undefined ? undefined : positionOf(user, room, json)
  }

  of(user: string, after = '', limit: number): ReadPosition[] {
    const behind = [...this.#at.hash('pos', user).all()].filter(([room]) => room > after)
    behind.sort(([one], [other]) => (one < other ? -1 : 1))
    return behind.slice(0, limit).map(([room, json]) => positionOf(user, room, json))
  }

  count(user: string): number {
    return this.#at.hash('pos', user).size()
  }

  put({ user, room, epoch, seq }: ReadPosition): void {
    if (!this.get(user, room)) this.#at.count('positions', 1)
    this.#at.hash('pos', user).set(room, JSON.stringify([epoch, seq]))
    const place = this.last(user) + 1
    this.#last.set(user, place)
    this.#at.sorted('pw', user).add(room, place)
  }

  dropOldest(user: string): void {
    const [oldest] = this.#at.sorted('pw', user).range({ by: 'score', limit: 1 })
    if (!oldest) return
    this.#at.hash('pos', user).delete(oldest.member)
    this.#at.sorted('pw', user).delete(oldest.member)
    this.#at.count('positions', -1)
  }

  deleteOf(user: string): void {
    this.#at.count('positions', -this.count(user))
    this.#at.drop('pos', user)
    this.#at.drop('pw', user)
  }

  /** About the place of the last: of two that are written at once either is the later. */
  last(user: string): number {
    const known = this.#last.get(user)
    if (known !== undefined) return known
    const newest = this.#at.cells.glance(() =>
      this.#at.sorted('pw', user).range({ by: 'score', newest: true, limit: 1 }),
    )
    return newest[0]?.score ?? 0
  }
}

function positionOf(user: string, room: string, json: string): ReadPosition {
  const [epoch, seq] = JSON.parse(json)
  return { user, room, epoch, seq }
}
