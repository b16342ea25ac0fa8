import { randomInt } from 'node:crypto'
import type { SqliteDatabase, SqliteModule } from './module.ts'
import { pragma } from './schema.ts'

/** The right of one server to a data folder. The system takes it back when the process ends, however that happens. */
export interface FolderLock {
  /** A number that is also written into the database: another one there says that an older file was put in its place. */
  readonly token: number
  /** Writes a new token; `keep` gets the old one and the new one first. */
  renew(keep: (old: number, token: number) => void): void
  release(): void
}

const MOST = 2 ** 31
const WAIT_MS = 300

/** A database of its own, so that others may read the data beside a running server. Undefined: another server has it. */
export function lockFolder(module: SqliteModule, file: string): FolderLock | undefined {
  const database = module.open(file)
  try {
    // of several that come at once each lets go of it until one has it; that one keeps it
    database.exec(`PRAGMA busy_timeout = ${WAIT_MS}; BEGIN EXCLUSIVE; PRAGMA locking_mode = EXCLUSIVE; COMMIT`)
    return held(database)
  } catch (error) {
    database.close()
    if (/database is locked/.test(String(error))) return undefined
    throw error
  }
}

function held(database: SqliteDatabase): FolderLock {
  const lock = {
    token: pragma(database, 'user_version'),
    renew(keep: (old: number, token: number) => void) {
      const token = randomInt(1, MOST)
      keep(lock.token, token)
      database.exec(`PRAGMA user_version = ${token}`)
      lock.token = token
    },
    release: () => void database.close(),
  }
  return lock
}
