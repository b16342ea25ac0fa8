import { isRetryable } from '../../sdk/protocol/error-codes.ts'
import type { ServerFrame } from '../../sdk/protocol/events.ts'
import type { ReadState, RoomSummary } from '../../sdk/protocol/records.ts'
import type { ErrorFrame, JoinResult } from '../../sdk/protocol/replies.ts'
import type { ClientFrame } from '../../sdk/protocol/requests.ts'
import { OUT } from './order-book.ts'
import { isPrivate } from './places.ts'
import type { World } from './world.ts'

/** A request, and when it was heard. Virtual time, in ms. */
export interface Heard {
  request: ClientFrame
  time: number
}

type Told = { [field in keyof ReadState]?: ReadState[field] | undefined }

interface Reply {
  room?: string
  rooms?: readonly (JoinResult | RoomSummary)[]
}

/** What is refused to who may not read, and to nobody else. */
const READING: ReadonlySet<ClientFrame['type']> = new Set(['join', 'history', 'changes', 'users', 'members'])
/** What an invitation alone allows. */
const ANSWERING: ReadonlySet<ClientFrame['type']> = new Set(['accept', 'set_role'])

/**
 * Holds what one socket is told to the rooms that its person may read at that moment; of the others it is told what it is told of a
 * room that never was. And whatever it is told to have missed is held to the events.
 */
export class LineRooms {
  readonly #world: World
  readonly #broken: (what: string) => void
  #userId = ''

  constructor(world: World, broken: (what: string) => void) {
    this.#world = world
    this.#broken = broken
  }

  /** Of this person the socket is from now on. */
  is(userId: string): void {
    this.#userId = userId
  }

  asked(request: ClientFrame): void {
    if (request.type === 'mark_unread') this.#world.readings.markedUnread(this.#userId, request.room)
  }

  /** Unasked; `late`: it may have been said a while ago. */
  told(frame: ServerFrame, late: boolean): void {
    if (late) return
    const since = this.#world.clock.now()
    switch (frame.type) {
      case 'ok':
      case 'error':
      case 'removed':
      case 'resync':
      case 'disconnect':
        return
      case 'head':
        for (const room of Object.keys(frame.rooms)) this.#reads(frame.type, room, since)
        return
      case 'activity':
        for (const [room, { unread, mentions, upTo }] of Object.entries(frame.rooms)) {
          this.#reads(frame.type, room, since)
          if (upTo > this.#world.disk.events(room).length && this.#isWhole)
            this.#broken(`${this.#userId} hears of ${upTo} in ${room}, which is not there`)
          if (mentions > unread) this.#broken(`of ${unread} to read in ${room}, ${mentions} name somebody`)
        }
        return
      case 'read':
        this.#reads(frame.type, frame.room, since)
        this.#counts(frame.room, { ...frame, read: frame.upTo }, since)
        return
      case 'invited':
        if (isPrivate(frame.room) && !this.#world.places.mayAnswer(frame.room, this.#userId, since))
          this.#broken(`${this.#userId} hears of an invitation to ${frame.room}, which is none`)
        return
      default:
        this.#reads(frame.type, frame.room, since)
    }
  }

  granted({ request, time }: Heard, frame: object): void {
    const { type } = request
    const reply = frame as Reply
    for (const each of reply.rooms ?? []) this.#listed(each, request, time)
    const room = 'room' in request ? request.room : reply.room
    if (room === undefined || !isPrivate(room) || type === 'leave') return
    const { places } = this.#world
    const mayAnswer = ANSWERING.has(type) && places.mayAnswer(room, this.#userId, time)
    if (!mayAnswer) this.#reads(type, room, time)
    if (type === 'join') this.#counts(room, frame as Told, time)
  }

  refused({ request, time }: Heard, { code }: ErrorFrame): void {
    if ('room' in request && request.room !== undefined) this.#refusedIn(request.room, request.type, code, time)
  }

  #listed(each: JoinResult | RoomSummary, request: ClientFrame, time: number): void {
    const { room } = each
    if (!isPrivate(room)) return
    if ('error' in each) {
      this.#refusedIn(room, 'join', each.error.code, time)
      return
    }
    const isInvited = each.role === ('invited' as string)
    if (isInvited) {
      if (!this.#world.places.mayAnswer(room, this.#userId, time))
        this.#broken(`${this.#userId} is asked into ${room} by nobody`)
      if ('last' in each || 'unread' in each || each.can?.length)
        this.#broken(`${room} is shown to who is only invited`)
      return
    }
    this.#reads(request.type, room, time)
    this.#counts(room, each, time)
  }

  #reads(what: string, room: string, since: number): void {
    if (isPrivate(room) && !this.#world.places.mayRead(room, this.#userId, since))
      this.#broken(`${this.#userId} is told ${what} of ${room}, which is not theirs to read`)
  }

  #counts(room: string, { read, unread = 0, mentions = 0 }: Told, since: number): void {
    if (read === undefined || !isPrivate(room) || !this.#isWhole) return
    const { readings } = this.#world
    const wrong =
      readings.told(this.#userId, room, read, since) ??
      readings.counted(this.#userId, room, { unread, mentions }, read, since)
    if (wrong) this.#broken(`${this.#userId} is told to ${wrong}`)
  }

  #refusedIn(room: string, type: ClientFrame['type'], code: ErrorFrame['code'], since: number): void {
    if (!isPrivate(room) || isRetryable(code) || !this.#isWhole) return
    const { places } = this.#world
    const mayBeOut = this.#world.order?.book.mayBind(this.#userId, room, OUT, since) ?? false
    if (READING.has(type) && places.isSeated(room, this.#userId, since) && !mayBeOut)
      this.#broken(`${this.#userId} is refused ${type} in ${room} with ${code}, and has a place there`)
    if (code !== 'not_found' && places.isHidden(room, this.#userId, since))
      this.#broken(`${this.#userId} is told ${code} of ${room}, as if it was there`)
  }

  /** Nothing that was stored is lost. */
  get #isWhole(): boolean {
    return this.#world.disk.lost.size === 0
  }
}
