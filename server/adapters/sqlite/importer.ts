import { isGivenName } from '../../core/room-name.ts'
import { addEntry } from '../../moving/add-entry.ts'
import { importEvent } from '../../moving/import-event.ts'
import { IncomingRoom } from '../../moving/incoming-room.ts'
import type { Imported } from '../../wire/import-line.ts'
import { isImportedEntry } from '../../wire/is-imported-entry.ts'
import type { SqliteDirectory } from './directory.ts'
import type { SqliteEventRows } from './event-rows.ts'
import { SqliteImportRows } from './import-rows.ts'
import type { SqliteDatabase } from './module.ts'
import type { SqliteRooms } from './rooms.ts'

/** Adds events from elsewhere, inside a transaction of its caller. */
export class Importer {
  readonly #rooms: SqliteRooms
  readonly #rows: SqliteImportRows
  readonly #directory: SqliteDirectory
  readonly #incoming = new Map<string, IncomingRoom>()

  constructor(database: SqliteDatabase, rooms: SqliteRooms, rows: SqliteEventRows, directory: SqliteDirectory) {
    this.#rooms = rooms
    this.#directory = directory
    this.#rows = new SqliteImportRows(database, rooms, rows)
  }

  /** False: it is here already, or the message that it changes was. Throws a RangeError for what cannot be taken. */
  add(line: Imported): boolean {
    if (!isImportedEntry(line)) {
      const incoming = this.#comingInto(line.room)
      const isAdded = importEvent(this.#rows.of(line.room), incoming, line)
      incoming.isAdded ||= isAdded
      return isAdded
    }
    // it says nothing of a room in which everything has another place
    if (line.type === 'position' && !this.#comingInto(line.room).keeps) return false
    return addEntry(this.#directory, line)
  }

  /** Begins a new epoch where anything was added. */
  end(): void {
    for (const [name, { isAdded }] of this.#incoming) if (isAdded) this.#rows.of(name).end()
  }

  /** What is hidden from others is not to be seen because nobody knows what it is. */
  #comingInto(name: string): IncomingRoom {
    const known = this.#incoming.get(name)
    if (known) return known
    if (isGivenName(name) && !this.#directory.room(name))
      throw new RangeError(`Nothing says what the room ${name} is, whose name only the server gives.`)
    const incoming = new IncomingRoom(this.#rooms.of(name).head === 0)
    this.#incoming.set(name, incoming)
    return incoming
  }
}
