import { userOf } from '../../../sdk/protocol/user-of.ts'
import type { Cells } from './cells.ts'
import { changeOf, changeRow } from './change-row.ts'
import type { RoomKeys } from './room-keys.ts'
import { heldOf, messageRow } from './room-row.ts'

/** Rows that one transaction goes through. */
const ROWS = 100

/** Nobody of these is known any more as somebody who wrote in the room. */
export function forgetAuthor(cells: Cells, keys: RoomKeys, ids: readonly string[]): void {
  for (const id of ids) cells.drop(keys.written(id))
}

/**
 * Their names go from some messages of theirs behind `after` up to `upTo`. Answers with the seq up to which that is done;
 * undefined: to the end.
 */
export function forgetNamesOfMessages(
  cells: Cells,
  keys: RoomKeys,
  ids: readonly string[],
  after: number,
  upTo: number,
): number | undefined {
  const found = ids.flatMap(id =>
    cells.sorted(keys.written(id)).range({ by: 'score', from: after + 1, to: upTo, limit: ROWS }),
  )
  const seqs = found.map(({ score }) => score).sort((a, b) => a - b)
  const some = seqs.slice(0, ROWS)
  const rows = cells.hash(keys.messages)
  rows.want(some.map(String))
  for (const seq of some) {
    const row = rows.get(String(seq))
    if (row === undefined) continue
    const held = heldOf(keys.room, seq, row)
    const { message } = held
    if (message.user.name === '') continue
    const user = userOf(message.user.id, '')
    rows.set(String(seq), messageRow({ ...held, message: { ...message, user } }))
  }
  return some.length < ROWS ? undefined : some.at(-1)
}

/** The same of changes in the places from one to another, of which there are few. */
export function forgetNamesOfChanges(
  cells: Cells,
  keys: RoomKeys,
  ids: readonly string[],
  from: number,
  to: number,
): void {
  const gone = new Set(ids)
  const rows = cells.hash(keys.changes)
  const places = Array.from({ length: to - from + 1 }, (_, at) => from + at)
  rows.want(places.map(String))
  for (const seq of places) {
    const row = rows.get(String(seq))
    if (row === undefined) continue
    const nameless = changeRow(withoutNames(changeOf(keys.room, seq, row, undefined), gone))
    if (nameless !== row) rows.set(String(seq), nameless)
  }
}

/** Places that one transaction goes through. */
export const PLACES = ROWS

type Change = ReturnType<typeof changeOf>

function withoutNames(event: Change, gone: ReadonlySet<string>): Change {
  const nameless = <U extends { id: string; name: string }>(user: U) => (gone.has(user.id) ? userOf(user.id, '') : user)
  const known = event.user ? { ...event, user: nameless(event.user) } : event
  if (known.type === 'member_changed') return { ...known, member: nameless(known.member) }
  if (known.type === 'reaction') return { ...known, users: known.users.map(nameless) }
  return known
}
