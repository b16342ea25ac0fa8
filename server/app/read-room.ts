import type { DurableEvent } from '../../sdk/protocol/events.ts'
import type { Limits } from '../../sdk/protocol/limits.ts'
import type { Position } from '../../sdk/protocol/records.ts'
import type { RoomPosition } from '../../sdk/protocol/requests.ts'
import type { RoomLog } from '../ports/room-log.ts'
import { encodeEvent, encodeMessage } from '../wire/encode.ts'

/** Bytes of text in one page of messages. */
export const PAGE_BYTES = 64_000
/** More than this of missed events is not resumed: the newest page is cheaper for everyone. */
const RESUME_BYTES = 512_000

/** What a room holds for someone who joins, encoded, up to `head`. */
export interface RoomRead {
  head: Position
  recovered: boolean
  items: string[]
  bytes: number
  more: boolean
}

/** Reads what is missing after the position, or the newest page. Rejects when the log cannot be read. */
export async function readRoom(log: RoomLog, from: RoomPosition, limits: Limits): Promise<RoomRead> {
  const { room, epoch, seq } = from
  if (epoch !== undefined && seq !== undefined) {
    const { head, events } = await log.resume(room, { epoch, seq }, limits.resumeEvents)
    const items = events?.map(encodeEvent)
    const bytes = items === undefined ? 0 : byteLength(items)
    if (items !== undefined && bytes <= RESUME_BYTES) return { head, recovered: true, items, bytes, more: false }
  }
  const { head, messages, more } = await log.page(room, { limit: limits.historyPage, maxBytes: PAGE_BYTES })
  const items = messages.map(encodeMessage)
  return { head, recovered: false, items, bytes: byteLength(items), more }
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

function byteLength(items: readonly string[]): number {
  return items.reduce((sum, item) => sum + Buffer.byteLength(item) + 1, 0)
}
