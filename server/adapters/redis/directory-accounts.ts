import type { Account, Erasure } from '../../ports/directory.ts'
import { type DirectoryCells, hashOf, otherIdsIn } from './directory-cells.ts'
import { together } from './known.ts'

/** Accounts, and the ways to find them. */
export class RedisAccounts {
  readonly #at: DirectoryCells

  constructor(at: DirectoryCells) {
    this.#at = at
  }

  account(id: string): Account | undefined {
    const json = this.#at.hash('a', id).get('j')
    return json === undefined ? undefined : JSON.parse(json)
  }

  hasAccounts(): boolean {
    return this.#at.counted('accounts') > 0
  }

  accountNamed(keys: readonly string[]): Account | undefined {
    together(keys.map(key => () => this.#holder(key)))
    for (const key of keys) {
      const id = this.#holder(key)
      if (id !== undefined) return this.account(id)
    }
    return undefined
  }

  accountOf(issuer: string, subject: string): Account | undefined {
    const id = this.#at.hash('su', hashOf(issuer, subject)).get('a')
    return id === undefined ? undefined : this.account(id)
  }

  accountOfGuest(guestId: string): Account | undefined {
    const [id] = otherIdsIn('', this.#at.hash('a', guestId).get('o'))
    return id === undefined || id === guestId ? undefined : this.account(id)
  }

  otherIds(id: string): readonly string[] {
    return otherIdsIn(id, this.#at.hash('a', id).get('o'))
  }

  isNameKept(keys: readonly string[], since: number): boolean {
    const isKept = (key: string) => this.#holder(key) !== undefined || this.#seen(key, since)
    together(keys.flatMap(key => [() => this.#holder(key), () => this.#seen(key, since)]))
    return keys.some(isKept)
  }

  removed(ids: readonly string[]): ReadonlySet<string> {
    const gone = this.#at.sorted('gone')
    together(ids.map(id => () => gone.score(id)))
    return new Set(ids.filter(id => gone.score(id) !== undefined))
  }

  removedIds(after: string | undefined, limit: number): string[] {
    const gone = this.#at.sorted('gone').range({ by: 'name', after, limit })
    return gone.map(({ member }) => member)
  }

  removedAt(issuer: string, subject: string): number {
    return this.removedBy(hashOf(issuer, subject))
  }

  noteRemoval(issuer: string, subject: string, at: number): void {
    this.keepRemoval(hashOf(issuer, subject), at)
  }

  erasures(after: string | undefined, limit: number): Erasure[] {
    const ids = this.#at
      .sorted('er')
      .range({ by: 'name', after, limit })
      .map(({ member }) => member)
    const all = this.#at.hash('erase')
    all.want(ids)
    return ids.map(id => ({ id, ids: JSON.parse(all.get(id) ?? '[]') }))
  }

  addRemoved(ids: readonly string[]): void {
    const [id = ''] = ids
    for (const each of ids) this.#at.sorted('gone').add(each)
    this.#at.count('removed', ids.length)
    this.#at.sorted('er').add(id)
    this.#at.hash('erase').set(id, JSON.stringify(ids))
  }

  keepRemoved(id: string): void {
    this.#at.sorted('gone').add(id)
    this.#at.count('removed', 1)
  }

  keepErasure({ id, ids }: Erasure): void {
    this.#at.sorted('er').add(id)
    this.#at.hash('erase').set(id, JSON.stringify(ids))
  }

  removedBy(key: string): number {
    return Number(this.#at.hash('su', key).get('r') ?? 0)
  }

  keepRemoval(key: string, at: number): void {
    this.#at.hash('su', key).set('r', String(at))
  }

  endErasure(id: string): void {
    this.#at.sorted('er').delete(id)
    this.#at.hash('erase').delete(id)
  }

  put(account: Account, before: Account | undefined): void {
    const { id, issuer, subject, guestIds } = account
    this.#at.hash('a', id).set('j', JSON.stringify(account))
    if (!before || namedBy(account) !== namedBy(before)) {
      if (before) this.#unname(before)
      this.#name(account)
    }
    if (!before || guestIds.join(' ') !== before.guestIds.join(' ')) this.#putIds(id, guestIds, before?.guestIds ?? [])
    if (before) return
    this.#at.count('accounts', 1)
    if (issuer !== undefined && subject !== undefined) this.#at.hash('su', hashOf(issuer, subject)).set('a', id)
  }

  delete(account: Account): void {
    const { id, issuer, subject, guestIds } = account
    this.#unname(account)
    this.#putIds(id, [], guestIds)
    this.#at.hash('a', id).delete('j')
    this.#at.count('accounts', -1)
    if (issuer !== undefined && subject !== undefined) this.#at.hash('su', hashOf(issuer, subject)).delete('a')
  }

  /** Of several none has a password but this one. */
  #holder(key: string): string | undefined {
    return this.#at.hash('k', hashOf(key)).get('p')
  }

  /** Whether one without a password was seen then or later. */
  #seen(key: string, since: number): boolean {
    const [last] = this.#at.sorted('ks', hashOf(key)).range({ by: 'score', newest: true, limit: 1 })
    return last !== undefined && last.score >= since
  }

  #name({ id, keys, password, seenAt }: Account): void {
    for (const key of keys)
      if (password === undefined) this.#at.sorted('ks', hashOf(key)).add(id, seenAt)
      else this.#at.hash('k', hashOf(key)).set('p', id)
  }

  #unname({ id, keys, password }: Account): void {
    for (const key of keys)
      if (password === undefined) this.#at.sorted('ks', hashOf(key)).delete(id)
      else this.#at.hash('k', hashOf(key)).delete('p')
  }

  /** Each id of a person has all of them. */
  #putIds(id: string, guestIds: readonly string[], before: readonly string[]): void {
    for (const each of [id, ...before]) this.#at.hash('a', each).delete('o')
    if (guestIds.length === 0) return
    const all = [id, ...guestIds]
    for (const each of all) this.#at.hash('a', each).set('o', all.join(' '))
  }
}

/** What a name is found by, as one text. */
function namedBy({ keys, password, seenAt }: Account): string {
  return JSON.stringify([keys, password === undefined ? seenAt : 'password'])
}
