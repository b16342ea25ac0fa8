import type { DurableEvent } from '../../../sdk/protocol/events.ts'
import type { Message } from '../../../sdk/protocol/records.ts'
import type { PageQuery } from '../../ports/room-log.ts'
import { wireBytes } from '../../wire/encode.ts'
import type { MemoryMessage, MemoryRoom } from './room.ts'

type Bounds = Pick<PageQuery, 'limit' | 'maxBytes'>

/** The messages of a page, oldest first; undefined: there is no such message to be around. */
export function messagesOf(room: MemoryRoom, query: PageQuery): Message[] | undefined {
  const { before, after, around, at, ids } = query
  if (ids !== undefined) {
    const found = new Set(ids.map(id => room.byId(id)).filter(held => held !== undefined))
    return within(
      room,
      [...found].sort((a, b) => a.message.seq - b.message.seq),
      { ...query, limit: ids.length },
    )
  }
  if (after !== undefined) return newerMessages(room, after, query)
  if (around !== undefined) {
    const held = room.byId(around)
    return held && aroundSeq(room, held.message.seq, query)
  }
  const found = at === undefined ? undefined : firstAt(room, at)
  return found === undefined ? older(room, before ?? room.head + 1, query) : aroundSeq(room, found, query)
}

export function newerMessages(room: MemoryRoom, after: number, bounds: Bounds): Message[] {
  return within(room, upwards(room, after + 1), bounds)
}

/** From a seq to the head, as they stand. */
export function eventsOf(room: MemoryRoom, from: number): DurableEvent[] {
  const events: DurableEvent[] = []
  for (let seq = from; seq <= room.head; seq++) {
    const event = room.event(seq)
    if (event) events.push(event)
  }
  return events
}

function older(room: MemoryRoom, before: number, bounds: Bounds): Message[] {
  return within(room, downwards(room, before - 1), bounds).reverse()
}

/** The message at a seq, and as many before it as after it. */
function aroundSeq(room: MemoryRoom, seq: number, { limit, maxBytes }: Bounds): Message[] {
  const half = Math.floor((limit - 1) / 2)
  const before = half > 0 ? older(room, seq, { limit: half, maxBytes: maxBytes / 2 }) : []
  return [...before, ...newerMessages(room, seq - 1, { limit: limit - before.length, maxBytes: maxBytes / 2 })]
}

function firstAt(room: MemoryRoom, at: number): number | undefined {
  for (const { message } of upwards(room, room.first)) if (message.sentAt >= at) return message.seq
  return undefined
}

/** Those that fit, but one in any case. */
function within(room: MemoryRoom, all: Iterable<MemoryMessage>, { limit, maxBytes }: Bounds): Message[] {
  const messages: Message[] = []
  let bytes = 0
  for (const held of all) {
    if (messages.length >= limit) break
    const message = room.read(held)
    bytes += wireBytes(message)
    if (messages.length > 0 && bytes > maxBytes) break
    messages.push(message)
  }
  return messages
}

function* upwards(room: MemoryRoom, from: number): Generator<MemoryMessage> {
  for (let seq = Math.max(from, room.first); seq <= room.head; seq++) {
    const held = room.messages.get(seq)
    if (held) yield held
  }
}

function* downwards(room: MemoryRoom, from: number): Generator<MemoryMessage> {
  for (let seq = Math.min(from, room.head); seq >= room.first; seq--) {
    const held = room.messages.get(seq)
    if (held) yield held
  }
}
