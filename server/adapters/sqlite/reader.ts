import type { Position } from '../../../sdk/protocol/records.ts'
import { askTables } from '../../directory/ask-tables.ts'
import type { DirectoryTables } from '../../ports/directory.ts'
import type { ReactedPage, WrittenQuery } from '../../ports/personal-data.ts'
import type { ChangesQuery, OwnReactions, PageQuery, Resumed, SearchQuery, Unread } from '../../ports/room-log.ts'
import type { Recent } from '../../ports/store.ts'
import { SqliteDirectory } from './directory.ts'
import { readDatabase } from './file.ts'
import { loadSqlite, type SqliteDatabase, type SqliteModule } from './module.ts'
import { type EncodedWritten, SqlitePersonalReads } from './personal-reads.ts'
import { type EncodedChanges, type EncodedPage, SqliteReads } from './reads.ts'
import { SqliteRooms } from './rooms.ts'
import { type EncodedFound, SqliteSearch } from './search-reads.ts'
import { SqliteUnread } from './unread.ts'

/** Opens the database of a data folder to be read beside the one who writes it. Rejects with a sentence. */
export async function openReader(folder: string): Promise<SqliteReader> {
  return new SqliteReader(await loadSqlite(), folder)
}

/** A second connection to the database of a data folder, for reading alone: each call is one view of what is committed. */
export class SqliteReader {
  readonly #database: SqliteDatabase
  readonly #rooms: SqliteRooms
  readonly #reads: SqliteReads
  readonly #directory: SqliteDirectory
  readonly #personal: SqlitePersonalReads
  readonly #search: SqliteSearch
  readonly #unread: SqliteUnread

  constructor(module: SqliteModule, folder: string) {
    this.#database = readDatabase(module, folder)
    this.#rooms = new SqliteRooms(this.#database)
    this.#reads = new SqliteReads(this.#database, this.#rooms)
    this.#directory = new SqliteDirectory(this.#database)
    this.#search = new SqliteSearch(this.#database, this.#rooms)
    this.#unread = new SqliteUnread(this.#database, this.#rooms)
    this.#personal = new SqlitePersonalReads(this.#database, this.#rooms)
  }

  head(room: string): Position {
    return this.#view(reads => reads.head(room))
  }

  resume(room: string, from: Position, limit: number, maxBytes?: number): Resumed {
    return this.#view(reads => reads.resume(room, from, limit, maxBytes))
  }

  recent(room: string, limit: number, maxBytes: number): Recent {
    return this.#view(reads => reads.recent(room, limit, maxBytes))
  }

  page(room: string, query: PageQuery): EncodedPage | undefined {
    return this.#view(reads => reads.page(room, query))
  }

  changes(room: string, query: ChangesQuery): EncodedChanges {
    return this.#view(reads => reads.changes(room, query))
  }

  ownReactions(room: string, user: string, from: number, to: number): OwnReactions {
    return this.#view(reads => reads.ownReactions(room, user, from, to))
  }

  search(room: string, query: SearchQuery): EncodedFound {
    return this.#view(() => this.#search.find(room, query))
  }

  unread(room: string, after: number, ids: readonly string[]): Unread {
    return this.#view(() => this.#unread.count(room, after, ids))
  }

  roomsOfPerson(ids: readonly string[], after: string | undefined, limit: number): string[] {
    return this.#view(() => this.#personal.roomsOfPerson(ids, after, limit))
  }

  writtenBy(room: string, ids: readonly string[], query: WrittenQuery): EncodedWritten {
    return this.#view(() => this.#personal.writtenBy(room, ids, query))
  }

  reactedBy(room: string, ids: readonly string[], after: number, limit: number): ReactedPage {
    return this.#view(() => this.#personal.reactedBy(room, ids, after, limit))
  }

  directory<What extends keyof DirectoryTables>(
    what: What,
    about: Parameters<DirectoryTables[What]>,
  ): ReturnType<DirectoryTables[What]> {
    return this.#view(() => askTables(this.#directory, what, about))
  }

  close(): void {
    this.#database.close()
  }

  #view<T>(look: (reads: SqliteReads) => T): T {
    this.#database.exec('BEGIN')
    try {
      // another connection writes what it knows of rooms
      this.#rooms.invalidate()
      return look(this.#reads)
    } finally {
      this.#database.exec('COMMIT')
    }
  }
}
