import type { RoomRecord } from '../../ports/directory.ts'
import type { DirectoryCells } from './directory-cells.ts'
import { together } from './known.ts'

/** How rooms are set that were made. */
export class RedisRoomsMade {
  readonly #at: DirectoryCells

  constructor(at: DirectoryCells) {
    this.#at = at
  }

  get(room: string): RoomRecord | undefined {
    const json = this.#at.hash('r', room).get('j')
    return json === undefined ? undefined : JSON.parse(json)
  }

  direct(one: string, other: string): RoomRecord | undefined {
    const room = this.#pair(one, other).get('r')
    return room === undefined ? undefined : this.get(room)
  }

  listed(after: string | undefined, limit: number): RoomRecord[] {
    return this.#page('l', [], after, limit)
  }

  madeBy(user: string): number {
    return this.#at.sorted('m', user).count()
  }

  allBy(user: string, after: string | undefined, limit: number): RoomRecord[] {
    return this.#page('m', [user], after, limit)
  }

  put(record: RoomRecord): void {
    const { room, kind, pair, createdBy } = record
    const isNew = this.get(room) === undefined
    this.#at.hash('r', room).set('j', JSON.stringify(record))
    if (!isNew) return
    this.#at.count('rooms', 1)
    if (kind !== 'direct') this.#at.sorted('m', createdBy).add(room)
    if (kind === 'open' || kind === 'announce') this.#at.sorted('l').add(room)
    if (pair) this.#pair(...pair).set('r', room)
  }

  #page(kind: string, of: readonly string[], after: string | undefined, limit: number): RoomRecord[] {
    const names = this.#at.sorted(kind, ...of).range({ by: 'name', after, limit })
    together(
      names.map(
        ({ member }) =>
          () =>
            this.#at.hash('r', member).get('j'),
      ),
    )
    return names.map(({ member }) => this.get(member)).filter(record => record !== undefined)
  }

  #pair(one: string, other: string) {
    return one < other ? this.#at.hash('dm', one, other) : this.#at.hash('dm', other, one)
  }
}
