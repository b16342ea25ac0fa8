import type { DurableEvent } from '../../../sdk/protocol/events.ts'
import type { Position } from '../../../sdk/protocol/records.ts'
import type { Resumed } from '../../ports/room-log.ts'
import type { Recent } from '../../ports/store.ts'
import { wireBytes } from '../../wire/encode.ts'
import { changeOf } from './change-row.ts'
import { type Command, EngineUnavailable, type Reply } from './engine.ts'
import { messageOf } from './room-quote.ts'
import { heldOf } from './room-row.ts'
import { CHANGES_KEPT } from './room-rows.ts'
import type { RoomView, RoomViews } from './room-views.ts'

/** Places that are read at first, of which it is not known whether there is anything. */
const GUESSED = 300
/** Places behind what was the end, of what came while it was asked. */
const MEANWHILE = 30
/** More came meanwhile, each time. */
const TRIES = 20
/** Places of one command: of each there are a message, a change, and what those are about. */
const AT_ONCE = 500

export async function readResumed(
  views: RoomViews,
  room: string,
  { epoch, seq }: Position,
  limit: number,
  maxBytes = Number.POSITIVE_INFINITY,
): Promise<Resumed> {
  const isPlace = Number.isInteger(seq) && seq >= 0
  let count = isPlace ? Math.min(limit, GUESSED) : 0
  for (let tries = 0; tries < TRIES; tries++) {
    const view = await views.read(room, placesCommands(views, room, seq + 1, count))
    const { head } = view
    const missing = head.seq - seq
    const known = isPlace && epoch === head.epoch && seq >= oldestEvent(view) - 1 && missing >= 0
    if (!known || missing > limit) return { head, events: undefined }
    if (missing > count) {
      count = Math.min(limit, missing + MEANWHILE)
      continue
    }
    const events: DurableEvent[] = []
    let bytes = 0
    for (let at = 0; at < missing; at++) {
      const event = eventAt(room, view.replies, seq + 1, at)
      if (!event) return { head, events: undefined }
      bytes += wireBytes(event)
      if (bytes > maxBytes) return { head, events: undefined, cut: true }
      events.push(event)
    }
    return { head, events }
  }
  throw new EngineUnavailable('More comes than can be read.')
}

export async function readRecent(views: RoomViews, room: string, limit: number, maxBytes: number): Promise<Recent> {
  let view = await views.read(room, [])
  for (let tries = 0; tries < TRIES; tries++) {
    const from = Math.max(oldestEvent(view), view.head.seq - limit + 1)
    const count = view.head.seq - from + 1 + MEANWHILE
    const { order, pins } = views.keys(room)
    const places = placesCommands(views, room, from, count)
    const beside: Command[] = [
      ['ZRANGE', order, '0', '0'],
      ['ZRANGE', pins, '+inf', '-inf', 'BYSCORE', 'REV'],
    ]
    view = await views.read(room, [...places, ...beside])
    const { head, replies } = view
    if (head.seq >= from + count) continue
    const [[first], ids] = replies.slice(-2) as [string[], string[]]
    const events: DurableEvent[] = []
    let bytes = 0
    for (let seq = head.seq; seq >= Math.max(from, head.seq - limit + 1); seq--) {
      const event = eventAt(room, replies, from, seq - from)
      if (!event) break
      bytes += wireBytes(event)
      if (events.length > 0 && bytes > maxBytes) break
      events.push(event)
    }
    return { head, first: first === undefined ? head.seq + 1 : Number(first), events: events.reverse(), pins: ids }
  }
  throw new EngineUnavailable('More comes than can be read.')
}

/** From this seq on every event is held. */
function oldestEvent({ first, head }: RoomView): number {
  return Math.max(first, head.seq - CHANGES_KEPT + 1)
}

/** Everything of some places: see `eventAt`. */
function placesCommands(views: RoomViews, room: string, from: number, count: number): Command[] {
  const { messages, changes } = views.keys(room)
  const commands: Command[] = []
  for (let done = 0; done < count; done += AT_ONCE) {
    const places = Array.from({ length: Math.min(AT_ONCE, count - done) }, (_, at) => String(from + done + at))
    const at = commands.length
    commands.push(['HMGET', messages, ...places], ['@QUOTED', messages, String(at)])
    commands.push(['HMGET', changes, ...places], ['@QUOTED', messages, String(at + 2)])
  }
  return commands
}

/** The event of a place, as it stands; undefined: it is not held. */
function eventAt(room: string, replies: readonly Reply[], from: number, at: number): DurableEvent | undefined {
  const part = 4 * Math.floor(at / AT_ONCE)
  const n = at % AT_ONCE
  const rows = replies.slice(part, part + 4) as (readonly (string | null)[])[]
  const [message, answered, change, target] = rows.map(each => each[n] ?? null)
  const seq = from + at
  if (message) return { type: 'new_message', ...messageOf(room, seq, message, answered) }
  if (!change) return undefined
  return changeOf(room, seq, change, target ? heldOf(room, 0, target).message : undefined)
}
