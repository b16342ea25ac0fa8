import type { DurableEvent, ServerFrame } from '../../sdk/protocol/events.ts'
import type { Message } from '../../sdk/protocol/records.ts'
import type {
  ConnectReply,
  ErrorFrame,
  JoinedRoom,
  JoinResult,
  ReactReply,
  SendReply,
} from '../../sdk/protocol/replies.ts'
import type { ClientFrame, RoomPosition } from '../../sdk/protocol/requests.ts'
import { GoneTexts } from './gone-texts.ts'
import { LineOrder } from './line-order.ts'
import { LineRights } from './line-rights.ts'
import { LineRooms } from './line-rooms.ts'
import { isPrivate } from './places.ts'
import type { SimulatedDisk } from './simulated-disk.ts'
import type { Steward } from './steward.ts'
import type { World } from './world.ts'

type ChangeFrame = Extract<ClientFrame, { messageId: string; cid: string }>

/** Where one room stands on one socket. `resynced`: until the next join nothing is known. */
interface RoomRecord {
  epoch: string
  seq: number
  /** What the join brought may be told once more, in order: it was read before it was told. */
  joinedAt: number
  again: number | undefined
  version: number
  resynced: boolean
}

/** `at`: its place among what was heard on this line; `time`: of the virtual clock. */
interface Asked {
  request: ClientFrame
  times: number
  at: number
  removed: number
  time: number
}

/**
 * Holds the server's side of one socket to the protocol, whatever becomes of it on the way: events in order and without
 * holes, none before the join is answered or after the leave, nothing told that is not stored.
 */
export class LineJudge {
  readonly #removed: ReadonlySet<string>
  readonly #disk: SimulatedDisk
  readonly #broken: (what: string) => void
  readonly #asked = new Map<number, Asked>()
  readonly #now: () => number
  readonly #rooms = new Map<string, RoomRecord>()
  readonly #gone: GoneTexts
  /** Where there are nodes. */
  readonly #mutes: Steward | undefined
  readonly #rights: LineRights
  readonly #theirs: LineRooms
  /** In histories with moderators. */
  readonly #order: LineOrder | undefined
  /** It is decided in the room who keeps order there. */
  readonly #isKept: (room: string) => boolean
  #requests = 0

  /** `cookie`: the token that its browser sends by itself. */
  constructor(world: World, cookie: string, broken: (what: string) => void) {
    this.#disk = world.disk
    this.#now = () => world.clock.now()
    this.#removed = world.removed
    this.#broken = broken
    this.#gone = new GoneTexts(world.disk)
    this.#rights = new LineRights(world, cookie, broken)
    this.#theirs = new LineRooms(world, broken)
    this.#order = world.order && new LineOrder(world, world.order, broken)
    this.#mutes = world.nodes?.steward
    this.#isKept = room => isPrivate(room) || world.places.rooms.has(room)
  }

  /** The server still has this socket. */
  open(): void {
    const why = this.#rights.over()
    if (why) this.#broken(`a socket ${why}`)
  }

  /** The server has closed it. */
  ended(reason: string): void {
    this.#rights.ended(reason)
  }

  /** The server hears this. */
  asked(text: string): void {
    for (const request of [JSON.parse(text)].flat() as ClientFrame[]) {
      const { ref } = request
      const fresh = { times: 0, at: this.#requests++, removed: this.#removed.size, time: this.#now() }
      const { times, at, removed, time } = this.#asked.get(ref ?? 0) ?? fresh
      if (ref !== undefined) this.#asked.set(ref, { request, times: times + 1, at, removed, time })
      this.#rights.asked(request, at)
      this.#theirs.asked(request)
      this.#order?.asked(request)
    }
  }

  /** The server says this; `late`: it may have said it a while ago. */
  told(text: string, late: boolean): void {
    for (const frame of [JSON.parse(text)].flat() as ServerFrame[]) this.#told(frame, late)
  }

  #told(frame: ServerFrame, late: boolean): void {
    this.#rights.told(frame)
    this.#theirs.told(frame, late)
    const answered = 'ref' in frame ? this.#asked.get(frame.ref ?? 0) : undefined
    if (frame.type !== 'ok') this.#order?.told(frame, answered?.request, late)
    // what was read before somebody was removed is no fault
    const named = late ? undefined : namedIn(frame, [...this.#removed].slice(0, answered?.removed))
    if (named && this.#disk.lost.size === 0) this.#broken(`the name of ${named} is told, who was removed`)
    // what was reported is kept for who keeps order
    const isReports = answered?.request.type === 'reports'
    const again = isReports ? undefined : this.#gone.in(frame, answered?.at)
    if (again) this.#broken(`${again} is told, which was deleted`)
    switch (frame.type) {
      case 'ok':
      case 'error':
        this.#answered(frame)
        return
      case 'new_message':
      case 'message_edited':
      case 'message_deleted':
      case 'reaction':
      case 'message_pinned':
      case 'room_changed':
      case 'member_changed':
        this.#event(frame)
        if (frame.type === 'message_deleted') this.#gone.add(frame, this.#requests)
        return
      case 'head':
        for (const [room, seq] of Object.entries(frame.rooms)) {
          const at = this.#rooms.get(room)
          // until it is told, who comes after the store was set back knows less than those who are there
          if (at && !at.resynced && seq > at.seq && !this.#disk.isVoid(room, seq))
            this.#broken(`the head of ${room} is ${seq}, and ${at.seq} was told`)
        }
        return
      case 'user_joined':
      case 'user_left':
      case 'update_user_list': {
        const at = this.#rooms.get(frame.room)
        // whom nobody knew yet as the guest that they were is told anew who is here
        const again = frame.type === 'update_user_list' && frame.version === at?.version && this.#rights.identifies
        if (!at) this.#broken(`members of ${frame.room} are told, which is not joined`)
        else if (again) return
        else if (frame.version !== at.version + 1)
          this.#broken(`members of ${frame.room} are at ${frame.version} after ${at.version}`)
        else at.version = frame.version
        return
      }
      case 'resync': {
        const at = this.#rooms.get(frame.room)
        if (at) at.resynced = true
        return
      }
      case 'typing':
      case 'disconnect':
    }
  }

  #answered(frame: Extract<ServerFrame, { type: 'ok' | 'error' }>): void {
    if (frame.type === 'error' && frame.code === 'internal') this.#broken('the server made a mistake')
    if (frame.ref === undefined) return
    const known = this.#asked.get(frame.ref)
    if (!known || known.times-- <= 0) {
      this.#broken(`${frame.ref} is answered more often than it was asked`)
      return
    }
    const { request } = known
    if (frame.type === 'error') {
      this.#theirs.refused(known, frame)
      this.#order?.refused(known, frame)
      this.#refused(request, frame)
      return
    }
    const reply: unknown = frame
    this.#rights.granted(known, frame, this.#requests)
    this.#theirs.is(this.#rights.userId)
    this.#theirs.granted(known, frame)
    this.#order?.is(this.#rights.userId)
    this.#order?.told(frame, request, false)
    this.#order?.granted(known, frame)
    if (request.type === 'connect') {
      for (const result of (reply as ConnectReply).rooms) {
        this.#joined(
          result,
          request.rooms?.find(({ room }) => room === result.room),
        )
      }
    }
    if (request.type === 'join') this.#joined(reply as JoinedRoom, request)
    if (request.type === 'leave') this.#rooms.delete(request.room)
    if (request.type === 'send_message') this.#storedText(request.text, reply as SendReply)
    if ('messageId' in request && 'cid' in request) this.#storedChange(request, reply as ReactReply)
  }

  /** For good: the store has said so, but of pins, which nobody may set yet. */
  #refused(request: ClientFrame, { code, retryable }: ErrorFrame): void {
    if (!('cid' in request) || retryable || request.type === 'pin_message' || code === 'not_joined') return
    if (request.type === 'create_room' || this.#isKept(request.room)) return
    if (code === 'muted' && this.#mutes?.wasMuted(this.#rights.userId)) return
    if (!this.#disk.refusals.get(request.cid)?.has(code))
      this.#broken(`${request.cid} is refused with ${code}, which the store has not said`)
  }

  #joined(result: JoinResult, from: RoomPosition | undefined): void {
    if ('error' in result) return
    const { room, epoch, seq, recovered } = result
    const events: readonly (DurableEvent | Message)[] = recovered ? result.events : result.messages
    if (recovered && from?.epoch !== epoch) this.#broken(`${room} goes on from another epoch`)
    let at = recovered ? (from?.seq ?? 0) : (events[0]?.seq ?? seq + 1) - 1
    for (const event of events) {
      // between the messages of a page are changes
      if (recovered ? event.seq !== at + 1 : event.seq <= at)
        this.#broken(`the join of ${room} has ${event.seq} after ${at}`)
      at = event.seq
      this.#stored(event)
    }
    if (recovered && at !== seq) this.#broken(`the join of ${room} ends at ${at}, and says ${seq}`)
    const before = this.#rooms.get(room)
    if (before?.epoch === epoch && !before.resynced && seq < before.seq) this.#broken(`a join of ${room} leads back`)
    const { version } = result.presence
    this.#rooms.set(room, { epoch, seq, joinedAt: seq, again: undefined, version, resynced: false })
  }

  #event(event: DurableEvent): void {
    const at = this.#rooms.get(event.room)
    if (!at) this.#broken(`${event.seq} of ${event.room} is told, which is not joined`)
    if (!at || at.resynced) return
    const again = event.seq <= at.joinedAt && at.seq === at.joinedAt
    const next = again ? (at.again ?? event.seq - 1) + 1 : at.seq + 1
    if (event.seq !== next) this.#broken(`${event.room} is told ${event.seq} after ${next - 1}`)
    if (again) at.again = event.seq
    else at.seq = event.seq
    this.#stored(event)
  }

  #stored(event: DurableEvent | Message): void {
    const { room, id, seq } = event
    const stored = this.#disk.events(room)[seq - 1]
    if (stored?.id !== id && !this.#disk.lost.has(id)) this.#broken(`${seq} of ${room} is told, which is not stored`)
  }

  /** What is acknowledged is on the disk by then. */
  #storedText(text: string, { id = '', seq, held }: SendReply): void {
    if (held !== undefined) return
    const stored = this.#disk.find(text)
    if (stored?.id === id && stored.seq === seq) return
    if (!this.#disk.lost.has(id)) this.#broken(`${text} is told as ${seq}, which is not stored`)
  }

  #storedChange(request: ChangeFrame, { seq, duplicate }: ReactReply): void {
    // so it was already
    if (seq === undefined || (request.type === 'pin_message' && duplicate)) return
    const { type, room, cid, messageId } = request
    const isSuch = (event: DurableEvent) =>
      event.type === EVENT_OF[type] && event.messageId === messageId && (event.cid === cid || type === 'delete_message')
    if (!this.#disk.holds(room, seq, isSuch)) this.#broken(`${type} ${cid} is told as ${seq}, which is not stored`)
  }
}

/** Of these people the first who has a name in what was written; who is there is told until they have left. */
function namedIn(frame: ServerFrame, people: readonly string[]): string | undefined {
  if (people.length === 0 || 'version' in frame || frame.type === 'typing') return undefined
  const said = JSON.stringify(frame, (key, value) => (key === 'presence' ? undefined : value))
  return people.find(id => new RegExp(`"id":"${id}","name":"[^"]`).test(said))
}

const EVENT_OF = {
  edit_message: 'message_edited',
  delete_message: 'message_deleted',
  react: 'reaction',
  pin_message: 'message_pinned',
} as const
