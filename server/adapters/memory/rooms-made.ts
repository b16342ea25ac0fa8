import type { RoomRecord } from '../../ports/directory.ts'

/** Names are of ASCII, so that their order is that of every store. */
const inOrder = (one: string, other: string) => (one < other ? -1 : 1)

/** Rooms that were made, in memory, and the ways to find them. */
export class MemoryRoomsMade {
  readonly #byName = new Map<string, RoomRecord>()
  readonly #byPair = new Map<string, string>()
  /** Their names, by who made them. */
  readonly #made = new Map<string, Set<string>>()
  /** The names that everybody may see, in order, until one comes. */
  #listed: string[] | undefined

  get size(): number {
    return this.#byName.size
  }

  get(room: string | undefined): RoomRecord | undefined {
    return room === undefined ? undefined : this.#byName.get(room)
  }

  direct(one: string, other: string): RoomRecord | undefined {
    return this.get(this.#byPair.get(pairKey(one, other)))
  }

  listed(after = '', limit: number): RoomRecord[] {
    this.#listed ??= [...this.#byName.values()]
      .filter(({ kind }) => kind === 'open' || kind === 'announce')
      .map(({ room }) => room)
      .sort(inOrder)
    const from = this.#listed.findIndex(room => room > after)
    return from < 0 ? [] : this.#listed.slice(from, from + limit).map(room => this.#byName.get(room) as RoomRecord)
  }

  madeBy(user: string): number {
    return this.#made.get(user)?.size ?? 0
  }

  allBy(user: string, after = '', limit: number): RoomRecord[] {
    const behind = [...(this.#made.get(user) ?? [])].filter(room => room > after).sort(inOrder)
    return behind.slice(0, limit).map(room => this.#byName.get(room) as RoomRecord)
  }

  put(record: RoomRecord): void {
    const { room, kind, pair, createdBy } = record
    if (!this.#byName.has(room)) {
      this.#listed = undefined
      if (kind !== 'direct') this.#made.set(createdBy, (this.#made.get(createdBy) ?? new Set()).add(room))
    }
    this.#byName.set(room, record)
    if (pair) this.#byPair.set(pairKey(...pair), room)
  }
}

const pairKey = (one: string, other: string) => [one, other].sort(inOrder).join(' ')
