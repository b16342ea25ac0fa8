import type { ServerFrame } from '../../sdk/protocol/events.ts'
import type { OwnHeld } from '../../sdk/protocol/moderation.ts'
import type { ErrorFrame } from '../../sdk/protocol/replies.ts'
import type { ClientFrame } from '../../sdk/protocol/requests.ts'
import { LATEST_MS } from './facts.ts'
import type { Heard } from './line-rooms.ts'
import { filtersCid, OUT } from './order-book.ts'
import { actionOf } from './order-judge.ts'
import type { World } from './world.ts'

type Order = NonNullable<World['order']>

/** Who may not read any more is told nothing from so long after the answer on. ms. */
const OUT_MS = 1_000
/** What shows a room to who asks. */
const READING: ReadonlySet<ClientFrame['type']> = new Set([
  'join',
  'history',
  'changes',
  'search',
  'users',
  'members',
  'messages_by',
])
/** What somebody is told of themselves, though they are out. */
const OWN: ReadonlySet<ServerFrame['type']> = new Set([
  'sanction',
  'held',
  'removed',
  'resync',
  'invited',
  'disconnect',
])
/** What is written down for who reads how it went. */
const NOTED: ReadonlySet<ServerFrame['type']> = new Set(['sanction', 'rights', 'held', 'removed'])
/** What is told of rooms that are not joined. */
const AWAY: ReadonlySet<ServerFrame['type']> = new Set(['activity', 'read'])

/**
 * Holds what one socket is told to what was laid on its person and to what waits: who is out is told nothing of the room, what waits is
 * told to its author and to who keeps order, and nothing is refused without a reason.
 */
export class LineOrder {
  readonly #world: World
  readonly #order: Order
  readonly #broken: (what: string) => void
  #userId = ''
  /** The rooms of which it was put out, until it is let in. */
  readonly #removed = new Set<string>()

  constructor(world: World, order: Order, broken: (what: string) => void) {
    this.#world = world
    this.#order = order
    this.#broken = broken
  }

  is(userId: string): void {
    this.#userId = userId
  }

  asked(request: ClientFrame): void {
    const key = keyOf(request)
    if (key) this.#order.heard.hear(key)
    if (request.type !== 'sanction' || request.deleteMs === undefined) return
    const { cid, room, user, deleteMs } = request
    this.#order.judge.asksToClean(cid, { room, user, deleteMs })
  }

  /** `late`: it may have been said a while ago. */
  told(frame: ServerFrame, request: ClientFrame | undefined, late: boolean): void {
    this.#heldTexts(frame, request)
    if (late || frame.type === 'ok' || frame.type === 'error') return
    if (NOTED.has(frame.type)) this.#world.trace.add(`to ${this.#userId}`, JSON.stringify(frame))
    const rooms = roomsIn(frame)
    for (const room of rooms) {
      if (this.#removed.has(room) && !OWN.has(frame.type) && !AWAY.has(frame.type))
        this.#broken(`${this.#userId} is told ${frame.type} of ${room} after being put out of it`)
      const laid = OWN.has(frame.type) ? undefined : this.#bound(room, this.#world.clock.now() - OUT_MS)
      if (laid) this.#broken(`${this.#userId} is told ${frame.type} of ${room}, and a ${laid} lasts`)
      if (frame.type === 'queue' && !this.#world.places.wasOrder(room, this.#userId, this.#world.clock.now() - OUT_MS))
        this.#broken(`${this.#userId} is told what waits in ${room}, and keeps no order there`)
    }
    if (frame.type === 'removed') this.#removed.add(frame.room)
  }

  granted({ request, time }: Heard, frame: object): void {
    this.#answered(request)
    const { rooms = [] } = frame as { rooms?: { room: string; error?: unknown }[] }
    if (request.type === 'connect') for (const each of rooms) if (!each.error) this.#joined(each.room, time)
    if (request.type === 'join') this.#joined(request.room, time)
    if (request.type === 'identify') this.#order.book.confirmPassed(this.#userId)
    if (request.type === 'set_filters') this.#order.book.confirm(filtersCid(request.room, request.filters))
    else if ('cid' in request) this.#order.book.confirm(request.cid)
    if (READING.has(request.type) && 'room' in request && request.room !== undefined) {
      const laid = this.#bound(request.room, time)
      if (laid) this.#broken(`${this.#userId} is granted ${request.type} in ${request.room}, and a ${laid} lasts`)
    }
    if (request.type !== 'send_message' || !('held' in frame) || frame.held === undefined) return
    const hold = this.#order.book.holds.get(String(frame.held))
    const isKnown = hold?.cid === request.cid && hold.room === request.room
    if (!isKnown && !this.#order.book.isSetBack) this.#broken(`${request.text} is told to wait, which is not stored`)
  }

  refused({ request, time }: Heard, { code }: ErrorFrame): void {
    this.#answered(request)
    this.#order.refused.push(`${request.type} ${code}`)
    if (!('room' in request) || request.room === undefined) return
    const why = this.#isDue(request, request.room, code, time)
    if (!why) this.#broken(`${this.#userId} is refused ${request.type} in ${request.room} with ${code}, and may do it`)
  }

  /** Whether there was a reason to refuse it. */
  #isDue(request: ClientFrame, room: string, code: ErrorFrame['code'], since: number): boolean {
    const { book } = this.#order
    const { places, disk } = this.#world
    const me = this.#userId
    const isRefused = 'cid' in request && (disk.refusals.get(request.cid)?.has(code) ?? false)
    if (isRefused || !places.rooms.has(room)) return true
    switch (code) {
      case 'muted':
        return book.mayBind(me, room, ['mute'], since)
      case 'banned':
        return book.mayBind(me, room, OUT, since)
      case 'forbidden':
        // a role that was just given may not be known yet
        if (!IS_TALK.has(request.type))
          return ON_PEOPLE.has(request.type) || !places.wasAlwaysOrder(room, me, since - LATEST_MS)
        return book.mayBeLocked(room, since) || (request.type === 'react' && book.mayBind(me, room, ['watch'], since))
      case 'blocked_by_rule':
        return 'text' in request && this.#mayBeBlocked(request.type, request.text, room, since)
      default:
        return true
    }
  }

  #mayBeBlocked(type: ClientFrame['type'], text: string, room: string, since: number): boolean {
    const { book } = this.#order
    const filters = book.possibleFilters(room, since)
    if (filters.some(each => actionOf(each, text) === 'block')) return true
    if (type !== 'edit_message') return false
    const isHeld = filters.some(each => actionOf(each, text) === 'hold' || (each.hold ?? 'nobody') !== 'nobody')
    return isHeld || book.mayBind(this.#userId, room, ['watch'], since)
  }

  #joined(room: string, time: number): void {
    this.#removed.delete(room)
    const laid = this.#bound(room, time)
    if (laid) this.#broken(`${this.#userId} is let into ${room}, and a ${laid} lasts`)
  }

  #answered(request: ClientFrame): void {
    const key = keyOf(request)
    if (key) this.#order.heard.answered(key)
  }

  /** What keeps them out, and did at every moment since then. */
  #bound(room: string, since: number): string | undefined {
    if (this.#userId === '') return undefined
    return this.#order.book.bound(this.#userId, room, OUT, since)?.sanction.kind
  }

  /** What waits is told as what waits, and to nobody else. */
  #heldTexts(frame: ServerFrame, request: ClientFrame | undefined): void {
    const { holds } = this.#order.book
    if (holds.size === 0) return
    const said = JSON.stringify(frame)
    for (const { state, text, user, room } of holds.values()) {
      if (state === 'approved' || !said.includes(`"text":"${text}"`)) continue
      const isOwn = this.#world.disk.isSame(user.id, this.#userId) && this.#isOwnHeld(frame, text)
      const isOrder =
        request?.type === 'held' &&
        this.#world.places.wasOrder(room, this.#userId, this.#world.clock.now() - LOOKING_MS)
      if (!isOwn && !isOrder && !this.#order.book.isSetBack)
        this.#broken(`${this.#userId} is told ${text}, which is ${state}`)
    }
  }

  #isOwnHeld(frame: ServerFrame, text: string): boolean {
    const { rooms = [], held = [] } = frame as { rooms?: { held?: OwnHeld[] }[]; held?: OwnHeld[] }
    return [...held, ...rooms.flatMap(each => each.held ?? [])].some(each => each.text === text)
  }
}

/** An answer takes no longer. ms. */
const LOOKING_MS = 10_000
/** Of these it counts who the others are, too. */
const ON_PEOPLE: ReadonlySet<ClientFrame['type']> = new Set(['sanction', 'lift', 'set_role', 'invite'])
const IS_TALK: ReadonlySet<ClientFrame['type']> = new Set([
  'send_message',
  'edit_message',
  'react',
  'typing',
  'delete_message',
])

function keyOf(request: ClientFrame): string | undefined {
  switch (request.type) {
    case 'send_message':
    case 'edit_message':
    case 'react':
    case 'pin_message':
    case 'delete_message':
      return `${request.room} ${request.cid}`
    case 'sanction':
    case 'lift':
    case 'set_filters':
      return `deed ${request.cid}`
    case 'resolve':
      return `resolve ${request.hold}`
    case 'close_report':
      return `report ${request.report}`
    default:
      return undefined
  }
}

function roomsIn(frame: ServerFrame): string[] {
  if ('rooms' in frame && typeof frame.rooms === 'object') return Object.keys(frame.rooms)
  return 'room' in frame && frame.room !== undefined ? [frame.room] : []
}
