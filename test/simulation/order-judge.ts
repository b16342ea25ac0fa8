import type { Filters } from '../../sdk/protocol/filters.ts'
import { isAccount } from '../../sdk/protocol/user-of.ts'
import type { SanctionRecord } from '../../server/ports/sanction.ts'
import type { EventWrite, StoreAnswer, Write } from '../../server/ports/store.ts'
import { LATEST_MS } from './facts.ts'
import { type OrderBook, SILENT } from './order-book.ts'
import type { OrderHeard } from './order-heard.ts'
import type { Places } from './places.ts'
import type { SimulatedDisk } from './simulated-disk.ts'

export interface OrderJudgeParts {
  book: OrderBook
  heard: OrderHeard
  places: Places
  disk: SimulatedDisk
  broken: (what: string) => void
}

/** Of deletions: whose, since when by the server's clock. */
interface Cleaning {
  room: string
  user: string
  deleteMs: number
}

/**
 * Holds every write that the store takes to what was laid on its author, to how the room was set, and to what waits: what may not be
 * written by anybody who had heard of nothing but what was answered before it was asked is not in the log.
 */
export class OrderJudge {
  readonly #parts: OrderJudgeParts
  /** By the cid of the sanction that asked for it. */
  readonly #cleanings = new Map<string, Cleaning>()

  constructor(parts: OrderJudgeParts) {
    this.#parts = parts
  }

  /** Somebody asks to have deleted what another wrote. */
  asksToClean(cid: string, cleaning: Cleaning): void {
    this.#cleanings.set(cid, cleaning)
  }

  /** What became of a write, which the book has not heard of yet. */
  taken(write: Write, answer: StoreAnswer): void {
    if (write.kind === 'directory' && answer && typeof answer === 'object' && 'news' in answer) {
      const { change } = write
      if ((change.type === 'addSanction' || change.type === 'liftSanction') && change.audit && answer.value)
        this.#mayModerate(change.audit.by.id, change.audit.room, `deed ${change.audit.cid}`, change.type)
      if (change.type === 'addSanction' && change.audit && answer.value === 'ok')
        this.#mayHandle(change.sanction, change.audit.cid)
      if (change.type === 'endHold' && change.audit && answer.value)
        this.#mayModerate(change.audit.by.id, change.room, `resolve ${change.id}`, 'a rejection')
      if (change.type === 'note')
        this.#mayModerate(change.audit.by.id, change.audit.room, `deed ${change.audit.cid}`, change.audit.action)
      if (change.type === 'closeReport' && answer.value)
        this.#mayModerate(change.audit.by.id, change.room, `report ${change.id}`, 'the end of a report')
    }
    if (write.kind !== 'event' || !answer || typeof answer !== 'object' || !('seq' in answer) || answer.duplicate)
      return
    if (answer.held === undefined) this.#written(write)
    else this.#isHeldOnce(write, 0)
  }

  #written(write: EventWrite): void {
    const { room, user, cid, content, approves, audit } = write
    const { heard, places, book } = this.#parts
    if (!places.rooms.has(room) || content.kind === 'room_changed' || content.kind === 'member_changed') return
    if (approves !== undefined) {
      this.#isHeldOnce(write, 1, approves)
      this.#mayModerate(audit?.by.id ?? '', room, `resolve ${approves}`, 'an approval')
      return
    }
    if (content.kind === 'message_deleted') {
      if (/^clean-/.test(cid)) this.#isCleaned(write, content.messageId)
      return
    }
    const since = heard.since(`${room} ${cid}`)
    const what = 'text' in content ? content.text : `${content.kind} ${cid}`
    if (since === undefined) {
      this.#parts.broken(`${what} in ${room} is taken of ${user.name}, who has not asked for it`)
      return
    }
    if (content.kind === 'new_message') this.#isHeldOnce(write, 1)
    const laid = book.bound(user.id, room, SILENT, since)
    if (laid) this.#parts.broken(`${what} in ${room} is taken of ${user.name}, on whom a ${laid.sanction.kind} lasts`)
    if (places.wasOrder(room, user.id, since)) return
    if (book.wasLocked(room, since)) this.#parts.broken(`${what} in ${room} is taken of ${user.name}, and it is locked`)
    if (content.kind !== 'new_message' && content.kind !== 'message_edited') return
    const why = this.#whyHeld(write, content.text, since)
    if (why) this.#parts.broken(`${what} in ${room} is taken of ${user.name}, and was to be ${why}`)
  }

  /** Why a text may not be in the log at once. */
  #whyHeld({ id, room, user }: EventWrite, text: string, since: number): string | undefined {
    const { book, disk } = this.#parts
    const filters = book.filtersSince(room, since)
    const found = actionOf(filters, text)
    if (found === 'block') return 'blocked for a word'
    if (found === 'hold') return 'held for a word'
    if (filters?.hold === 'everyone') return 'held as everybody’s'
    if (isAccount(user.id) || disk.lost.size > 0 || hasWritten(disk, room, user.id, id)) return undefined
    if (filters?.hold === 'first') return 'held as a first message'
    return book.bound(user.id, room, ['watch'], since) && 'held for its address'
  }

  /** What waits is not in the log, and what is in the log does not wait. */
  #isHeldOnce({ room, user, cid, content }: EventWrite, places: number, approves?: string): void {
    const { book, disk, broken } = this.#parts
    const ids = disk.idsOf(user.id)
    const isOwn = (each: { room: string; user?: { id: string } | undefined; cid: string }) =>
      each.room === room && each.cid === cid && ids.includes(each.user?.id ?? '')
    const text = 'text' in content ? content.text : cid
    const there = disk.events(room).filter(each => each.type === 'new_message' && isOwn(each as never))
    const waits = [...book.holds.values()].find(
      each => isOwn(each) && each.id !== approves && each.state !== 'withdrawn',
    )
    if (waits) broken(`${text} in ${room} is ${waits.state}, and is taken once more`)
    // the event itself is there by now
    if (there.length > places) broken(`${text} in ${room} has a place already`)
  }

  #mayModerate(user: string, room: string, key: string, what: string): void {
    const { heard, places, book, broken } = this.#parts
    const since = heard.since(key)
    if (since === undefined) broken(`${what} in ${room} is taken of ${user}, who has not asked for it`)
    else if (!places.wasOrder(room, user, since))
      broken(`${what} in ${room} is taken of ${user}, who keeps no order there`)
    else if (book.bound(user, room, SILENT, since))
      broken(`${what} in ${room} is taken of ${user}, who may do nothing there`)
  }

  /** Those who keep order themselves are the owner's. */
  #mayHandle({ room, user, by, kind }: SanctionRecord, cid: string): void {
    const { heard, places, book, broken } = this.#parts
    const since = heard.since(`deed ${cid}`) ?? 0
    const whom = book.accountOf(user)
    // a role that was just given may not be known yet
    if (places.wasAlwaysOrder(room, whom, since - LATEST_MS) && !places.wasOwner(room, by, since))
      broken(`a ${kind} in ${room} is laid on ${whom}, who is above ${by}`)
  }

  /** Of somebody of whom somebody asked it. */
  #isCleaned({ room, user, cid }: EventWrite, messageId: string): void {
    const { disk } = this.#parts
    const message = disk.message(messageId)
    const isAsked = [...this.#cleanings.values()].some(
      each => each.room === room && message && disk.isSame(each.user, message.user.id),
    )
    if (!isAsked)
      this.#parts.broken(`${messageId} in ${room} is deleted of ${user.name} by ${cid}, which nobody asked for`)
  }
}

/** Whether anything of them is in the room, but for one event. */
function hasWritten(disk: SimulatedDisk, room: string, user: string, but: string): boolean {
  return disk.events(room).some(each => each.user?.id === user && each.id !== but)
}

/** The strongest of what is to be done about the words of a text. */
export function actionOf(filters: Filters | undefined, text: string): 'block' | 'hold' | 'report' | undefined {
  const said = text.split(' ')
  const found = (filters?.words ?? []).filter(({ term }) => said.includes(term)).map(({ action }) => action)
  return (['block', 'hold', 'report'] as const).find(each => found.includes(each))
}
