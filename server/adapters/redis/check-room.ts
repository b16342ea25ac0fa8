import type { Command, Engine } from './engine.ts'
import { messageIn, rowsIn, seqsBetween, withRows } from './message-rows.ts'
import { messageHead } from './room-row.ts'
import { CHANGES_KEPT } from './room-rows.ts'
import type { RoomView, RoomViews } from './room-views.ts'

/** Messages of one step. */
const MESSAGES = 200
/** Tries of what may only look wrong because it was written meanwhile. */
const TRIES = 3

/** Counts what is said of messages that cannot be, by what it is. */
class Faults {
  readonly #counts = new Map<string, number>()

  add(what: string, holds: boolean): void {
    if (!holds) this.#counts.set(what, (this.#counts.get(what) ?? 0) + 1)
  }

  inWords(room: string): string[] {
    return [...this.#counts].map(([what, count]) => `In the room ${room} ${count} ${what}.`)
  }
}

/** What is wrong with a room, in sentences, and how many messages it has. Nodes may write meanwhile. */
export async function checkRoom(
  engine: Engine,
  views: RoomViews,
  room: string,
): Promise<{ faults: string[]; messages: number }> {
  let found = await checkOnce(engine, views, room)
  for (let tries = 1; tries < TRIES && found.faults.length > 0; tries++) {
    const again = await checkOnce(engine, views, room)
    // only what is wrong each time is
    found = { ...again, faults: again.faults.filter(fault => found.faults.includes(fault)) }
  }
  return found
}

async function checkOnce(engine: Engine, views: RoomViews, room: string) {
  const keys = views.keys(room)
  const faults = new Faults()
  const counted = await views.read(room, [
    ['ZCARD', keys.order],
    ['HLEN', keys.messages],
    ['HLEN', keys.ids],
    ['ZCARD', keys.pins],
    ['HGET', keys.meta, 'c'],
  ])
  const [messages, rows, ids, pins, wholeFrom] = counted.replies as [number, number, number, number, string | null]
  faults.add('counts of messages differ: their rows are not as many as their places', rows === messages)
  faults.add('counts of messages differ: their ids are not as many as their places', ids === messages)
  let pinned = 0
  for (let after = 0; ; ) {
    const view = await views.read(room, withRows(keys, seqsBetween(keys.order, `(${after}`, '+inf', MESSAGES), 0))
    const [seqs] = view.replies as [string[]]
    pinned += await checkPage(engine, views, room, view, faults)
    if (seqs.length < MESSAGES) break
    after = Number(seqs.at(-1))
  }
  faults.add('counts of pins differ from the messages that are pinned', pinned === pins)
  await checkPlaces(views, room, Number(wholeFrom ?? 1), faults)
  return { faults: faults.inWords(room), messages }
}

/** How many of them are pinned. */
async function checkPage(
  engine: Engine,
  views: RoomViews,
  room: string,
  { replies, first, head }: RoomView,
  faults: Faults,
): Promise<number> {
  const { ids, pins, tag, reacted, written } = views.keys(room)
  const [seqs, rows] = replies as [string[], (string | null)[]]
  for (const row of rows) faults.add('messages have no row', row !== null)
  const found = rowsIn([seqs, rows, replies[2] ?? []])
  const asked: Command[] = []
  const expected: ((reply: unknown) => void)[] = []
  const expect = (command: Command, what: string, holds: (reply: unknown) => boolean) => {
    asked.push(command)
    expected.push(reply => faults.add(what, holds(reply)))
  }
  let pinned = 0
  for (const each of found) {
    const { seq, row, answered } = each
    const message = messageIn(room, each)
    const { quoted, rev } = messageHead(row)
    faults.add('messages have changed after the last event', rev <= head.seq && seq <= head.seq)
    faults.add('deleted messages still say something', !message.deleted || (message.text === '' && !message.reactions))
    const isGone = quoted === undefined || quoted === 0 || quoted < first || answered !== null
    faults.add('messages answer some that never were', isGone)
    expect(['HGET', ids, message.id], 'messages are not found by their ids', reply => reply === String(seq))
    expect(
      ['ZSCORE', written(message.user.id), String(seq)],
      'messages are not among those of their authors',
      reply =>
        // a name that is gone is sought no longer
        reply !== null || message.user.name === '',
    )
    if (message.pinned) pinned++
    if (message.pinned)
      expect(['ZSCORE', pins, message.id], 'pinned messages are not among the pins', reply => reply !== null)
    for (const { emoji, count } of message.reactions ?? [])
      expect(['ZCARD', reacted(seq, emoji)], 'messages show other reactions than there are', reply => reply === count)
  }
  if (asked.length > 0) {
    const view = await engine.view(tag, asked)
    for (const [at, reply] of view.replies.entries()) expected[at]?.(reply)
  }
  return pinned
}

/** Among the newest places each has a message or a change. */
async function checkPlaces(views: RoomViews, room: string, wholeFrom: number, faults: Faults): Promise<void> {
  const { changes, messages } = views.keys(room)
  const { head, first } = await views.read(room, [])
  const from = Math.max(first, wholeFrom, head.seq - CHANGES_KEPT + 1)
  for (let begin = from; begin <= head.seq; begin += MESSAGES) {
    const places = Array.from({ length: Math.min(MESSAGES, head.seq - begin + 1) }, (_, at) => String(begin + at))
    const view = await views.read(room, [
      ['HMGET', changes, ...places],
      ['HMGET', messages, ...places],
    ])
    const [of, texts] = view.replies as (string | null)[][]
    const oldest = Math.max(view.first, view.head.seq - CHANGES_KEPT + 1)
    for (const [at, place] of places.entries())
      if (Number(place) >= oldest) faults.add('places among the newest hold nothing', !!of?.[at] !== !!texts?.[at])
  }
}
