import type { KnownHold } from '../../directory/moderation-rows.ts'
import { HOLD_MS, type HoldRecord } from '../../ports/moderation.ts'
import { ALL, type DirectoryCells } from './directory-cells.ts'
import { together } from './known.ts'

interface Held extends HoldRecord {
  /** When it was rejected; it says nothing any more. */
  readonly endedAt?: number | undefined
}

/** Ids are of ASCII, so that their order is that of every store. */
const inOrder = (one: { id: string }, other: { id: string }) => (one.id < other.id ? -1 : 1)

/** Messages that wait, and of rejected ones whose they were. */
export class RedisHolds {
  readonly #at: DirectoryCells

  constructor(at: DirectoryCells) {
    this.#at = at
  }

  get(room: string, id: string): HoldRecord | undefined {
    const held = this.#held(id)
    return held?.room === room && held.endedAt === undefined ? held : undefined
  }

  has(room: string): boolean {
    return this.#at.hash('wc', room).any()
  }

  /** Those of a room that wait at a time, by id; `ids`: of these people. There are at most 1,000. */
  waiting(room: string, now: number, after: string, limit: number, ids?: readonly string[]): HoldRecord[] {
    const lists = this.#lists(room, ids)
    const read = lists.map(list => () => list.range({ by: 'score', from: since(now), limit: ALL }))
    together(read)
    const found = read.flatMap(each => each().map(({ member }) => member)).filter(id => id > after)
    return this.#all(found.sort().slice(0, limit))
  }

  by(user: string, after: string | undefined, limit: number): HoldRecord[] {
    const own = this.#at.sorted('wu', user).range({ by: 'name', after, limit })
    return this.#all(own.map(({ member }) => member))
  }

  known(room: string, user: string, cid: string): KnownHold | undefined {
    const value = this.#at.hash('wc', room).get(`${user} ${cid}`)
    if (value === undefined) return undefined
    const [id = '', at, endedAt] = value.split(' ')
    return { id, at: Number(at), endedAt: endedAt === '-' ? undefined : Number(endedAt) }
  }

  count(room: string, now: number, most: number, ids?: readonly string[]): number {
    const counts = this.#lists(room, ids).map(list => () => list.countFrom(since(now)))
    together(counts)
    return counts.reduce((sum, count) => Math.min(most, sum + count()), 0)
  }

  put(hold: HoldRecord): void {
    const { id, room, user, at } = hold
    this.#set(hold)
    this.#at.sorted('wr', room).add(id, at)
    this.#at.sorted('wp', room, user.id).add(id, at)
    this.#at.sorted('wt').add(id, at)
    this.#at.sorted('wu', user.id).add(id)
    this.#at.count('holds', 1)
  }

  reject(id: string, endedAt: number): void {
    const held = this.#held(id)
    if (!held) return
    this.#unlist(held)
    const { room, user, cid, at } = held
    this.#set({ id, room, user: { ...user, name: '' }, cid, text: '', at, endedAt })
    this.#at.sorted('wx', user.id).add(id)
    this.#at.sorted('wj').add(id, endedAt)
  }

  delete(id: string): void {
    const held = this.#held(id)
    if (!held) return
    this.#unlist(held)
    this.#at.hash('w').delete(id)
    this.#at.hash('wc', held.room).delete(`${held.user.id} ${held.cid}`)
  }

  /** The rooms where any waited, in order. */
  deleteOf(user: string): string[] {
    const lists = [this.#at.sorted('wu', user), this.#at.sorted('wx', user)]
    const read = lists.map(list => () => list.range({ by: 'name', limit: ALL }))
    together(read)
    const own = this.#all(read.flatMap(each => each().map(({ member }) => member)))
    for (const { id } of own) this.delete(id)
    const waited = own.filter(({ endedAt }) => endedAt === undefined)
    return [...new Set(waited.map(({ room }) => room))].sort()
  }

  old(upTo: number, limit: number): HoldRecord[] {
    const old = this.#at.sorted('wt').range({ by: 'score', to: upTo, limit })
    return this.#inTurn(old.map(({ member }) => member))
  }

  forget(before: number, limit: number): number {
    const gone = this.#at.sorted('wj').range({ by: 'score', to: before - 1, limit })
    for (const { id } of this.#inTurn(gone.map(({ member }) => member))) this.delete(id)
    return gone.length
  }

  #lists(room: string, ids: readonly string[] | undefined) {
    if (ids === undefined) return [this.#at.sorted('wr', room)]
    return [...new Set(ids)].map(id => this.#at.sorted('wp', room, id))
  }

  #all(ids: readonly string[]): Held[] {
    return this.#inTurn(ids).sort(inOrder)
  }

  #inTurn(ids: readonly string[]): Held[] {
    this.#at.hash('w').want(ids)
    return ids.map(id => this.#held(id)).filter(held => held !== undefined)
  }

  #held(id: string): Held | undefined {
    const json = this.#at.hash('w').get(id)
    return json === undefined ? undefined : JSON.parse(json)
  }

  #set(held: Held): void {
    const { id, room, user, cid, at, endedAt = '-' } = held
    this.#at.hash('w').set(id, JSON.stringify(held))
    this.#at.hash('wc', room).set(`${user.id} ${cid}`, `${id} ${at} ${endedAt}`)
  }

  #unlist({ id, room, user, endedAt }: Held): void {
    if (endedAt !== undefined) {
      this.#at.sorted('wx', user.id).delete(id)
      this.#at.sorted('wj').delete(id)
      return
    }
    this.#at.sorted('wr', room).delete(id)
    this.#at.sorted('wp', room, user.id).delete(id)
    this.#at.sorted('wt').delete(id)
    this.#at.sorted('wu', user.id).delete(id)
    this.#at.count('holds', -1)
  }
}

/** What was held at this time or later waits at `now`. */
const since = (now: number) => now - HOLD_MS + 1
