import type { SqliteDatabase } from './module.ts'
import type { SqliteRoom, SqliteRooms } from './rooms.ts'

/** Between two looks at all rooms there is a part of the shortest time for which anything is kept, and at most so long. ms. */
const PART = 50
const MOST_MS = 3_600_000

/** For how long things are kept, in ms, and how many messages of a room; undefined: for ever, and all. */
interface Kept {
  readonly ageMs: number | undefined
  readonly messages: number | undefined
  readonly dedupeMs: number
}

/** A room to look at. */
interface Turn {
  room: SqliteRoom
  /** It has had its turn; before, it is the next one again. */
  end(): void
}

/**
 * Which rooms are looked at for what is old in them: those that were written to, and seldom all of them, for what only time
 * makes old. What is only looked at is not kept in memory.
 */
export class TrimTurns {
  readonly #rooms: SqliteRooms
  readonly #everyMs: number
  readonly #find
  #written: string[] = []
  /** Of the look at all rooms: those up to this id have had their turn. Undefined: there is none now. */
  #cursor: number | undefined
  /** When that began last. ms since the Unix epoch. */
  #allAt = Number.NEGATIVE_INFINITY
  #resting = true

  constructor(database: SqliteDatabase, rooms: SqliteRooms, { ageMs, messages, dedupeMs }: Kept) {
    this.#rooms = rooms
    this.#everyMs = Math.min(MOST_MS, (ageMs ?? dedupeMs) / PART, dedupeMs / PART)
    // where messages stay, only rooms with changes are looked at
    this.#find = database.prepare(
      ageMs === undefined && messages === undefined
        ? 'SELECT id, name FROM rooms WHERE id = (SELECT min(room) FROM changes WHERE room > ?)'
        : 'SELECT id, name FROM rooms WHERE id > ? ORDER BY id LIMIT 1',
    )
  }

  /** Undefined: for now all that are due have had their turn. */
  next(now: number): Turn | undefined {
    // not before the others had theirs: there may always be one that was just written to
    if (this.#resting) this.#begin(now)
    const turn = this.#nextWritten() ?? this.#nextOfAll()
    this.#resting = turn === undefined
    return turn
  }

  #begin(now: number): void {
    const written = this.#rooms.takeWritten()
    this.#written = written ?? []
    // also where the clock was set back
    if (written !== undefined && Math.abs(now - this.#allAt) < this.#everyMs) return
    this.#allAt = now
    this.#cursor = 0
  }

  #nextWritten(): Turn | undefined {
    const name = this.#written.at(-1)
    return name === undefined ? undefined : { room: this.#rooms.glance(name), end: () => void this.#written.pop() }
  }

  #nextOfAll(): Turn | undefined {
    if (this.#cursor === undefined) return undefined
    const found = this.#find.get(this.#cursor) as { id: number; name: string } | undefined
    if (found === undefined) {
      this.#cursor = undefined
      return undefined
    }
    const end = () => {
      this.#cursor = found.id
    }
    return { room: this.#rooms.glance(found.name), end }
  }
}
