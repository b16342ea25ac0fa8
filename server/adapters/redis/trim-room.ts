import type { Cells } from './cells.ts'
import { inParts } from './hash-cells.ts'
import type { RoomKeys } from './room-keys.ts'
import { RoomReactions } from './room-reactions.ts'
import { heldOf } from './room-row.ts'
import { CHANGES_KEPT } from './room-rows.ts'

/** Messages that go in one step. */
export const TRIMMED_AT_ONCE = 100

/**
 * The messages up to a seq go, at most so many, and all that belongs to them, but never their seqs; `head`: the room had come so
 * far at least. From the seq on that it answers with everything is held that is.
 */
export function trimRoom(cells: Cells, keys: RoomKeys, upTo: number, head: number): number {
  const { messages, changes, order, ids, pins, meta } = keys
  const range = { by: 'score', limit: TRIMMED_AT_ONCE + 1 } as const
  const oldest = cells
    .sorted(order)
    .range(range)
    .map(({ score }) => score)
  const going = oldest.slice(0, TRIMMED_AT_ONCE).filter(seq => seq <= upTo)
  cells.hash(messages).want(going.map(String))
  const reactions = new RoomReactions(cells, keys)
  for (const seq of going) {
    const row = cells.hash(messages).get(String(seq))
    if (row === undefined) continue
    const { message } = heldOf(keys.room, seq, row)
    reactions.clear(message)
    cells.hash(ids).delete(message.id)
    cells.sorted(keys.written(message.user.id)).delete(String(seq))
    if (message.pinned) cells.sorted(pins).delete(message.id)
    cells.hash(messages).delete(String(seq))
    cells.sorted(order).delete(String(seq))
  }
  const first = oldest[going.length] ?? head + 1
  if (going.length === 0) return first
  const began = Number(cells.hash(meta).get('f') ?? 1)
  cells.hash(meta).set('f', String(first))
  const from = Math.max(began, first - CHANGES_KEPT)
  const gone = Array.from({ length: first - from }, (_, at) => String(from + at))
  for (const command of inParts('HDEL', changes, gone)) cells.beside(command)
  return first
}
