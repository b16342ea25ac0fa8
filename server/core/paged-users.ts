import type { User } from '../../sdk/protocol/records.ts'

interface Entry {
  readonly user: User
  readonly ordinal: number
  gone: boolean
}

export interface UserPage {
  users: User[]
  /** Where the next page begins; undefined at the end. */
  next: string | undefined
}

/**
 * Users in the order in which they came, in pages whose cursors stay right while users come and go. Adding and removing
 * cost O(1) amortised: who left keeps an empty place until half of the places are empty.
 */
export class PagedUsers {
  readonly #entries = new Map<string, Entry>()
  #places: Entry[] = []
  #ordinal = 0
  #first: { json: string; lastOrdinal: number; limit: number } | undefined

  get size(): number {
    return this.#entries.size
  }

  get(userId: string): User | undefined {
    return this.#entries.get(userId)?.user
  }

  add(user: User): void {
    if (this.#entries.has(user.id)) return
    const entry = { user, ordinal: ++this.#ordinal, gone: false }
    this.#entries.set(user.id, entry)
    this.#places.push(entry)
    if (this.#first !== undefined && this.#entries.size <= this.#first.limit) this.#first = undefined
  }

  remove(userId: string): void {
    const entry = this.#entries.get(userId)
    if (entry === undefined) return
    this.#entries.delete(userId)
    entry.gone = true
    if (this.#first !== undefined && entry.ordinal <= this.#first.lastOrdinal) this.#first = undefined
    if (this.#places.length > 2 * this.#entries.size + 32) this.#places = this.#places.filter(place => !place.gone)
  }

  /** Undefined when the cursor is not one of ours. */
  page(after: string | undefined, limit: number): UserPage | undefined {
    const cursor = after === undefined ? 0 : /^[0-9a-z]{1,10}$/.test(after) ? Number.parseInt(after, 36) : undefined
    if (cursor === undefined) return undefined
    const { entries, more } = this.#slice(cursor, limit)
    const last = entries.at(-1)?.ordinal ?? cursor
    return { users: entries.map(entry => entry.user), next: more ? last.toString(36) : undefined }
  }

  /** The first users encoded and joined by commas, kept until they change; with `extra` behind them if not among them. */
  firstPageJson(limit: number, extra: User): string {
    if (this.#first?.limit !== limit) {
      const { entries } = this.#slice(0, limit)
      this.#first = {
        json: entries.map(({ user }) => JSON.stringify(user)).join(','),
        lastOrdinal: entries.at(-1)?.ordinal ?? 0,
        limit,
      }
    }
    const known = this.#entries.get(extra.id)
    if (known !== undefined && known.ordinal <= this.#first.lastOrdinal) return this.#first.json
    const own = JSON.stringify(known?.user ?? extra)
    return this.#first.json === '' ? own : `${this.#first.json},${own}`
  }

  #slice(after: number, limit: number): { entries: Entry[]; more: boolean } {
    const entries: Entry[] = []
    for (let at = this.#indexAfter(after); at < this.#places.length; at++) {
      const place = this.#places[at]
      if (place === undefined || place.gone) continue
      if (entries.length === limit) return { entries, more: true }
      entries.push(place)
    }
    return { entries, more: false }
  }

  #indexAfter(ordinal: number): number {
    let low = 0
    let high = this.#places.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#places[middle]?.ordinal ?? 0) <= ordinal) low = middle + 1
      else high = middle
    }
    return low
  }
}
