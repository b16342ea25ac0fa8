/** What this project uses of better-sqlite3 and of Node's own `node:sqlite` alike. */
export interface SqliteDatabase {
  exec(sql: string): unknown
  prepare(sql: string): SqliteStatement
  close(): unknown
}

export type SqliteValue = string | number | null

export interface SqliteStatement {
  run(...values: SqliteValue[]): { changes: number | bigint }
  get(...values: SqliteValue[]): unknown
  all(...values: SqliteValue[]): unknown[]
  /** Row by row; whoever stops in the middle reads no further. */
  iterate(...values: SqliteValue[]): Iterable<unknown>
}

export interface SqliteModule {
  readonly name: 'better-sqlite3' | 'node:sqlite'
  /** Throws the engine's own error. */
  open(file: string, options?: { readOnly?: boolean }): SqliteDatabase
}

type Import = (name: string) => Promise<{ default?: unknown; DatabaseSync?: unknown }>

/** Loads better-sqlite3, else what Node has; rejects with a sentence when there is neither. */
export async function loadSqlite(load: Import = name => import(name)): Promise<SqliteModule> {
  return (await betterSqlite(load)) ?? (await nodeSqlite(load)) ?? refuse()
}

async function betterSqlite(load: Import): Promise<SqliteModule | undefined> {
  try {
    const { default: Database } = (await load('better-sqlite3')) as {
      default: new (file: string, options: { readonly: boolean }) => SqliteDatabase
    }
    // its addon is loaded by the first database only
    new Database(':memory:', { readonly: false }).close()
    return {
      name: 'better-sqlite3',
      open: (file, { readOnly = false } = {}) => new Database(file, { readonly: readOnly }),
    }
  } catch {
    return undefined
  }
}

async function nodeSqlite(load: Import): Promise<SqliteModule | undefined> {
  try {
    const { DatabaseSync } = (await load('node:sqlite')) as {
      DatabaseSync: new (file: string, options: { readOnly: boolean }) => SqliteDatabase
    }
    return { name: 'node:sqlite', open: (file, { readOnly = false } = {}) => new DatabaseSync(file, { readOnly }) }
  } catch {
    return undefined
  }
}

function refuse(): never {
  throw new Error(
    'The store sqlite needs the package better-sqlite3, or Node 22.13 or newer. Run "npm install better-sqlite3", or choose --store memory, which keeps nothing.',
  )
}
