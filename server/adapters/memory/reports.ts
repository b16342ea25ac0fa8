import { userOf } from '../../../sdk/protocol/user-of.ts'
import { subjectOf } from '../../directory/moderation-rows.ts'
import type { ReportRecord } from '../../ports/moderation.ts'
import { inOrder } from './holds.ts'

/** Reports in memory. */
export class MemoryReports {
  readonly #byId = new Map<string, ReportRecord>()
  /** By room, reporter and what they are of. */
  readonly #known = new Map<string, string>()
  readonly #most: number

  /** `most`: of more the oldest closed ones go. */
  constructor(most: number) {
    this.#most = most
  }

  get open(): number {
    return this.#all().filter(isOpen).length
  }

  get(room: string, id: string): ReportRecord | undefined {
    const report = this.#byId.get(id)
    return report?.room === room ? report : undefined
  }

  of(room: string, after = '', limit: number): ReportRecord[] {
    const open = this.#all().filter(each => each.room === room && isOpen(each) && each.id > after)
    return open.sort(inOrder).slice(0, limit)
  }

  by(user: string, after = '', limit: number): ReportRecord[] {
    const own = this.#all().filter(({ by, id }) => by.id === user && id > after)
    return own.sort(inOrder).slice(0, limit)
  }

  known(report: ReportRecord): string | undefined {
    return this.#known.get(keyOf(report))
  }

  put(report: ReportRecord): void {
    if (this.#byId.has(report.id)) return
    if (this.#byId.size >= this.#most) this.#dropClosed()
    this.#byId.set(report.id, report)
    this.#known.set(keyOf(report), report.id)
  }

  close(room: string, id: string, at: number): boolean {
    const report = this.get(room, id)
    if (!report || !isOpen(report)) return false
    this.#byId.set(id, { ...report, closedAt: at })
    return true
  }

  eraseSnapshots(before: number, limit: number): number {
    const due = this.#all().filter(({ closedAt = before, snapshot }) => closedAt < before && snapshot !== undefined)
    for (const report of due.slice(0, limit)) this.#byId.set(report.id, { ...report, snapshot: undefined })
    return Math.min(due.length, limit)
  }

  forgetNamesOf(user: string): void {
    const nameless = userOf(user, '')
    for (const report of this.#all()) {
      const { snapshot, by } = report
      const isAuthor = snapshot?.user.id === user
      if (by.id !== user && !isAuthor) continue
      const now = { ...report, by: by.id === user ? nameless : by }
      this.#byId.set(report.id, isAuthor ? { ...now, snapshot: { ...snapshot, user: nameless } } : now)
    }
  }

  #dropClosed(): void {
    const oldest = this.#all().find(each => !isOpen(each))
    if (!oldest) return
    this.#byId.delete(oldest.id)
    for (const [key, id] of this.#known) if (id === oldest.id) this.#known.delete(key)
  }

  #all(): ReportRecord[] {
    return [...this.#byId.values()]
  }
}

const isOpen = ({ closedAt }: ReportRecord) => closedAt === undefined
/** No name and no id of a user has a space. */
const keyOf = (report: ReportRecord) => `${report.room} ${report.by.id} ${subjectOf(report)}`
