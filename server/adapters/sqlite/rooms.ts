import { createHash } from 'node:crypto'
import type { Position } from '../../../sdk/protocol/records.ts'
import { BoundedMap } from '../../core/bounded-map.ts'
import { Meta } from './meta.ts'
import type { SqliteDatabase } from './module.ts'

/** A room as it stands in the database; one that holds nothing yet has no id. */
export interface SqliteRoom {
  readonly name: string
  readonly epoch: string
  id: number | undefined
  /** The oldest seq that is held; above the head: none is. */
  first: number
  head: number
}

const MOST = 20_000

/** What is known of the rooms of a database, as of the last commit. */
export class SqliteRooms {
  readonly #database: SqliteDatabase
  readonly #known = new BoundedMap<SqliteRoom>(MOST)
  readonly #find
  readonly #add
  #seed: string

  constructor(database: SqliteDatabase) {
    this.#database = database
    this.#find = database.prepare(
      'SELECT id, turn, first, (SELECT max(seq) FROM events WHERE room = rooms.id) AS head FROM rooms WHERE name = ?',
    )
    this.#add = database.prepare('INSERT INTO rooms (name) VALUES (?) RETURNING id')
    this.#seed = seedOf(database)
  }

  of(name: string): SqliteRoom {
    const known = this.#known.get(name)
    if (known) return known
    const row = this.#find.get(name) as { id: number; turn: number; first: number; head: number | null } | undefined
    const room = {
      name,
      epoch: epochOf(this.#seed, name, row?.turn ?? 0),
      id: row?.id,
      first: row?.first ?? 1,
      head: row?.head ?? 0,
    }
    this.#known.set(name, room)
    return room
  }

  position({ epoch, head }: SqliteRoom): Position {
    return { epoch, seq: head }
  }

  /** Within a transaction. */
  idOf(room: SqliteRoom): number {
    room.id ??= (this.#add.get(room.name) as { id: number }).id
    return room.id
  }

  /** After a transaction that failed, or a change of epochs. */
  invalidate(): void {
    this.#known.clear()
    this.#seed = seedOf(this.#database)
  }
}

function seedOf(database: SqliteDatabase): string {
  const meta = new Meta(database)
  return `${meta.get('key')} ${meta.get('generation')}`
}

/** Not kept for rooms without messages, and yet the same each time. */
function epochOf(seed: string, room: string, turn: number): string {
  return createHash('sha256').update(`${seed} ${turn} ${room}`).digest('base64url').slice(0, 16)
}
