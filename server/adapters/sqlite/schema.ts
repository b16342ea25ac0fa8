import { MIGRATIONS } from './migrations.ts'
import type { SqliteDatabase } from './module.ts'

/** `CHAT`: says whose a database is. */
const APPLICATION_ID = 0x43_48_41_54

export const SCHEMA_VERSION = MIGRATIONS.length

/** Why a database cannot be used, as the end of a sentence that begins with its name; undefined: it can. */
export function whyForeign(database: SqliteDatabase): string | undefined {
  const version = pragma(database, 'user_version')
  const application = pragma(database, 'application_id')
  const [{ tables } = { tables: 0 }] = database.prepare('SELECT count(*) AS tables FROM sqlite_schema').all() as {
    tables: number
  }[]
  if (application !== APPLICATION_ID && (tables > 0 || version > 0)) return 'is a database of another program.'
  if (version > SCHEMA_VERSION)
    return 'was written by a newer version of this server. Install that version, or a newer one.'
  return undefined
}

/** It is in the form of an older version. */
export function isOld(database: SqliteDatabase): boolean {
  return pragma(database, 'user_version') < SCHEMA_VERSION
}

/** It holds nothing at all, not even a table. */
export function isBlank(database: SqliteDatabase): boolean {
  return database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined
}

/** Brings a database that `whyForeign` has nothing against to this version's form; a step is done wholly or not at all. */
export function migrate(database: SqliteDatabase, to = SCHEMA_VERSION): void {
  for (let version = pragma(database, 'user_version'); version < to; version++) {
    database.exec(`BEGIN IMMEDIATE;
      ${MIGRATIONS[version]}
      PRAGMA application_id = ${APPLICATION_ID};
      PRAGMA user_version = ${version + 1};
      COMMIT;`)
  }
}

export function pragma(database: SqliteDatabase, name: string): number {
  return Object.values(database.prepare(`PRAGMA ${name}`).get() as object)[0] as number
}
