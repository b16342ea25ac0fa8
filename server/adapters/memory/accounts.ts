import type { Account, Erasure } from '../../ports/directory.ts'

/** Ids are of ASCII, so that their order is that of every store. */
const inOrder = (one: string, other: string) => (one < other ? -1 : 1)

/** Accounts in memory, and the ways to find them. */
export class MemoryAccounts {
  readonly #byId = new Map<string, Account>()
  /** By a look-alike key of their names. */
  readonly #byKey = new Map<string, Set<string>>()
  readonly #bySubject = new Map<string, string>()
  readonly #byGuest = new Map<string, string>()
  readonly #removed = new Set<string>()
  /** When, by who they are to their site. */
  readonly #removals = new Map<string, number>()
  readonly #erasures = new Map<string, Erasure>()

  /** With those that were removed. */
  get size(): number {
    return this.#byId.size + this.#removed.size
  }

  account(id: string | undefined): Account | undefined {
    return id === undefined ? undefined : this.#byId.get(id)
  }

  hasAccounts(): boolean {
    return this.#byId.size > 0
  }

  accountNamed(keys: readonly string[]): Account | undefined {
    for (const key of keys) {
      const found = this.#named(key).find(({ password }) => password !== undefined)
      if (found) return found
    }
    return undefined
  }

  accountOf(issuer: string, subject: string): Account | undefined {
    return this.account(this.#bySubject.get(JSON.stringify([issuer, subject])))
  }

  accountOfGuest(guestId: string): Account | undefined {
    return this.account(this.#byGuest.get(guestId))
  }

  otherIds(id: string): readonly string[] {
    const account = this.account(id) ?? this.accountOfGuest(id)
    return account ? [account.id, ...account.guestIds].filter(each => each !== id) : []
  }

  isNameKept(keys: readonly string[], since: number): boolean {
    return keys.some(key => this.#named(key).some(({ password, seenAt }) => password !== undefined || seenAt >= since))
  }

  removed(ids: readonly string[]): ReadonlySet<string> {
    return new Set(ids.filter(id => this.#removed.has(id)))
  }

  put(account: Account, before: Account | undefined): void {
    if (before) this.#unlink(before)
    const { id, keys, issuer, subject, guestIds } = account
    this.#byId.set(id, account)
    for (const key of keys) this.#byKey.set(key, (this.#byKey.get(key) ?? new Set()).add(id))
    if (subject !== undefined) this.#bySubject.set(JSON.stringify([issuer, subject]), id)
    for (const guestId of guestIds) this.#byGuest.set(guestId, id)
  }

  delete(account: Account): void {
    this.#unlink(account)
    this.#byId.delete(account.id)
  }

  removedIds(after = '', limit: number): string[] {
    return [...this.#removed]
      .filter(id => id > after)
      .sort(inOrder)
      .slice(0, limit)
  }

  removedAt(issuer: string, subject: string): number {
    return this.#removals.get(JSON.stringify([issuer, subject])) ?? 0
  }

  noteRemoval(issuer: string, subject: string, at: number): void {
    this.#removals.set(JSON.stringify([issuer, subject]), at)
  }

  erasures(after = '', limit: number): Erasure[] {
    const behind = [...this.#erasures.values()].filter(({ id }) => id > after)
    return behind.sort((one, other) => inOrder(one.id, other.id)).slice(0, limit)
  }

  addRemoved(ids: readonly string[]): void {
    const [id = ''] = ids
    for (const each of ids) this.#removed.add(each)
    this.#erasures.set(id, { id, ids })
  }

  endErasure(id: string): void {
    this.#erasures.delete(id)
  }

  #named(key: string): Account[] {
    return [...(this.#byKey.get(key) ?? [])].map(id => this.#byId.get(id) as Account)
  }

  #unlink({ id, keys, issuer, subject, guestIds }: Account): void {
    for (const key of keys) {
      const ids = this.#byKey.get(key)
      ids?.delete(id)
      if (ids?.size === 0) this.#byKey.delete(key)
    }
    if (subject !== undefined) this.#bySubject.delete(JSON.stringify([issuer, subject]))
    for (const guestId of guestIds) this.#byGuest.delete(guestId)
  }
}
