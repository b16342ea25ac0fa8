import type { DurableEvent } from '../../../sdk/protocol/events.ts'
import { foldPins } from '../../../sdk/protocol/fold-pins.ts'
import type { Limits } from '../../../sdk/protocol/limits.ts'
import type { Position } from '../../../sdk/protocol/records.ts'
import type { RoomPosition } from '../../../sdk/protocol/requests.ts'
import type { OwnReactions, RoomLog } from '../../ports/room-log.ts'
import { ownReactions } from './own-reactions.ts'
import { contentAfter, encodeContent, messagesIn, ownAfter, type RoomContent } from './room-content.ts'

/** One page of messages, in bytes of the wire. */
export const PAGE_BYTES = 64_000
/** More than this of missed events is not resumed: the newest page is cheaper for everyone. */
export const RESUME_BYTES = 512_000

/** What a room holds for someone who joins, up to `head`. */
export interface RoomRead {
  head: Position
  content: RoomContent
  /** The reader's emoji, by the seq of the message. */
  own: OwnReactions
  pins: readonly string[]
  /** The content, encoded. */
  items: readonly string[]
  bytes: number
}

export interface ReadOptions {
  limits: Limits
  /** All ids of who reads: their own reactions are marked. */
  reader: readonly string[]
  /** Bytes. */
  most: number
  /** Is told what was read. */
  charge: (bytes: number) => void
}

/**
 * Reads what is missing after the position, or the newest page; undefined when what is missing could be resumed, but not
 * within `most` bytes. Rejects when the log cannot be read.
 */
export async function readRoom(
  log: RoomLog,
  from: RoomPosition,
  { limits, reader, most, charge }: ReadOptions,
): Promise<RoomRead | undefined> {
  const { room, epoch, seq } = from
  const encoded = async (head: Position, content: RoomContent): Promise<RoomRead> => {
    const own = await ownReactions(log, room, reader, messagesIn(content))
    const items = encodeContent(content, own)
    const bytes = byteLength(items)
    charge(bytes)
    return { head, content, own, pins: await log.pins(room), items, bytes }
  }
  if (epoch !== undefined && seq !== undefined) {
    const { head, events, cut } = await log.resume(room, { epoch, seq }, limits.resumeEvents, most)
    if (events !== undefined) return encoded(head, { recovered: true, events })
    charge(cut ? most : 0)
    if (cut && most < RESUME_BYTES) return undefined
  }
  const page = await log.page(room, { limit: limits.historyPage, maxBytes: PAGE_BYTES })
  const { head, messages, more } = page ?? { head: await log.head(room), messages: [], more: false }
  return encoded(head, { recovered: false, messages, more })
}

/** Adds the events that were delivered while the room was read, and lets what was read stand as they leave it. */
export function withTail(read: RoomRead, delivered: readonly DurableEvent[], reader: readonly string[]): RoomRead {
  const tail = delivered.filter(event => event.seq > read.head.seq)
  const last = tail.at(-1)
  if (last === undefined) return read
  const own = tail.reduce((known, event) => ownAfter(known, event, reader), read.own)
  const content = tail.reduce(contentAfter, read.content)
  const items = encodeContent(content, own)
  const head = { epoch: read.head.epoch, seq: last.seq }
  return { head, content, own, pins: tail.reduce(foldPins, read.pins), items, bytes: byteLength(items) }
}

/** The JoinResult of a room that was joined. `rights`: the inside of an object, as `presenceJson` is one. */
export function encodeJoined(room: string, read: RoomRead, presenceJson: string, rights: string): string {
  const { head, content, items } = read
  const { recovered } = content
  const list = recovered ? `"events":[${items.join(',')}]` : `"messages":[${items.join(',')}],"more":${content.more}`
  const place = `"room":"${room}","epoch":${JSON.stringify(head.epoch)},"seq":${head.seq},"recovered":${recovered}`
  return `{${place},${list},"presence":${presenceJson},"pins":${JSON.stringify(read.pins)},${rights}}`
}

/** Of encoded objects in a list. */
export function byteLength(items: readonly string[]): number {
  return items.reduce((sum, item) => sum + Buffer.byteLength(item) + 1, 0)
}
