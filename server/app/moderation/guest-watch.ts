import { isAccount } from '../../../sdk/protocol/user-of.ts'
import type { DirectoryNews } from '../../ports/directory.ts'
import type { Active, HubContext } from '../hub-context.ts'
import { laidOnGuest } from '../rooms/look-at.ts'
import { reseat } from '../rooms/reseat.ts'
import { isAddress } from './address-hash.ts'
import { tellSanction } from './tell-sanction.ts'

/** Keeps what guests are in their rooms as what was laid on them says, from the turn on in which it is known. */
export class GuestWatch {
  readonly #hub: HubContext
  readonly #connections: () => Iterable<Active>

  /** `connections`: all that have said connect. */
  constructor(hub: HubContext, connections: () => Iterable<Active>) {
    this.#hub = hub
    this.#connections = connections
  }

  heard(news: DirectoryNews): void {
    this.#hub.guests.heard(news)
    if (news.type !== 'rights' && news.type !== 'hold') return
    const concerned = isAddress(news.user) ? this.#at(news.user) : this.#hub.users.of(news.user)
    // first why, and then what comes of it
    tellSanction(concerned, news)
    if (news.type === 'rights') for (const active of concerned) this.#reseat(active, news.room)
  }

  /** Something has ended by itself. */
  ended(user: string, room: string): void {
    for (const active of this.#hub.users.of(user)) this.#reseat(active, room)
  }

  /** Anything may be different. */
  changed(): void {
    for (const active of [...this.#connections()]) if (isGuest(active)) this.#reseat(active, '')
  }

  /** `room`: '' for all of theirs. */
  #reseat(active: Active, room: string): void {
    for (const seat of active.joined) {
      if (room !== '' && seat.room.name !== room) continue
      const { own, member } = seat.grounds
      reseat(this.#hub, active, seat, { own, member, ...laidOnGuest(this.#hub, active, seat.room.name) })
    }
  }

  /** Guests at an address of which only this is known. */
  #at(key: string): Active[] {
    const { guests } = this.#hub
    const known = new Map<string, boolean>()
    const isThere = (address: string) => {
      const there = known.get(address) ?? guests.keyOf(address) === key
      known.set(address, there)
      return there
    }
    return [...this.#connections()].filter(active => isGuest(active) && isThere(active.sharer.address))
  }
}

function isGuest({ identity }: Active): boolean {
  return !isAccount(identity.user.id)
}
