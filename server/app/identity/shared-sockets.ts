import { CLOSE } from '../../../sdk/protocol/close-codes.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Claimed, NameHolder, SessionEnd, SharedSession, SharedSessionStore } from '../../ports/shared-sessions.ts'
import type { Attached, SessionSocket } from './authenticator.ts'
import { OVER, TAKEN_SINCE } from './logins.ts'
import { holderOf, type LoginsHere } from './logins-here.ts'
import type { SharedRecord } from './shared-record.ts'
import { tokenHash } from './token-hash.ts'

export interface SharedSocketsDeps {
  store: SharedSessionStore
  here: LoginsHere
  /** Steady. */
  clock: Clock
  recordOf(found: SharedSession): SharedRecord
  isOver(record: SharedRecord): boolean
  end(holder: NameHolder, end: SessionEnd): void
}

/** What becomes of sockets whose login is over. */
export const END = {
  ended: { code: CLOSE.unauthorized, reason: 'session ended' },
  loggedOut: { code: CLOSE.unauthorized, reason: 'logged out' },
  taken: { code: CLOSE.unauthorized, reason: 'name taken' },
  expired: { code: CLOSE.tokenExpired, reason: 'session expired' },
} as const satisfies Record<string, SessionEnd>

/** Brings sockets of this node and logins of all nodes together. */
export class SharedSockets {
  readonly #deps: SharedSocketsDeps

  constructor(deps: SharedSocketsDeps) {
    this.#deps = deps
  }

  async attach(token: string, socket: SessionSocket): Promise<Attached> {
    const hash = tokenHash(token)
    return hash === '' ? { ok: false, refusal: OVER } : this.#deps.here.run(hash, () => this.#attach(hash, socket))
  }

  async #attach(hash: string, socket: SessionSocket): Promise<Attached> {
    const { here, clock, recordOf, isOver, end } = this.#deps
    const before = here.get(hash)
    const known = before === undefined ? here.known(hash) : undefined
    // one that was here lately most likely still counts, so its name is claimed at the same time
    const [found, early] = await this.#findAndClaim(hash, known)
    const record = before ?? (found && recordOf(found))
    // one that is in use here and is not found may have been lost
    const counts = found !== undefined || (before !== undefined && (await here.keep(before)))
    if (record === undefined || !counts || isOver(record)) {
      const holder = record ? holderOf(record) : known
      if (holder) end(holder, record?.isExpired(clock.now()) ? END.expired : END.ended)
      return { ok: false, refusal: OVER }
    }
    const claimed = before ? undefined : (early ?? (await this.#claim(holderOf(record))))
    if (claimed?.taken) {
      end(holderOf(record), END.taken)
      return { ok: false, refusal: TAKEN_SINCE }
    }
    // it may have ended since it was asked for, and has a name again then
    if (isOver(record)) {
      end(holderOf(record), END.ended)
      return { ok: false, refusal: OVER }
    }
    if (claimed) record.namedAt = claimed.namedAt
    record.attach(socket, clock.now())
    here.add(record)
    return { ok: true, identity: record, detach: () => this.#detach(record, socket) }
  }

  async #findAndClaim(
    hash: string,
    holder: NameHolder | undefined,
  ): Promise<[SharedSession | undefined, Claimed | undefined]> {
    const found = this.#deps.store.find(hash)
    const [session, claimed] = await Promise.allSettled([found, holder && this.#claim(holder)])
    if (session.status === 'fulfilled' && claimed.status === 'fulfilled') return [session.value, claimed.value]
    if (holder && claimed.status === 'fulfilled') this.#deps.here.letGo({ holder })
    return [await found, undefined]
  }

  async #claim(holder: NameHolder): Promise<Claimed> {
    try {
      return await this.#deps.here.claim(holder, 'socket')
    } catch (error) {
      // it may have been written all the same
      this.#deps.here.letGo({ holder })
      throw error
    }
  }

  #detach(record: SharedRecord, socket: SessionSocket): void {
    if (record.detach(socket, this.#deps.clock.now())) this.#deps.here.leave(record)
  }
}
