import type { Message } from '../../../sdk/protocol/records.ts'
import type { Page, PageQuery } from '../../ports/room-log.ts'
import type { Command } from './engine.ts'
import { rowsIn, seqsBetween, within, withRows } from './message-rows.ts'
import { seqAtTime } from './room-times.ts'
import type { RoomView, RoomViews } from './room-views.ts'

interface Found extends RoomView {
  messages: Message[]
}

/** A page of history: one question, where the place to be around is no other one. */
export async function readPage(views: RoomViews, room: string, query: PageQuery): Promise<Page | undefined> {
  const found = await messagesOf(views, room, query)
  if (found === undefined) return undefined
  const { head, messages, replies } = found
  const [[oldest], [newest]] = replies.slice(-2) as [string[], string[]]
  const { before, after } = query
  const end = before ?? (after === undefined ? head.seq : after) + 1
  const first = messages[0]?.seq ?? end
  const last = messages.at(-1)?.seq ?? end - 1
  return {
    head,
    messages,
    more: oldest !== undefined && first > Number(oldest),
    newer: newest !== undefined && Number(newest) > last,
  }
}

async function messagesOf(views: RoomViews, room: string, query: PageQuery): Promise<Found | undefined> {
  const { before, after, around, at, ids } = query
  if (ids !== undefined) return byIds(views, room, ids, query)
  if (after !== undefined) return newer(views, room, after, query)
  if (around !== undefined) {
    const { messages } = await byIds(views, room, [around], { limit: 1, maxBytes: 0 })
    const seq = messages[0]?.seq
    return seq === undefined ? undefined : aroundSeq(views, room, seq, query)
  }
  const found = at === undefined ? undefined : await seqAtTime(views, room, at)
  // it may have gone meanwhile
  const page = found === undefined ? undefined : await aroundSeq(views, room, found, query)
  return page ?? older(views, room, before, query)
}

type Bounds = Pick<PageQuery, 'limit' | 'maxBytes'>

async function byIds(views: RoomViews, room: string, ids: readonly string[], { maxBytes }: Bounds): Promise<Found> {
  const keys = views.keys(room)
  const asked = ids.length > 0 ? withRows(keys, ['HMGET', keys.ids, ...ids], 0) : []
  const view = await views.read(room, [...asked, ...ends(views, room)])
  const rows = new Map(asked.length > 0 ? rowsIn(view.replies).map(row => [row.seq, row]) : [])
  const sorted = [...rows.values()].sort((one, other) => one.seq - other.seq)
  return { ...view, messages: within(room, sorted, { limit: ids.length, maxBytes }).messages }
}

async function newer(views: RoomViews, room: string, after: number, bounds: Bounds): Promise<Found> {
  const keys = views.keys(room)
  const seqs = seqsBetween(keys.order, `(${after}`, '+inf', bounds.limit)
  const view = await views.read(room, [...withRows(keys, seqs, 0), ...ends(views, room)])
  return { ...view, messages: within(room, rowsIn(view.replies), bounds).messages }
}

async function older(views: RoomViews, room: string, before: number | undefined, bounds: Bounds): Promise<Found> {
  const keys = views.keys(room)
  const seqs = seqsBetween(keys.order, before === undefined ? '+inf' : `(${before}`, '-inf', bounds.limit, true)
  const view = await views.read(room, [...withRows(keys, seqs, 0), ...ends(views, room)])
  return { ...view, messages: within(room, rowsIn(view.replies), bounds).messages.reverse() }
}

/** The message at a seq, and as many before it as after it; undefined: it is not there. */
async function aroundSeq(
  views: RoomViews,
  room: string,
  seq: number,
  { limit, maxBytes }: Bounds,
): Promise<Found | undefined> {
  const keys = views.keys(room)
  const half = Math.max(0, Math.floor((limit - 1) / 2))
  const view = await views.read(room, [
    ...withRows(keys, seqsBetween(keys.order, `(${seq}`, '-inf', half, true), 0),
    ...withRows(keys, seqsBetween(keys.order, String(seq), '+inf', limit), 3),
    ...ends(views, room),
  ])
  const [before, behind] = [rowsIn(view.replies), rowsIn(view.replies, 3)]
  if (behind[0]?.seq !== seq) return undefined
  const bounds = { limit: half, maxBytes: maxBytes / 2 }
  const older = within(room, before, bounds).messages.reverse()
  const rest = within(room, behind, { ...bounds, limit: limit - older.length }).messages
  return { ...view, messages: [...older, ...rest] }
}

/** The oldest message that is held, and the newest. */
function ends(views: RoomViews, room: string): Command[] {
  const { order } = views.keys(room)
  return [
    ['ZRANGE', order, '0', '0'],
    ['ZRANGE', order, '-1', '-1'],
  ]
}
