import { BoundedMap } from '../../core/bounded-map.ts'
import type { NameHolder, SessionEnd, SharedSessionStore } from '../../ports/shared-sessions.ts'

/** More than end while somebody is asked for one of them. */
const REMEMBERED = 20_000
/** Ends that are kept at once. */
const AT_ONCE = 100

/** Logins that are over: what of it the store could not take is done again later. */
export class SharedEnds {
  readonly #store: SharedSessionStore
  readonly #over = new BoundedMap<true>(REMEMBERED)
  readonly #undropped = new Map<string, { holder: NameHolder; end: SessionEnd }>()

  constructor(store: SharedSessionStore) {
    this.#store = store
  }

  /** Ends of which it is not kept yet that they came. */
  get size(): number {
    return this.#undropped.size
  }

  /** It ended a moment ago, also where the store said something else before. */
  has(tokenHash: string): boolean {
    return this.#over.get(tokenHash) !== undefined
  }

  /** False: that is known. */
  add(tokenHash: string): boolean {
    if (this.has(tokenHash)) return false
    this.#over.set(tokenHash, true)
    return true
  }

  /** Whether it is kept. Never rejects. */
  async drop(holders: readonly NameHolder[], end: SessionEnd): Promise<boolean> {
    for (const { tokenHash } of holders) this.#over.set(tokenHash, true)
    try {
      if (holders.length > 0) await this.#store.drop(holders, end)
      for (const { tokenHash } of holders) this.#undropped.delete(tokenHash)
      return true
    } catch {
      for (const holder of holders) this.#undropped.set(holder.tokenHash, { holder, end })
      return false
    }
  }

  async tryAgain(): Promise<void> {
    const waiting = [...this.#undropped.values()]
    for (let at = 0; at < waiting.length; at += AT_ONCE) {
      const some = waiting.slice(at, at + AT_ONCE)
      const kept = await Promise.all(some.map(({ holder, end }) => this.drop([holder], end)))
      if (kept.includes(false)) return
    }
  }
}
