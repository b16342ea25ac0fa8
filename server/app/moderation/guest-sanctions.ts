import type { Sanction } from '../../../sdk/protocol/policy.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Directory, DirectoryNews, SanctionRecord } from '../../ports/directory.ts'
import type { Log } from '../../ports/log.ts'
import { LogUnavailable } from '../../ports/room-log.ts'
import { addressUser, isAddress } from './address-hash.ts'
import { asSanctions } from './as-sanctions.ts'

export interface GuestSanctionsDeps {
  directory: Directory
  clock: Clock
  /** ms since the Unix epoch. */
  timeOfDay: () => number
  logger: Log
  /** Anything may be different. */
  changed: () => void
}

/** What was laid on a guest in a room. */
export interface Laid {
  sanctions?: readonly Sanction[] | undefined
}

const PAGE = 1_000
const AGAIN_MS = 1_000
const NOTHING: Laid = {}
const NONE: readonly SanctionRecord[] = []

/**
 * What was laid on guests and on addresses, in memory: guests come in crowds, and nothing is asked of the store for each. It holds as
 * many as the directory takes.
 */
export class GuestSanctions {
  readonly #deps: GuestSanctionsDeps
  /** By user id, or by address. */
  #byUser = new Map<string, readonly SanctionRecord[]>()
  #addresses = 0
  #key = ''
  #loading: Promise<void> | undefined
  #wake: (() => void) | undefined
  #stopped = false
  /** What came while it was read. */
  #missed: DirectoryNews[] = []

  constructor(deps: GuestSanctionsDeps) {
    this.#deps = deps
    this.#load()
  }

  /** Undefined: it is known what was laid on whom. The promise may reject with LogUnavailable. */
  ready(): Promise<void> | undefined {
    return this.#loading
  }

  stop(): void {
    this.#stopped = true
    this.#wake?.()
  }

  /** What is kept of an address; not before `ready`. */
  keyOf(address: string): string {
    return addressUser(this.#key, address)
  }

  of(user: string, address: string | undefined, room: string): Laid {
    const sanctions = asSanctions(this.#lasting(user, address, room))
    return sanctions.length > 0 ? { sanctions } : NOTHING
  }

  /** Whether what a guest who is not known there writes is held, now. */
  isWatched(user: string, address: string, room: string): boolean {
    return this.#lasting(user, address, room).some(({ kind }) => kind === 'watch')
  }

  #lasting(user: string, address: string | undefined, room: string): readonly SanctionRecord[] {
    if (this.#byUser.size === 0) return NONE
    const at = this.#addresses > 0 && address !== undefined ? this.#byUser.get(this.keyOf(address)) : undefined
    const all = [...(this.#byUser.get(user) ?? NONE), ...(at ?? NONE)]
    if (all.length === 0) return NONE
    const now = this.#deps.timeOfDay()
    return all.filter(each => (each.room === '' || each.room === room) && isLasting(each, now))
  }

  /** From this turn on. */
  heard(news: DirectoryNews): void {
    if (this.#loading) this.#missed.push(news)
    if (news.type === 'reset') this.#load()
    if (news.type !== 'rights') return
    const { user, room, sanction, lifted } = news
    const kind = sanction?.kind ?? lifted
    if (kind === undefined) return
    const now = this.#deps.timeOfDay()
    const others = (this.#byUser.get(user) ?? []).filter(
      each => (each.room !== room || each.kind !== kind) && isLasting(each, now),
    )
    this.#put(user, sanction ? [...others, sanction] : others)
  }

  #put(user: string, records: readonly SanctionRecord[]): void {
    const before = this.#byUser.has(user)
    if (records.length > 0) this.#byUser.set(user, records)
    else this.#byUser.delete(user)
    if (isAddress(user)) this.#addresses += Number(records.length > 0) - Number(before)
  }

  #load(): void {
    if (this.#stopped) return
    const wake = this.#wake
    this.#wake = undefined
    this.#missed = []
    const loading = this.#read().then(
      found => {
        if (this.#loading !== loading) return
        this.#byUser = found
        this.#addresses = [...found.keys()].filter(isAddress).length
        this.#loading = undefined
        const missed = this.#missed
        this.#missed = []
        for (const news of missed) this.heard(news)
        this.#deps.changed()
      },
      error => {
        if (this.#loading !== loading || this.#stopped) return
        this.#deps.logger.warn({ err: error }, 'what was laid on guests could not be read, and is asked for again')
        return new Promise<void>((resolve, reject) => {
          const cancel = this.#deps.clock.after(AGAIN_MS, () => this.#load())
          // whoever waits is not left waiting: by then it is read anew, or the server ends
          this.#wake = () => {
            cancel()
            if (this.#stopped) reject(new LogUnavailable('This server is about to end.'))
            else resolve(this.#loading)
          }
        })
      },
    )
    this.#loading = loading
    loading.catch(() => {})
    wake?.()
  }

  async #read(): Promise<Map<string, SanctionRecord[]>> {
    const { directory, timeOfDay } = this.#deps
    this.#key = await directory.addressKey()
    const found = new Map<string, SanctionRecord[]>()
    for (let after: SanctionRecord | undefined; ; ) {
      const page = await directory.guestSanctions(timeOfDay(), after, PAGE)
      for (const record of page) found.set(record.user, [...(found.get(record.user) ?? []), record])
      after = page.at(-1)
      if (page.length < PAGE) return found
    }
  }
}

function isLasting({ until }: SanctionRecord, now: number): boolean {
  return until === undefined || until > now
}
