import { isAccount } from '../../../sdk/protocol/user-of.ts'
import type { SanctionRecord } from '../../ports/directory.ts'

/** Ended sanctions that go with one that comes. */
const ENDED = 100

/** Sanctions in memory, by user and by room. */
export class MemorySanctions {
  readonly #byUser = new Map<string, Map<string, SanctionRecord>>()
  readonly #byRoom = new Map<string, Set<SanctionRecord>>()
  /** Those of guests and addresses. */
  readonly #guests = new Set<SanctionRecord>()
  #size = 0

  get size(): number {
    return this.#size
  }

  of(room: string, user: string, now: number): SanctionRecord[] {
    return [...(this.#byUser.get(user)?.values() ?? [])]
      .filter(each => (each.room === '' || each.room === room) && endOf(each) > now)
      .sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))
  }

  all(user: string, after: Pick<SanctionRecord, 'room' | 'kind'> | undefined, limit: number): SanctionRecord[] {
    const own = [...(this.#byUser.get(user)?.values() ?? [])]
    return own
      .filter(each => after === undefined || keyOf(each) > keyOf(after))
      .sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))
      .slice(0, limit)
  }

  put(sanction: SanctionRecord): void {
    const { room, user } = sanction
    this.delete(sanction)
    this.#byUser.set(user, (this.#byUser.get(user) ?? new Map()).set(keyOf(sanction), sanction))
    this.#byRoom.set(room, (this.#byRoom.get(room) ?? new Set()).add(sanction))
    if (!isAccount(user)) this.#guests.add(sanction)
    this.#size++
  }

  /** False: there was none. */
  delete({ room, user, kind }: { room: string; user: string; kind: SanctionRecord['kind'] }): boolean {
    const own = this.#byUser.get(user)
    const found = own?.get(keyOf({ room, kind }))
    if (!own || !found) return false
    own.delete(keyOf(found))
    if (own.size === 0) this.#byUser.delete(user)
    const there = this.#byRoom.get(room)
    there?.delete(found)
    if (there?.size === 0) this.#byRoom.delete(room)
    this.#guests.delete(found)
    this.#size--
    return true
  }

  /** The rooms where it had any. */
  deleteOf(user: string): string[] {
    const own = [...(this.#byUser.get(user)?.values() ?? [])]
    for (const sanction of own) this.delete(sanction)
    return [...new Set(own.map(({ room }) => room))].sort()
  }

  dropEnded(room: string, now: number): void {
    this.#dropEnded(this.#byRoom.get(room) ?? [], now)
  }

  /** By user, room and kind, behind one of them. */
  ofGuests(now: number, after: GuestKey | undefined, limit: number): SanctionRecord[] {
    return [...this.#guests]
      .filter(each => endOf(each) > now && (after === undefined || guestKeyOf(each) > guestKeyOf(after)))
      .sort((one, other) => (guestKeyOf(one) < guestKeyOf(other) ? -1 : 1))
      .slice(0, limit)
  }

  get guests(): number {
    return this.#guests.size
  }

  dropEndedOfGuests(now: number): void {
    this.#dropEnded(this.#guests, now)
  }

  #dropEnded(sanctions: Iterable<SanctionRecord>, now: number): void {
    let dropped = 0
    for (const sanction of sanctions) {
      if (endOf(sanction) > now) continue
      this.delete(sanction)
      if (++dropped === ENDED) return
    }
  }
}

type GuestKey = Pick<SanctionRecord, 'user' | 'room' | 'kind'>

const endOf = ({ until = Number.POSITIVE_INFINITY }: SanctionRecord) => until
/** No id and no name has a space. */
const guestKeyOf = ({ user, ...where }: GuestKey) => `${user} ${keyOf(where)}`

/** One for each kind in a room, in order of rooms: no name has a space. */
function keyOf({ room, kind }: { room: string; kind: SanctionRecord['kind'] }): string {
  return `${room} ${kind}`
}
