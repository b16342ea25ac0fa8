import type { DurableEvent } from '../../../sdk/protocol/events.ts'
import type { Limits } from '../../../sdk/protocol/limits.ts'
import type { Position } from '../../../sdk/protocol/records.ts'
import type { RoomPosition } from '../../../sdk/protocol/requests.ts'
import type { RoomLog } from '../../ports/room-log.ts'
import { encodeEvent, encodeMessage } from '../../wire/encode.ts'

/** One page of messages, in bytes of the wire. */
export const PAGE_BYTES = 64_000
/** More than this of missed events is not resumed: the newest page is cheaper for everyone. */
export const RESUME_BYTES = 512_000

/** What a room holds for someone who joins, encoded, up to `head`. */
export interface RoomRead {
  head: Position
  recovered: boolean
  items: string[]
  bytes: number
  more: boolean
}

/**
 * Reads what is missing after the position, or the newest page; undefined when what is missing could be resumed, but not
 * within `most` bytes. Rejects when the log cannot be read. `charge` is told what was read.
 */
export async function readRoom(
  log: RoomLog,
  from: RoomPosition,
  { limits, most, charge }: { limits: Limits; most: number; charge: (bytes: number) => void },
): Promise<RoomRead | undefined> {
  const { room, epoch, seq } = from
  if (epoch !== undefined && seq !== undefined) {
    const { head, events, cut } = await log.resume(room, { epoch, seq }, limits.resumeEvents, most)
    const items = events?.map(encodeEvent)
    const bytes = cut ? most : byteLength(items ?? [])
    charge(bytes)
    if (items !== undefined) return { head, recovered: true, items, bytes, more: false }
    if (cut && most < RESUME_BYTES) return undefined
  }
  const { head, messages, more } = await log.page(room, { limit: limits.historyPage, maxBytes: PAGE_BYTES })
  const items = messages.map(encodeMessage)
  const bytes = byteLength(items)
  charge(bytes)
  return { head, recovered: false, items, bytes, more }
}

/** Adds the events that were delivered while the room was read. */
export function withTail(read: RoomRead, delivered: readonly DurableEvent[]): RoomRead {
  const tail = delivered.filter(event => event.seq > read.head.seq)
  const last = tail.at(-1)
  if (last === undefined) return read
  const items = tail.map(event => (read.recovered ? encodeEvent(event) : encodeMessage(event)))
  return {
    ...read,
    head: { epoch: read.head.epoch, seq: last.seq },
    items: [...read.items, ...items],
    bytes: read.bytes + byteLength(items),
  }
}

/** The JoinResult of a room that was joined. */
export function encodeJoined(room: string, read: RoomRead, presenceJson: string): string {
  const { head, recovered, items, more } = read
  const content = recovered ? `"events":[${items.join(',')}]` : `"messages":[${items.join(',')}],"more":${more}`
  const place = `"room":"${room}","epoch":${JSON.stringify(head.epoch)},"seq":${head.seq},"recovered":${recovered}`
  return `{${place},${content},"presence":${presenceJson}}`
}

/** Of encoded objects in a list. */
export function byteLength(items: readonly string[]): number {
  return items.reduce((sum, item) => sum + Buffer.byteLength(item) + 1, 0)
}
