import { userOf } from '../../../sdk/protocol/user-of.ts'
import type { AuditRecord } from '../../ports/moderation.ts'
import { inOrder } from './holds.ts'

/** What those who keep order did, in memory. */
export class MemoryAudit {
  /** In the order in which they came. */
  readonly #byId = new Map<string, AuditRecord>()
  readonly #byDeed = new Map<string, string>()
  readonly #most: number

  /** `most`: of more the oldest go. */
  constructor(most: number) {
    this.#most = most
  }

  of(room: string, before: string | undefined, limit: number): AuditRecord[] {
    const there = this.#all().filter(each => each.room === room && (before === undefined || each.id < before))
    return there.sort(inOrder).reverse().slice(0, limit)
  }

  deed(by: string, cid: string): AuditRecord | undefined {
    return this.#byId.get(this.#byDeed.get(`${by} ${cid}`) ?? '')
  }

  put(entry: AuditRecord): void {
    if (this.#byId.has(entry.id)) return
    const [oldest] = this.#byId.values()
    if (oldest && this.#byId.size >= this.#most) this.#delete(oldest)
    this.#byId.set(entry.id, entry)
    this.#byDeed.set(`${entry.by.id} ${entry.cid}`, entry.id)
  }

  forget(before: number, limit: number): number {
    const due = this.#all().filter(({ at }) => at < before)
    for (const entry of due.slice(0, limit)) this.#delete(entry)
    return Math.min(due.length, limit)
  }

  forgetNamesOf(user: string): void {
    const nameless = userOf(user, '')
    for (const entry of this.#all()) {
      const { by, target } = entry
      if (by.id !== user && target?.user?.id !== user) continue
      const about = target?.user?.id === user ? { ...target, user: nameless } : target
      this.#byId.set(entry.id, { ...entry, by: by.id === user ? nameless : by, target: about })
    }
  }

  #delete({ id, by, cid }: AuditRecord): void {
    this.#byId.delete(id)
    this.#byDeed.delete(`${by.id} ${cid}`)
  }

  #all(): AuditRecord[] {
    return [...this.#byId.values()]
  }
}
