import type { FilterHit, Filters } from '../../../sdk/protocol/filters.ts'
import { BoundedMap } from '../../core/bounded-map.ts'
import { SameText } from '../../core/filter/same-text.ts'
import type { Actor } from '../actions/actor.ts'
import type { Where } from '../actions/where.ts'
import type { FromLog } from '../from-log.ts'
import { fromLog, type HubContext } from '../hub-context.ts'
import { idsOf } from '../identity/authenticator.ts'
import { filterOf, isAbove, stronger } from './filter-of.ts'
import { KnownWriters } from './known-there.ts'

/** What somebody wants to have in a room. */
export interface Written {
  room: string
  text: string
  mentions: number
}

/** Guests who wrote, by whom their address can be found when they have gone. */
const GUESTS = 20_000

/** What is not let into a room at once, by the filters of the server and of the room, and by who writes. */
export class Holds {
  readonly #hub: HubContext
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

  async hasWritten({ identity }: Actor, room: string): Promise<boolean> {
    return this.#writers.has(this.#hub, room, idsOf(identity))
  }

  /**
   * What a text comes up against; undefined: nothing. A promise only where it is to be asked whether they have written here
   * before, so that most messages wait for nothing.
   */
  look(actor: Actor, where: Where, written: Written): FilterHit | undefined | Promise<FromLog<FilterHit | undefined>> {
    const { identity, sharer } = actor
    const { grounds, standing, place } = where
    if (standing.role === 'guest' && this.#addresses.get(identity.user.id) !== sharer.address)
      this.#addresses.set(identity.user.id, sharer.address)
    const filters = this.#filters(where)
    if (filters.length === 0 && !grounds.watched) return undefined
    // a room of two has no moderators who could let anything in
    if (place.kind === 'direct') return undefined
    const hit = this.#hit(identity.user.name, written, filters, identity.user.id)
    if (hit?.action === 'block') return hit
    if (filters.some(({ hold }) => hold === 'everyone')) return stronger(hit, { rule: 'everyone', action: 'hold' })
    const isFirst = standing.role === 'guest' && (grounds.watched || filters.some(({ hold }) => hold === 'first'))
    if (!isFirst || hit?.action === 'hold') return hit
    return fromLog(this.#hub, async () => {
      return (await this.hasWritten(actor, written.room)) ? hit : stronger(hit, { rule: 'first', action: 'hold' })
    })
  }

  /** The same text of one person counts once it is taken. */
  taken(actor: Actor, where: Where, { room, text }: Pick<Written, 'room' | 'text'>): void {
    if (this.#filters(where).some(({ floods }) => floods?.same !== undefined))
      this.#same.taken(`${room} ${actor.identity.user.id}`, text, this.#hub.timeOfDay())
  }

  #filters({ standing, place }: Where): Filters[] {
    const { filters } = this.#hub
    const all = [filters, place.filters].filter(each => each !== undefined)
    return all.filter(each => !isAbove(standing.role, each))
  }

  #hit(
    name: string,
    { room, text, mentions }: Written,
    filters: readonly Filters[],
    user: string,
  ): FilterHit | undefined {
    let strongest: FilterHit | undefined
    for (const each of filters) {
      const filter = filterOf(each)
      const same = each.floods?.same === undefined ? 0 : this.#same.seen(`${room} ${user}`, text, this.#hub.timeOfDay())
      strongest = stronger(strongest, filter.check(text, { mentions, same }))
      const named = filter.checkName(name)
      // nobody can take back a name by writing another text
      if (named) strongest = stronger(strongest, { ...named, action: named.action === 'report' ? 'report' : 'hold' })
    }
    return strongest
  }
}
