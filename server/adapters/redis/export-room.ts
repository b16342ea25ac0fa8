import type { DurableEvent } from '../../../sdk/protocol/events.ts'
import type { Message, User } from '../../../sdk/protocol/records.ts'
import { userOf } from '../../../sdk/protocol/user-of.ts'
import { changeOf } from './change-row.ts'
import type { Command, Engine } from './engine.ts'
import { messageIn, rowsIn, seqsBetween, withRows } from './message-rows.ts'
import { TAGS } from './partitions.ts'
import { roomsKey } from './room-keys.ts'
import { ownEmojiOf } from './room-reactions.ts'
import { heldOf } from './room-row.ts'
import { CHANGES_KEPT } from './room-rows.ts'
import type { RoomViews } from './room-views.ts'
import { asWord, ofWord } from './words.ts'

/** Messages of one step. */
const MESSAGES = 200
/** Names of one step. */
const NAMES = 500

/** The names of all rooms that hold anything, those of one part behind those of another. */
export async function* allRooms(engine: Engine, prefix: string): AsyncGenerator<string> {
  for (const tag of TAGS)
    for (let after: string | undefined = ''; after !== undefined; ) {
      const begin: string = after === '' ? '-' : `(${after}`
      const range = ['ZRANGE', roomsKey(prefix, tag), begin, '+', 'BYLEX', 'LIMIT', '0', String(NAMES)]
      const { replies } = await engine.view(tag, [range])
      const names = replies[0] as string[]
      yield* names
      after = names.length < NAMES ? undefined : names.at(-1)
    }
}

/** All that a room holds, oldest first, with everybody who reacted; each part as of one moment. */
export async function* allEvents(engine: Engine, views: RoomViews, room: string): AsyncGenerator<DurableEvent> {
  const { order } = views.keys(room)
  for (let after = 0; ; ) {
    const seqs = seqsBetween(order, `(${after}`, '+inf', MESSAGES)
    const { head, replies } = await views.read(room, withRows(views.keys(room), seqs, 0))
    const rows = rowsIn(replies)
    const isLast = rows.length < MESSAGES
    const upTo = isLast ? head.seq : (rows.at(-1)?.seq ?? head.seq)
    const messages = rows.map(row => messageIn(room, row))
    const whole = await withAllReactions(engine, views, room, messages)
    const changes = await changesIn(views, room, Math.max(after, head.seq - CHANGES_KEPT), upTo)
    const all = [...whole.map((message): DurableEvent => ({ type: 'new_message', ...message })), ...changes]
    yield* all.sort((one, other) => one.seq - other.seq)
    if (isLast) return
    after = upTo
  }
}

async function changesIn(views: RoomViews, room: string, after: number, upTo: number): Promise<DurableEvent[]> {
  if (upTo <= after) return []
  const { changes, messages } = views.keys(room)
  const places = Array.from({ length: upTo - after }, (_, at) => String(after + 1 + at))
  const found: DurableEvent[] = []
  for (let at = 0; at < places.length; at += NAMES) {
    const some = places.slice(at, at + NAMES)
    const { replies } = await views.read(room, [
      ['HMGET', changes, ...some],
      ['@QUOTED', messages, '0'],
    ])
    const [rows, targets] = replies as (string | null)[][]
    for (const [n, seq] of some.entries()) {
      const [row, target] = [rows?.[n], targets?.[n]]
      if (row) found.push(changeOf(room, Number(seq), row, target ? heldOf(room, 0, target).message : undefined))
    }
  }
  return found
}

/** A message shows three of each emoji. */
async function withAllReactions(
  engine: Engine,
  views: RoomViews,
  room: string,
  messages: Message[],
): Promise<Message[]> {
  const keys = views.keys(room)
  const whole: Message[] = []
  for (const message of messages) {
    const { seq, reactions } = message
    if (!reactions?.some(({ count, users }) => count > users.length)) {
      whole.push(message)
      continue
    }
    const asked = reactions.map(({ emoji }): Command => ['ZRANGE', keys.reacted(seq, emoji), '0', '-1'])
    const { replies } = await engine.view(keys.tag, [...asked, ['HGETALL', keys.reactors(seq)]])
    const names = namesIn(replies.at(-1) as string[])
    const all = reactions.map((reaction, at) => {
      const users = (replies[at] as string[]).map((word): User => {
        const own = names.get(word) ?? {}
        return userOf(ofWord(word), own[reaction.emoji] ?? '')
      })
      return users.length > 0 ? { ...reaction, count: users.length, users } : reaction
    })
    whole.push({ ...message, reactions: all })
  }
  return whole
}

function namesIn(flat: readonly string[]): Map<string, ReturnType<typeof ownEmojiOf>> {
  const names = new Map<string, ReturnType<typeof ownEmojiOf>>()
  for (let at = 0; at < flat.length; at += 2) names.set(asWord(ofWord(flat[at] as string)), ownEmojiOf(flat[at + 1]))
  return names
}
