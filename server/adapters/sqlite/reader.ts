import type { Position } from '../../../sdk/protocol/records.ts'
import type { Page, PageQuery, Resumed } from '../../ports/room-log.ts'
import { readDatabase } from './file.ts'
import { loadSqlite, type SqliteDatabase, type SqliteModule } from './module.ts'
import { SqliteStore } from './store.ts'

/** Opens the database of a data folder to be read beside the one who writes it. Rejects with a sentence. */
export async function openReader(folder: string): Promise<SqliteReader> {
  return new SqliteReader(await loadSqlite(), folder)
}

/** A second connection to the database of a data folder, for reading alone: each call is one view of what is committed. */
export class SqliteReader {
  readonly #database: SqliteDatabase
  readonly #store: SqliteStore

  constructor(module: SqliteModule, folder: string) {
    this.#database = readDatabase(module, folder)
    this.#store = new SqliteStore(this.#database)
  }

  head(room: string): Position {
    return this.#view(store => store.head(room))
  }

  resume(room: string, from: Position, limit: number, maxBytes?: number): Resumed {
    return this.#view(store => store.resume(room, from, limit, maxBytes))
  }

  page(room: string, query: PageQuery): Page {
    return this.#view(store => store.page(room, query))
  }

  close(): void {
    this.#database.close()
  }

  #view<T>(look: (store: SqliteStore) => T): T {
    this.#database.exec('BEGIN')
    try {
      // another connection writes what it knows of rooms
      this.#store.rooms.invalidate()
      return look(this.#store)
    } finally {
      this.#database.exec('COMMIT')
    }
  }
}
