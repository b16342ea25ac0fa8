import { type FilterHit, type Filters, isFiltered, strongestHit } from '../../../sdk/protocol/filters.ts'
import type { User } from '../../../sdk/protocol/records.ts'
import { BoundedMap } from '../../core/bounded-map.ts'
import { SameText } from '../../core/filter/same-text.ts'
import type { Actor } from '../actions/actor.ts'
import type { Where } from '../actions/where.ts'
import type { FromLog } from '../from-log.ts'
import { fromLog, type HubContext } from '../hub-context.ts'
import { idsOf } from '../identity/authenticator.ts'
import { filterOf } from './filter-of.ts'
import { InTurn } from './in-turn.ts'
import { KnownWriters } from './known-there.ts'

/** What somebody wants to have in a room. */
export interface Written {
  room: string
  text: string
  mentions: number
}

const FIRST = { rule: 'first', action: 'hold' } as const
const EVERYONE = { rule: 'everyone', action: 'hold' } as const
/** Guests who wrote, by whom their address can be found when they have gone. */
const GUESTS = 20_000

/** What is not let into a room at once, by the filters of the server and of the room, and by who writes. */
export class Holds {
  readonly #hub: HubContext
  readonly turns = new InTurn()
  readonly #same = new SameText()
  readonly #writers = new KnownWriters()
  readonly #addresses = new BoundedMap<string>(GUESTS)

  constructor(hub: HubContext) {
    this.#hub = hub
  }

  /** Of a guest who wrote here. */
  addressOf(guest: string): string | undefined {
    return this.#addresses.get(guest)
  }

  /** A guest whose first message is looked at: another one at their address was sanctioned. */
  isWatched({ identity, sharer }: Actor, { standing }: Pick<Where, 'standing'>, room: string): boolean {
    return standing.role === 'guest' && this.#hub.guests.isWatched(identity.user.id, sharer.address, room)
  }

  async hasWritten({ identity }: Actor, room: string): Promise<boolean> {
    return this.#writers.has(this.#hub, room, idsOf(identity))
  }

  /**
   * What a text comes up against; undefined: nothing. A promise only where it is to be asked whether they have written here
   * before, so that most messages wait for nothing.
   */
  look(actor: Actor, where: Where, written: Written): FilterHit | undefined | Promise<FromLog<FilterHit | undefined>> {
    const { identity, sharer } = actor
    const { standing, place } = where
    if (standing.role === 'guest' && this.#addresses.get(identity.user.id) !== sharer.address)
      this.#addresses.set(identity.user.id, sharer.address)
    const filters = this.#filters(where)
    const isWatched = this.isWatched(actor, where, written.room)
    if (filters.length === 0 && !isWatched) return undefined
    // a room of two has no moderators who could let anything in
    if (place.kind === 'direct') return undefined
    const hit = this.#hit(identity.user, written, filters)
    if (hit?.action === 'block') return hit
    if (filters.some(({ hold }) => hold === 'everyone')) return strongestHit([hit, EVERYONE])
    const isFirst = isWatched || (standing.role === 'guest' && filters.some(({ hold }) => hold === 'first'))
    if (!isFirst || hit?.action === 'hold') return hit
    return fromLog(this.#hub, async () => {
      return (await this.hasWritten(actor, written.room)) ? hit : strongestHit([hit, FIRST])
    })
  }

  /** Whether it matters here how often somebody writes the same. */
  counts(where: Where): boolean {
    return this.#filters(where).some(({ floods }) => floods?.same !== undefined)
  }

  /** The same text of one person counts from now on; what is called with nothing came of it takes that back. */
  take(actor: Actor, where: Where, { room, text }: Pick<Written, 'room' | 'text'>): () => void {
    if (!this.counts(where)) return () => {}
    const { id } = actor.identity.user
    const now = this.#hub.timeOfDay()
    this.#same.take(room, id, text, now)
    return () => this.#same.giveBack(room, id, text, now)
  }

  #filters({ standing, place }: Where): Filters[] {
    const all = [this.#hub.filters, place.filters].filter(each => each !== undefined)
    return all.filter(each => isFiltered(standing.role, each))
  }

  #hit(user: User, { room, text, mentions }: Written, filters: readonly Filters[]): FilterHit | undefined {
    const counts = filters.some(({ floods }) => floods?.same !== undefined)
    const same = counts ? this.#same.count(room, user.id, text, this.#hub.timeOfDay()) : 0
    return strongestHit(
      filters.flatMap(each => {
        const filter = filterOf(each)
        const named = filter.checkName(user.name)
        // nobody can take back a name by writing another text
        const asName = named && { ...named, action: named.action === 'block' ? ('hold' as const) : named.action }
        return [filter.check(text, { mentions, same }), asName]
      }),
    )
  }
}
