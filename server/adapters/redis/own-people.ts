import type { User } from '../../../sdk/protocol/records.ts'
import { isShownAs, type Shown } from '../../core/people-by-node.ts'

interface Own extends Shown {
  /** It may be in the hash. */
  written: boolean
}

/** What others are to be told. */
export interface Changes {
  entered: Shown[]
  left: string[]
  lost: string[]
}

/** Who is in one room on this node, and what of it is not written yet. As much as there are people, however long that takes. */
export class OwnPeople {
  readonly #all = new Map<string, Own>()
  readonly #entering = new Set<string>()
  readonly #leaving = new Map<string, { own: Own; announced: boolean }>()
  /** What is written by now is not known: it is read before anything else is written. */
  stale = false
  /** Something of this node may be in the hash. */
  written = false

  get size(): number {
    return this.#all.size
  }

  get changed(): boolean {
    return this.#entering.size > 0 || this.#leaving.size > 0
  }

  get(userId: string): Shown | undefined {
    return this.#all.get(userId)
  }

  all(): Shown[] {
    return [...this.#all.values()]
  }

  enter(user: User, at: number): void {
    const leaving = this.#leaving.get(user.id)
    this.#leaving.delete(user.id)
    const known = this.#all.get(user.id)
    if (known === undefined && leaving && isShownAs(leaving.own.user, user)) {
      // gone and back before anybody was told
      this.#all.set(user.id, leaving.own)
      return
    }
    this.#all.set(user.id, { user, at, written: (known ?? leaving?.own)?.written ?? false })
    this.#entering.add(user.id)
  }

  leave(userId: string, announced: boolean): void {
    const own = this.#all.get(userId)
    const leaving = this.#leaving.get(userId)
    if (leaving && announced) leaving.announced = true
    if (own === undefined) return
    this.#all.delete(userId)
    this.#entering.delete(userId)
    if (own.written && !this.stale) this.#leaving.set(userId, { own, announced })
  }

  clear(): void {
    for (const userId of [...this.#all.keys()]) this.leave(userId, false)
  }

  /** What is to be written; from now on it may be. */
  take(): Changes {
    const entered: Shown[] = []
    for (const userId of this.#entering) {
      const own = this.#all.get(userId)
      if (own === undefined) continue
      own.written = true
      entered.push(own)
    }
    const leaving = [...this.#leaving]
    this.#entering.clear()
    this.#leaving.clear()
    if (entered.length > 0) this.written = true
    const idsOf = (announced: boolean) =>
      leaving.flatMap(([userId, each]) => (each.announced === announced ? [userId] : []))
    return { entered, left: idsOf(true), lost: idsOf(false) }
  }

  /** The hash is as these say; what differs is to be written. `rowValue`: as it would be written now. */
  compare(rows: readonly (Shown & { value: string })[], rowValue: (own: Shown) => string): void {
    this.stale = false
    this.written ||= rows.length > 0
    const missing = new Set(this.#all.keys())
    for (const { user, at, value } of rows) {
      const own = this.#all.get(user.id)
      if (own === undefined) {
        const leaving = this.#leaving.get(user.id) ?? { own: { user, at, written: true }, announced: false }
        this.#leaving.set(user.id, leaving)
      } else if (value === rowValue(own)) {
        own.written = true
        this.#entering.delete(user.id)
        missing.delete(user.id)
      }
    }
    for (const userId of missing) this.#entering.add(userId)
  }

  /** A write has failed: perhaps it was done. */
  fail(): void {
    this.stale = true
    this.#leaving.clear()
  }

  /** All that was taken is written. */
  done(): void {
    this.written = this.#all.size > 0
  }
}
