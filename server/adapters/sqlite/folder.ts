import path from 'node:path'
import { textOf } from '../../events/text-of.ts'
import type { Purged, Trimmed, Write } from '../../ports/store.ts'
import { type DiskBounds, DiskSpace, diskUse } from './disk-space.ts'
import { BUSY_MS, DATABASE, type Durability, openStoreFile, type StoreFile } from './file.ts'
import { loadSqlite, type SqliteModule } from './module.ts'
import { type Retention, SqliteRetention } from './retention.ts'
import { pragma } from './schema.ts'
import { Scrubber } from './scrubber.ts'
import { SqliteStore } from './store.ts'

export interface FolderOptions {
  folder: string
  durability: Durability
  retention: Retention
  /** None: as much as the disk holds. */
  bounds?: DiskBounds | undefined
}

/** Of an event beside its text. */
const EVENT_BYTES = 300
const MARK_EVERY_MS = 30_000
/** `journal_mode` is told as 1 where it is WAL. */
const PRAGMAS =
  'synchronous journal_mode auto_vacuum cache_size temp_store journal_size_limit busy_timeout secure_delete'.split(' ')
/** How long a commit may wait for readers, where the log is emptied. */
const PURGE_MS = 50
/** Looked through at once. */
const SCRUB_BYTES = 16 * 1_048_576

/** Opens a data folder for its one server. Rejects with a sentence. */
export async function openFolder(options: FolderOptions): Promise<SqliteFolder> {
  return new SqliteFolder(await loadSqlite(), options)
}

/** The database of a data folder, and how it comes back after a failure. Every call works before it returns, or throws. */
export class SqliteFolder {
  readonly #options: FolderOptions
  readonly #room: DiskSpace
  #file: StoreFile
  #store: SqliteStore
  #retention: SqliteRetention
  #failed = false
  #markedAt = 0
  #changed = false
  #scrubber: Scrubber | undefined
  /** The page at which it goes on. */
  #scrubbed = 0

  constructor(module: SqliteModule, options: FolderOptions) {
    this.#options = options
    const { folder, bounds = { most: undefined, leastFree: 0 } } = options
    this.#room = new DiskSpace(bounds, () => diskUse(folder, () => this.#file.owed()))
    this.#file = openStoreFile(module, options.folder, options.durability)
    this.#store = new SqliteStore(this.#file.database)
    this.#retention = new SqliteRetention(this.#file.database, this.#store.rooms, this.#store.search, options.retention)
  }

  commit(group: readonly Write[]) {
    if (this.#failed) throw new Error('The store has failed and was not recovered yet.')
    this.#changed = true
    try {
      return this.#store.commit(group, !this.#room.takes(bytesOf(group), timeOf(group)))
    } catch (error) {
      this.#failed = true
      throw error
    }
  }

  /** No message is taken; logins and their ends are. */
  full(): boolean {
    return this.#room.full()
  }

  /** What holds for the connection that writes, as the database itself says. */
  pragmas(): Record<string, number> {
    const read = (name: string) => Object.values(this.#file.database.prepare(`PRAGMA ${name}`).get() as object)[0]
    const value = (name: string) => (name === 'journal_mode' ? Number(read(name) === 'wal') : Number(read(name)))
    return Object.fromEntries(PRAGMAS.map(name => [name, value(name)]))
  }

  /**
   * Moves the log into the database and empties it, and what SQLite left behind in the pages: a part at each call. `done`:
   * nothing is left of what was deleted before the first call; `blocked`: somebody reads.
   */
  purge(): Purged {
    if (this.#failed || !this.#emptyLog()) return 'blocked'
    const { database } = this.#file
    // a page that it still knows would come back as it was
    database.exec('PRAGMA shrink_memory')
    this.#scrubber ??= new Scrubber(path.join(this.#options.folder, DATABASE), pragma(database, 'page_size'))
    const next = this.#scrubber.scrub(this.#scrubbed, SCRUB_BYTES)
    this.#scrubbed = next ?? 0
    return next === undefined ? 'done' : 'more'
  }

  sessions() {
    return this.#store.sessions()
  }

  renew(): void {
    this.#store.renew()
  }

  trim(now: number): Trimmed {
    if (this.#changed && now - this.#markedAt >= MARK_EVERY_MS) {
      this.#file.mark()
      this.#markedAt = now
      this.#changed = false
    }
    const { more, ...trimmed } = this.#store.trim(this.#retention, now)
    return { ...trimmed, more: this.#retention.shrink() || more }
  }

  /** Tries to write. False: it has to be opened anew. Throws while the disk is full: the connection is sound, and can read. */
  recover(): boolean {
    try {
      this.#store.probe()
    } catch (error) {
      if (/full/.test(String(error))) throw error
      return false
    }
    this.#failed = false
    return true
  }

  /** Opens the database anew, and tries to write. No other connection to it may be open in this process. */
  reopen(): void {
    this.#endScrubber()
    this.#file.reopen()
    this.#store = new SqliteStore(this.#file.database)
    this.#retention = new SqliteRetention(
      this.#file.database,
      this.#store.rooms,
      this.#store.search,
      this.#options.retention,
    )
    this.#store.probe()
    this.#failed = false
  }

  close(): void {
    this.#file.close()
    this.#endScrubber()
  }

  /** False: somebody reads from it. */
  #emptyLog(): boolean {
    const { database } = this.#file
    database.exec(`PRAGMA busy_timeout = ${PURGE_MS}`)
    try {
      return (database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() as { busy: number }).busy === 0
    } finally {
      database.exec(`PRAGMA busy_timeout = ${BUSY_MS}`)
    }
  }

  #endScrubber(): void {
    this.#scrubber?.close()
    this.#scrubber = undefined
    this.#scrubbed = 0
  }
}

/** Of its latest event. */
function timeOf(group: readonly Write[]): number {
  return group.reduce((latest, write) => (write.kind === 'event' ? Math.max(latest, write.sentAt) : latest), 0)
}

function bytesOf(group: readonly Write[]): number {
  return group.reduce((sum, write) => {
    if (write.kind === 'directory') return sum + EVENT_BYTES + JSON.stringify(write.change).length
    if (write.kind !== 'event') return sum
    return sum + EVENT_BYTES + Buffer.byteLength(textOf(write))
  }, 0)
}
