import { randomBytes } from 'node:crypto'
import { closeSync, openSync, readSync, statSync } from 'node:fs'
import path from 'node:path'
import { type FolderLock, lockFolder } from './lock.ts'
import { Meta } from './meta.ts'
import type { SqliteDatabase, SqliteModule } from './module.ts'
import { isBlank, isOld, migrate, pragma, whyForeign } from './schema.ts'
import { prepareSearch } from './search-table.ts'
import { StoreRefused, whyNot } from './store-refused.ts'

/** `fsync`: what is committed outlives a loss of power. `process`: it outlives the process. */
export type Durability = 'fsync' | 'process'

export const DATABASE = 'chat.db'
const LOCK = 'chat.lock'
const HEADER = 'SQLite format 3\0'
/** How long it is waited for another program that has the database. */
export const BUSY_MS = 5_000
/** Larger ones are not read through at each start. */
const CHECKED_BYTES = 128 * 1_048_576

export interface StoreFile {
  readonly database: SqliteDatabase
  /**
   * The same file through a new connection, while no other one of this process is open; throws while that cannot be had.
   */
  reopen(): void
  /** From here on a copy of before is known as one when it is put in place of this file. */
  mark(): void
  /** Bytes by which the file grows when the log is moved into it. */
  owed(): number
  /** A stop that the next start need not doubt. */
  close(): void
}

/** Opens the database of a folder for the one server that may write it. Throws StoreRefused. */
export function openStoreFile(module: SqliteModule, folder: string, durability: Durability): StoreFile {
  const file = path.join(folder, DATABASE)
  const lockFile = path.join(folder, LOCK)
  const lock = guarded(lockFile, () => lockFolder(module, lockFile))
  if (!lock)
    throw new StoreRefused(
      `The data folder ${folder} is in use by another server. Stop that one, or choose another folder with --data.`,
    )
  try {
    return guarded(file, () => begin(module, lock, file, durability))
  } catch (error) {
    lock.release()
    throw error
  }
}

/** The database of a folder to be read, also beside its server; in this version's form, unless `old`. Throws StoreRefused. */
export function readDatabase(module: SqliteModule, folder: string, old = false): SqliteDatabase {
  const file = path.join(folder, DATABASE)
  return guarded(file, () => {
    if (sizeOf(file) === 0) throw new StoreRefused(`There is no database ${file}. Name its folder with --data.`)
    const database = module.open(file, { readOnly: true })
    database.exec(`PRAGMA busy_timeout = ${BUSY_MS}`)
    const foreign = whyForeign(database)
    if (foreign) throw new StoreRefused(`The file ${file} ${foreign}`)
    if (!old && isOld(database))
      throw new StoreRefused(
        `The file ${file} was written by an older version of this server. Start this version on it once, which brings it to its form.`,
      )
    return database
  })
}

/** The database of a file, in this version's form. `known`: there was one, so nothing is begun in its place. */
export function openDatabase(module: SqliteModule, file: string, known = false): SqliteDatabase {
  const size = sizeOf(file)
  // a log without its database may be all that is left of it, and would be deleted
  if (size === 0 && (known || sizeOf(`${file}-wal`) > 0)) throw lost(file)
  const database = module.open(file)
  try {
    database.exec(`PRAGMA busy_timeout = ${BUSY_MS}`)
    const foreign = whyForeign(database)
    if (foreign) throw new StoreRefused(`The file ${file} ${foreign}`)
    if (known && isBlank(database)) throw lost(file)
    const check = size > 0 && size < CHECKED_BYTES ? database.prepare('PRAGMA quick_check(1)').get() : { ok: 'ok' }
    if (Object.values(check as object)[0] !== 'ok') throw new StoreRefused(`The database ${file} is damaged. ${REPAIR}`)
    if (size === 0) database.exec('PRAGMA auto_vacuum = INCREMENTAL')
    const mode = database.prepare('PRAGMA journal_mode = WAL').get() as { journal_mode: string }
    if (mode.journal_mode !== 'wal')
      throw new StoreRefused(
        `The file system of ${file} does not serve a database in WAL mode. Choose another folder with --data.`,
      )
    database.exec('PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000; PRAGMA journal_size_limit = 67108864')
    // what is deleted leaves nothing behind in the file
    database.exec('PRAGMA secure_delete = ON')
    migrate(database)
    prepareSearch(database)
    return database
  } catch (error) {
    closeUntouched(module, database, file)
    throw error
  }
}

/** Whoever closes a database last moves its log into it; one that is refused stays as it is. */
function closeUntouched(module: SqliteModule, database: SqliteDatabase, file: string): void {
  let reader: SqliteDatabase | undefined
  try {
    reader = module.open(file, { readOnly: true })
    reader.prepare('SELECT count(*) FROM sqlite_schema').get()
  } catch {
    // it is damaged, or gone
  }
  closeQuietly(database)
  if (reader) closeQuietly(reader)
}

const REPAIR = 'Restore a backup, or begin anew in another folder with --data.'

function lost(file: string): StoreRefused {
  const state = sizeOf(file) === 0 ? 'missing or empty' : 'blank'
  return new StoreRefused(
    `The data folder ${path.dirname(file)} has held a database, and its file ${path.basename(file)} is ${state}. Put it back, with its ${path.basename(file)}-wal if it had one. ${REPAIR}`,
  )
}

function begin(module: SqliteModule, lock: FolderLock, file: string, durability: Durability): StoreFile {
  if (sizeOf(file) > 0 && headerOf(file) !== HEADER)
    throw new StoreRefused(`The file ${file} is no database. Move it away, or restore a backup.`)
  const database = openDatabase(module, file, lock.token > 0)
  try {
    enter(database, lock, file, durability)
  } catch (error) {
    closeQuietly(database)
    throw error
  }
  const relax = () => open.database.exec(`PRAGMA synchronous = ${durability === 'fsync' ? 'FULL' : 'NORMAL'}`)
  const open = {
    database,
    reopen() {
      closeQuietly(open.database)
      open.database = openDatabase(module, file, true)
      relax()
    },
    mark() {
      lock.renew((old, token) => new Meta(open.database).pass(old, token))
    },
    owed() {
      const size = pragma(open.database, 'page_count') * pragma(open.database, 'page_size')
      return Math.max(0, size - sizeOf(file))
    },
    close() {
      try {
        open.database.exec('PRAGMA synchronous = FULL')
        open.mark()
        new Meta(open.database).set('clean', '1')
      } catch {
        // nothing can be written now: the next start has to doubt it
      }
      closeQuietly(open.database)
      lock.release()
    },
  }
  relax()
  return open
}

/** Says in the database who has it now, and begins a new epoch where that is due. */
function enter(database: SqliteDatabase, lock: FolderLock, file: string, durability: Durability): void {
  const meta = new Meta(database)
  const home = String(statSync(file).ino)
  const known = meta.get('key') !== undefined
  database.exec('PRAGMA synchronous = FULL; BEGIN IMMEDIATE')
  if (!known) meta.set('key', randomBytes(16).toString('hex'))
  if (!known || isDoubtful(meta, home, lock.token)) meta.renew()
  meta.set('home', home)
  meta.set('clean', '0')
  meta.set('durability', durability)
  database.exec('COMMIT')
  lock.renew((old, token) => meta.pass(old, token))
}

/** Whether this may not be all that was ever acknowledged: an unclean stop below `fsync`, or an older file in its place. */
function isDoubtful(meta: Meta, home: string, token: number): boolean {
  if (meta.get('clean') !== '1' && meta.get('durability') !== 'fsync') return true
  return meta.get('home') !== home || !meta.tokens().includes(String(token))
}

function guarded<T>(file: string, run: () => T): T {
  try {
    return run()
  } catch (error) {
    throw error instanceof StoreRefused ? error : new StoreRefused(whyNot(file, error))
  }
}

/** A connection that has failed may fail to close, too. */
function closeQuietly(database: SqliteDatabase): void {
  try {
    database.close()
  } catch {
    // it is given up
  }
}

/** 0: there is none. */
function sizeOf(file: string): number {
  const stat = statSync(file, { throwIfNoEntry: false })
  if (stat && !stat.isFile())
    throw new StoreRefused(`What stands at ${file} is no file. Move it away, or choose another folder with --data.`)
  return stat?.size ?? 0
}

/**
 * The system drops all locks that a process has on a file when it closes any descriptor of it, those of SQLite too: only
 * for a file of which no connection is open in this process.
 */
function headerOf(file: string): string {
  const descriptor = openSync(file, 'r')
  const bytes = Buffer.alloc(HEADER.length)
  readSync(descriptor, bytes)
  closeSync(descriptor)
  return bytes.toString('latin1')
}
