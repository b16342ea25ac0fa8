import { type FilterHit, type Filters, isFiltered, strongestHit } from '../../../sdk/protocol/filters.ts'
import type { User } from '../../../sdk/protocol/records.ts'
import { BoundedMap } from '../../core/bounded-map.ts'
import { SameText } from '../../core/filter/same-text.ts'
import type { Actor } from '../actions/actor.ts'
import type { FromLog } from '../from-log.ts'
import { fromLog, type HubContext } from '../hub-context.ts'
import { idsOf } from '../identity/authenticator.ts'
import { filterOf } from './filter-of.ts'
import { InTurn } from './in-turn.ts'
import { KnownWriters } from './known-there.ts'
import type { Here, LettingIn, Written } from './letting-in.ts'

const FIRST = { rule: 'first', action: 'hold' } as const
const EVERYONE = { rule: 'everyone', action: 'hold' } as const
/** Guests who wrote, by whom their address can be found when they have gone. */
const GUESTS = 20_000

/** What is not let into a room at once, by the filters of the server and of the room, and by who writes. */
export class Holds implements LettingIn {
  readonly #hub: HubContext
  readonly turns = new InTurn()
  readonly #same = new SameText()
  readonly #writers = new KnownWriters()
  readonly #addresses = new BoundedMap<string>(GUESTS)

  constructor(hub: HubContext) {
    this.#hub = hub
  }

  addressOf(guest: string): string | undefined {
    return this.#addresses.get(guest)
  }

  isWatched({ identity, sharer }: Actor, { standing }: Pick<Here, 'standing'>, room: string): boolean {
    return standing.role === 'guest' && this.#hub.guests.isWatched(identity.user.id, sharer.address, room)
  }

  async hasWritten({ identity }: Actor, room: string): Promise<boolean> {
    return this.#writers.has(this.#hub, room, idsOf(identity))
  }

  look(actor: Actor, here: Here, written: Written): FilterHit | undefined | Promise<FromLog<FilterHit | undefined>> {
    const { identity, sharer } = actor
    const { standing, place } = here
    if (standing.role === 'guest' && this.#addresses.get(identity.user.id) !== sharer.address)
      this.#addresses.set(identity.user.id, sharer.address)
    const filters = this.#filters(here)
    const isWatched = this.isWatched(actor, here, written.room)
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

  counts(here: Here): boolean {
    return this.#filters(here).some(({ floods }) => floods?.same !== undefined)
  }

  take(actor: Actor, here: Here, { room, text }: Pick<Written, 'room' | 'text'>): () => void {
    if (!this.counts(here)) return () => {}
    const { id } = actor.identity.user
    const now = this.#hub.timeOfDay()
    this.#same.take(room, id, text, now)
    return () => this.#same.giveBack(room, id, text, now)
  }

  #filters({ standing, place }: Here): Filters[] {
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
