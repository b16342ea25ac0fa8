import { userOf } from '../../../sdk/protocol/user-of.ts'
import type { AuditRecord } from '../../ports/moderation.ts'
import { ALL, type DirectoryCells } from './directory-cells.ts'
import { together } from './known.ts'

/** What those who keep order did. */
export class RedisAudit {
  readonly #at: DirectoryCells

  constructor(at: DirectoryCells) {
    this.#at = at
  }

  /** Newest first. */
  of(room: string, before: string | undefined, limit: number): AuditRecord[] {
    const ids = this.#at.sorted('ev', room).range({ by: 'name', before, newest: true, limit })
    return this.#all(ids.map(({ member }) => member))
  }

  deed(by: string, cid: string): AuditRecord | undefined {
    const id = this.#at.hash('ed').get(deedOf(by, cid))
    return id === undefined ? undefined : this.#entry(id)
  }

  put(entry: AuditRecord): void {
    const { id, room, at, by, cid, target } = entry
    if (this.#entry(id)) return
    this.#set(entry)
    this.#at.hash('ed').set(deedOf(by.id, cid), id)
    this.#at.sorted('ev', room).add(id)
    this.#at.sorted('et').add(id, at)
    this.#at.sorted('eb', by.id).add(id)
    if (target?.user) this.#at.sorted('ea', target.user.id).add(id)
  }

  forget(before: number, limit: number): number {
    const due = this.#at.sorted('et').range({ by: 'score', to: before - 1, limit })
    for (const { id, room, by, cid, target } of this.#all(due.map(({ member }) => member))) {
      this.#at.hash('e').delete(id)
      this.#at.hash('ed').delete(deedOf(by.id, cid))
      this.#at.sorted('ev', room).delete(id)
      this.#at.sorted('et').delete(id)
      this.#at.sorted('eb', by.id).delete(id)
      if (target?.user) this.#at.sorted('ea', target.user.id).delete(id)
    }
    return due.length
  }

  forgetNamesOf(user: string): void {
    const lists = [this.#at.sorted('eb', user), this.#at.sorted('ea', user)]
    const read = lists.map(list => () => list.range({ by: 'name', limit: ALL }))
    together(read)
    const ids = new Set(read.flatMap(each => each().map(({ member }) => member)))
    const nameless = userOf(user, '')
    for (const entry of this.#all([...ids])) {
      const { by, target } = entry
      const about = target?.user?.id === user ? { ...target, user: nameless } : target
      this.#set({ ...entry, by: by.id === user ? nameless : by, target: about })
    }
  }

  #all(ids: readonly string[]): AuditRecord[] {
    this.#at.hash('e').want(ids)
    return ids.map(id => this.#entry(id)).filter(entry => entry !== undefined)
  }

  #entry(id: string): AuditRecord | undefined {
    const json = this.#at.hash('e').get(id)
    return json === undefined ? undefined : JSON.parse(json)
  }

  #set(entry: AuditRecord): void {
    this.#at.hash('e').set(entry.id, JSON.stringify(entry))
  }
}

/** Whoever was imported may have any id. */
const deedOf = (by: string, cid: string) => JSON.stringify([by, cid])
