import type { DurableEvent } from '../../../sdk/protocol/events.ts'
import type { Position, User } from '../../../sdk/protocol/records.ts'
import { usersIn } from '../../../sdk/protocol/user-of.ts'
import type { Changes, ChangesQuery, OwnReactions, Page, PageQuery, Resumed } from '../../ports/room-log.ts'
import type { Recent } from '../../ports/store.ts'
import { wireBytes } from '../../wire/encode.ts'
import type { SqliteDatabase } from './module.ts'
import { prepareReads } from './read-statements.ts'
import type { SqliteRoom, SqliteRooms } from './rooms.ts'
import { type ChangeRow, changeOf, encodedMessageOf, merged, type QuotingRow, quotingMessageOf } from './rows.ts'

/** A message as it stands, encoded. */
interface Encoded {
  seq: number
  text: string
}

export type EncodedPage = Omit<Page, 'messages'> & { texts: string[] }
export type EncodedChanges = Omit<Changes, 'messages'> & { texts: string[] }

/** Places that one answer looks at for changes. */
const PLACES = 1_000

/** What is read of the rooms of a database, each time as one view. */
export class SqliteReads {
  readonly #rooms: SqliteRooms
  readonly #statements: ReturnType<typeof prepareReads>

  constructor(database: SqliteDatabase, rooms: SqliteRooms) {
    this.#rooms = rooms
    this.#statements = prepareReads(database)
  }

  head(room: string): Position {
    return this.#rooms.position(this.#rooms.of(room))
  }

  resume(name: string, { epoch, seq }: Position, limit: number, maxBytes = Number.POSITIVE_INFINITY): Resumed {
    const room = this.#rooms.of(name)
    const head = this.#rooms.position(room)
    const missing = room.head - seq
    const oldest = Math.max(room.first, room.changesFirst)
    const known = epoch === room.epoch && Number.isInteger(seq) && seq >= oldest - 1 && missing >= 0
    if (!known || missing > limit) return { head, events: undefined }
    const events: DurableEvent[] = []
    let bytes = 0
    for (const event of missing > 0 ? this.#after(room, seq) : []) {
      bytes += wireBytes(event)
      if (bytes > maxBytes) return { head, events: undefined, cut: true }
      events.push(event)
    }
    return { head, events }
  }

  recent(name: string, limit: number, maxBytes: number): Recent {
    const room = this.#rooms.of(name)
    const oldest = Math.max(room.first, room.changesFirst, room.head - limit + 1)
    const events: DurableEvent[] = []
    let bytes = 0
    for (const event of this.#before(room, room.head + 1, oldest)) {
      bytes += wireBytes(event)
      if (events.length > 0 && bytes > maxBytes) break
      events.push(event)
    }
    const pins = this.#statements.pins.all(room.id ?? 0) as { id: string }[]
    return {
      head: this.#rooms.position(room),
      first: this.#oldest(room),
      events: events.reverse(),
      pins: pins.map(({ id }) => id),
    }
  }

  /** The messages encoded: their objects would take as long again to come from one thread to another. */
  page(name: string, query: PageQuery): EncodedPage | undefined {
    const room = this.#rooms.of(name)
    const rows = this.#messages(room, query)
    if (rows === undefined) return undefined
    const end = query.before ?? (query.after === undefined ? room.head : query.after) + 1
    const first = rows[0]?.seq ?? end
    const last = rows.at(-1)?.seq ?? end - 1
    const more = first > room.first && first > this.#oldest(room)
    const newer =
      last < room.head && this.#statements.seqAfter.get(room.id ?? 0, Math.max(last, room.first - 1)) !== undefined
    return { head: this.#rooms.position(room), texts: textsOf(rows), more, newer }
  }

  changes(name: string, { since, from, to, after, limit, maxBytes }: ChangesQuery): EncodedChanges {
    const room = this.#rooms.of(name)
    const begin = Math.max(from - 1, after)
    const end = Math.min(to, begin + PLACES)
    const rows = this.#statements.changed.iterate(room.id ?? 0, Math.max(begin, room.first - 1), end, since, since)
    const { found, more } = this.#within(room, rows, limit, maxBytes)
    const last = end < Math.min(to, room.head) ? end : undefined
    const next = more ? found.at(-1)?.seq : last
    return { head: this.#rooms.position(room), texts: textsOf(found), next, trimmed: from < room.first || undefined }
  }

  ownReactions(name: string, user: string, from: number, to: number): OwnReactions {
    const room = this.#rooms.of(name)
    const own = new Map<number, string[]>()
    const rows = this.#statements.own.all(room.id ?? 0, user, from, to) as { target: number; emoji: string }[]
    for (const { target, emoji } of rows) own.set(target, [...(own.get(target) ?? []), emoji])
    return own
  }

  /** All that a room holds, oldest first, with everybody who reacted. */
  *all(name: string): Generator<DurableEvent> {
    const room = this.#rooms.of(name)
    for (const event of this.#after(room, room.first - 1)) {
      if (event.type !== 'new_message' || event.reactions === undefined) yield event
      else
        yield {
          ...event,
          reactions: event.reactions.map(each => ({ ...each, users: this.#reactors(room, event.seq, each.emoji) })),
        }
    }
  }

  /** The seq of the oldest message that is held, which events of the room may precede; above the head: none is. */
  #oldest(room: SqliteRoom): number {
    const row = this.#statements.seqAfter.get(room.id ?? 0, room.first - 1) as { seq: number } | undefined
    return row?.seq ?? room.head + 1
  }

  #reactors(room: SqliteRoom, seq: number, emoji: string): User[] {
    return usersIn(this.#statements.reactors.all(room.id ?? 0, seq, emoji))
  }

  #messages(room: SqliteRoom, query: PageQuery): Encoded[] | undefined {
    const { before, after, around, at, ids, limit, maxBytes } = query
    if (ids !== undefined) return this.#byIds(room, ids, maxBytes)
    if (after !== undefined) return this.#newer(room, after, limit, maxBytes)
    if (around !== undefined) {
      const seq = this.#seqOf(room, around)
      return seq === undefined ? undefined : this.#around(room, seq, query)
    }
    const found = at === undefined ? undefined : this.#firstAt(room, at)
    return found === undefined ? this.#older(room, before, limit, maxBytes) : this.#around(room, found, query)
  }

  #older(room: SqliteRoom, before = Number.POSITIVE_INFINITY, limit: number, maxBytes: number): Encoded[] {
    const end = Math.min(before, room.head + 1)
    const rows = this.#statements.before.iterate(room.id ?? 0, end, room.first, limit)
    return this.#within(room, rows, limit, maxBytes).found.reverse()
  }

  #newer(room: SqliteRoom, after: number, limit: number, maxBytes: number): Encoded[] {
    const begin = Math.max(after, room.first - 1)
    return this.#within(room, this.#statements.after.iterate(room.id ?? 0, begin, limit), limit, maxBytes).found
  }

  /** The message at a seq, and as many before it as after it. */
  #around(room: SqliteRoom, seq: number, { limit, maxBytes }: PageQuery): Encoded[] {
    const half = Math.floor((limit - 1) / 2)
    const older = half > 0 ? this.#older(room, seq, half, maxBytes / 2) : []
    return [...older, ...this.#newer(room, seq - 1, limit - older.length, maxBytes / 2)]
  }

  #byIds(room: SqliteRoom, ids: readonly string[], maxBytes: number): Encoded[] {
    const seqs = new Set(ids.map(id => this.#seqOf(room, id)).filter(seq => seq !== undefined))
    const rows = [...seqs].sort((a, b) => a - b).map(seq => this.#statements.one.get(room.id ?? 0, seq))
    return this.#within(room, rows, ids.length, maxBytes).found
  }

  /** Those that fit, but one in any case. `more`: one did not. */
  #within(room: SqliteRoom, rows: Iterable<unknown>, limit: number, maxBytes: number) {
    const found: Encoded[] = []
    let bytes = 0
    for (const row of rows) {
      const text = encodedMessageOf(room, row as QuotingRow)
      bytes += Buffer.byteLength(text) + 1
      if (found.length >= limit || (found.length > 0 && bytes > maxBytes)) return { found, more: true }
      found.push({ seq: (row as QuotingRow).seq, text })
    }
    return { found, more: false }
  }

  #seqOf(room: SqliteRoom, messageId: string): number | undefined {
    const row = this.#statements.seqOf.get(room.id ?? 0, messageId) as { seq: number } | undefined
    return row && row.seq >= room.first ? row.seq : undefined
  }

  /** By halves: times rise with the seqs, but where a clock was set back. */
  #firstAt(room: SqliteRoom, at: number): number | undefined {
    const look = (seq: number) =>
      this.#statements.seqAfter.get(room.id ?? 0, seq - 1) as { seq: number; sentAt: number } | undefined
    let [low, high] = [room.first, room.head + 1]
    while (low < high) {
      const middle = Math.floor((low + high) / 2)
      const row = look(middle)
      if (row === undefined || row.sentAt >= at) high = middle
      else low = row.seq + 1
    }
    return look(low)?.seq
  }

  #after(room: SqliteRoom, seq: number): Iterable<DurableEvent> {
    const { eventsAfter, changesAfter } = this.#statements
    const { id } = room
    // an iterator takes longer than to know that nothing was ever written
    if (id === undefined) return []
    const messages = asEvents(room, eventsAfter.iterate(id, seq))
    if (!room.hasChanges) return messages
    const changes = changesAfter.iterate(id, Math.max(seq, room.changesFirst - 1))
    return merged<DurableEvent>(messages, asChanges(room, changes), 1)
  }

  #before(room: SqliteRoom, seq: number, first: number): Iterable<DurableEvent> {
    const { before, changesBefore } = this.#statements
    const { id } = room
    if (id === undefined) return []
    const messages = asEvents(room, before.iterate(id, seq, first, -1))
    if (!room.hasChanges) return messages
    return merged<DurableEvent>(messages, asChanges(room, changesBefore.iterate(id, seq, first)), -1)
  }
}

function textsOf(rows: readonly Encoded[]): string[] {
  return rows.map(({ text }) => text)
}

function* asEvents(room: SqliteRoom, rows: Iterable<unknown>): Generator<DurableEvent> {
  for (const row of rows) yield { type: 'new_message', ...quotingMessageOf(room, row as QuotingRow) }
}

function* asChanges(room: SqliteRoom, rows: Iterable<unknown>): Generator<DurableEvent> {
  for (const row of rows) yield changeOf(room, row as ChangeRow)
}
