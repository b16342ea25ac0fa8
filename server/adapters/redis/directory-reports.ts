import { userOf } from '../../../sdk/protocol/user-of.ts'
import { subjectOf } from '../../directory/moderation-rows.ts'
import type { ReportRecord } from '../../ports/moderation.ts'
import { ALL, type DirectoryCells, hashOf } from './directory-cells.ts'
import { together } from './known.ts'

/** What was reported. */
export class RedisReports {
  readonly #at: DirectoryCells

  constructor(at: DirectoryCells) {
    this.#at = at
  }

  get(room: string, id: string): ReportRecord | undefined {
    const report = this.#report(id)
    return report?.room === room ? report : undefined
  }

  of(room: string, after: string | undefined, limit: number): ReportRecord[] {
    return this.#page('pr', room, after, limit)
  }

  by(user: string, after: string | undefined, limit: number): ReportRecord[] {
    return this.#page('pb', user, after, limit)
  }

  known(report: ReportRecord): string | undefined {
    return this.#at.hash('pk').get(keyOfReport(report))
  }

  count(room: string, most: number): number {
    return Math.min(most, this.#at.sorted('pr', room).count())
  }

  put(report: ReportRecord): void {
    const { id, room, by, snapshot } = report
    if (this.#report(id)) return
    this.#set(report)
    this.#at.hash('pk').set(keyOfReport(report), id)
    this.#at.sorted('pr', room).add(id)
    this.#at.sorted('pb', by.id).add(id)
    if (snapshot) this.#at.sorted('pa', snapshot.user.id).add(id)
    this.#at.count('reports', 1)
  }

  /** False: there is no such one that is open. */
  close(room: string, id: string, at: number): boolean {
    const report = this.get(room, id)
    if (!report || report.closedAt !== undefined) return false
    this.#set({ ...report, closedAt: at })
    this.#at.sorted('pr', room).delete(id)
    if (report.snapshot) this.#at.sorted('pc').add(id, at)
    this.#at.count('reports', -1)
    return true
  }

  eraseSnapshots(before: number, limit: number): number {
    const due = this.#at.sorted('pc').range({ by: 'score', to: before - 1, limit })
    for (const { snapshot, ...report } of this.#all(due.map(({ member }) => member))) {
      this.#set(report)
      this.#at.sorted('pc').delete(report.id)
      if (snapshot) this.#at.sorted('pa', snapshot.user.id).delete(report.id)
    }
    return due.length
  }

  forgetNamesOf(user: string): void {
    const lists = [this.#at.sorted('pb', user), this.#at.sorted('pa', user)]
    const read = lists.map(list => () => list.range({ by: 'name', limit: ALL }))
    together(read)
    const ids = new Set(read.flatMap(each => each().map(({ member }) => member)))
    const nameless = userOf(user, '')
    for (const report of this.#all([...ids])) {
      const { by, snapshot } = report
      const now = { ...report, by: by.id === user ? nameless : by }
      this.#set(snapshot?.user.id === user ? { ...now, snapshot: { ...snapshot, user: nameless } } : now)
    }
  }

  #page(kind: string, of: string, after: string | undefined, limit: number): ReportRecord[] {
    const ids = this.#at.sorted(kind, of).range({ by: 'name', after, limit })
    return this.#all(ids.map(({ member }) => member))
  }

  #all(ids: readonly string[]): ReportRecord[] {
    this.#at.hash('p').want(ids)
    return ids.map(id => this.#report(id)).filter(report => report !== undefined)
  }

  #report(id: string): ReportRecord | undefined {
    const json = this.#at.hash('p').get(id)
    return json === undefined ? undefined : JSON.parse(json)
  }

  #set(report: ReportRecord): void {
    this.#at.hash('p').set(report.id, JSON.stringify(report))
  }
}

/** What one report is known by. */
export const keyOfReport = (report: ReportRecord) => hashOf(report.room, report.by.id, subjectOf(report))
