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
  /** The seq of the oldest message that is held; above the head: none is. */
  first: number
  /** From this seq on every change is held. */
  changesFirst: number
  head: number
  /** Some of its events are changes. */
  hasChanges: boolean
}

interface RoomRow {
  id: number
  epoch_count: number
  first: number
  changes_first: number
  written: number | null
  changed: number | null
}

const MOST = 20_000
/** Rooms of which it is known that they were written to; beyond, all of them may have been. */
const MOST_WRITTEN = 20_000

/** What is known of the rooms of a database, as of the last commit. */
export class SqliteRooms {
  readonly #meta: Meta
  readonly #known = new BoundedMap<SqliteRoom>(MOST)
  readonly #find
  readonly #add
  #seed: string
  #written = new Set<string>()

  constructor(database: SqliteDatabase) {
    this.#meta = new Meta(database)
    this.#find = database.prepare(
      `SELECT id, epoch_count, first, changes_first, (SELECT max(seq) FROM messages WHERE room = rooms.id) AS written,
         (SELECT max(seq) FROM changes WHERE room = rooms.id) AS changed
       FROM rooms WHERE name = ?`,
    )
    this.#add = database.prepare('INSERT INTO rooms (name) VALUES (?) RETURNING id')
    this.#seed = seedOf(this.#meta)
  }

  of(name: string): SqliteRoom {
    const known = this.#known.get(name)
    if (known) return known
    const room = this.glance(name)
    this.keep(room)
    return room
  }

  /** The same for one look at many: what is not known anyway is not kept, unless by `keep` in the same turn. */
  glance(name: string): SqliteRoom {
    const known = this.#known.get(name)
    if (known) return known
    const row = this.#find.get(name) as RoomRow | undefined
    return {
      name,
      epoch: epochOf(this.#seed, name, row?.epoch_count ?? 0),
      id: row?.id,
      first: row?.first ?? 1,
      changesFirst: row?.changes_first ?? 1,
      head: Math.max(row?.written ?? 0, row?.changed ?? 0),
      hasChanges: (row?.changed ?? 0) > 0,
    }
  }

  keep(room: SqliteRoom): void {
    if (this.#known.get(room.name) !== room) this.#known.set(room.name, room)
  }

  /** An event was added to it. */
  wrote({ name }: SqliteRoom): void {
    if (this.#written.size <= MOST_WRITTEN) this.#written.add(name)
  }

  /** To which events were added since this was asked last; undefined: it may be any. */
  takeWritten(): string[] | undefined {
    const written = [...this.#written]
    this.#written.clear()
    return written.length > MOST_WRITTEN ? undefined : written
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
    this.#seed = seedOf(this.#meta)
  }
}

function seedOf(meta: Meta): string {
  return `${meta.get('key')} ${meta.get('generation')}`
}

/** Not kept for rooms without messages, and yet the same each time. */
function epochOf(seed: string, room: string, count: number): string {
  return createHash('sha256').update(`${seed} ${count} ${room}`).digest('base64url').slice(0, 16)
}
