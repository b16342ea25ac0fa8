import type { SqliteDatabase } from './module.ts'

/** Names and values of a database. */
export class Meta {
  readonly #database: SqliteDatabase
  readonly #find

  constructor(database: SqliteDatabase) {
    this.#database = database
    this.#find = database.prepare('SELECT value FROM meta WHERE name = ?')
  }

  get(name: string): string | undefined {
    const row = this.#find.get(name)
    return (row as { value: string } | undefined)?.value
  }

  set(name: string, value: string): void {
    this.#database.prepare('INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)').run(name, value)
  }

  /** Begins a new epoch in every room. */
  renew(): void {
    this.set('generation', String(Number(this.get('generation') ?? 0) + 1))
  }

  /** That of the lock and the next one: a stop between the writing of a token here and there leaves the older one there. */
  tokens(): string[] {
    return (this.get('tokens') ?? '').split(' ')
  }

  pass(old: number, token: number): void {
    this.set('tokens', `${old} ${token}`)
  }
}
