import { trimModeration } from '../../directory/trim-moderation.ts'
import { writeDirectory } from '../../directory/write-directory.ts'
import { knownEvent } from '../../events/known-event.ts'
import { withOtherIds } from '../../events/with-other-ids.ts'
import { writeEvent } from '../../events/write-event.ts'
import { knownHold } from '../../events/write-hold.ts'
import type { ContentKind } from '../../ports/room-log.ts'
import type { StoredSession } from '../../ports/session-store.ts'
import type { EventWrite, StoreAnswer, Trimmed, Write } from '../../ports/store.ts'
import type { Imported } from '../../wire/import-line.ts'
import { isImportedEntry } from '../../wire/is-imported-entry.ts'
import { SqliteDirectory } from './directory.ts'
import { SqliteEventRows } from './event-rows.ts'
import { Importer } from './importer.ts'
import { Meta } from './meta.ts'
import type { SqliteDatabase } from './module.ts'
import type { SqliteRetention } from './retention.ts'
import { SqliteRooms } from './rooms.ts'
import { SqliteSessions } from './sessions.ts'

/** Taken where there is no room for more, as roles and sanctions are. */
const ALWAYS: readonly ContentKind[] = ['message_deleted', 'room_changed', 'member_changed']

/** The statements of a store over one open database: every call does its work before it returns, or throws. */
export class SqliteStore {
  readonly rooms: SqliteRooms
  readonly #database: SqliteDatabase
  readonly #sessions: SqliteSessions
  readonly #rows: SqliteEventRows
  readonly #directory: SqliteDirectory

  constructor(database: SqliteDatabase) {
    this.#database = database
    this.rooms = new SqliteRooms(database)
    this.#rows = new SqliteEventRows(database, this.rooms)
    this.#sessions = new SqliteSessions(database)
    this.#directory = new SqliteDirectory(database)
  }

  /** `full`: takes no new message, account or room. */
  commit(group: readonly Write[], full = false): StoreAnswer[] {
    this.#directory.full = full
    return this.#transaction(() => group.map(write => this.#write(write, full)))
  }

  /**
   * Adds lines of an export from elsewhere, all or none, in a new epoch of the rooms that get events; how many new messages, and
   * new entries of rooms and people. Rejects with a RangeError for what cannot be taken.
   */
  async add(lines: AsyncIterable<Imported>): Promise<{ messages: number; entries: number }> {
    const importer = new Importer(this.#database, this.rooms, this.#rows, this.#directory)
    const added = { messages: 0, entries: 0 }
    this.#database.exec('BEGIN IMMEDIATE')
    try {
      for await (const line of lines) {
        if (!importer.add(line)) continue
        if (isImportedEntry(line)) added.entries++
        else if ('text' in line) added.messages++
      }
      importer.end()
      this.#database.exec('COMMIT')
    } catch (error) {
      rollBack(this.#database)
      throw error
    } finally {
      this.rooms.invalidate()
      this.#rows.invalidate()
    }
    return added
  }

  /** Gives a room another name; why it cannot have it, in a sentence, undefined when it has. */
  renameRoom(from: string, to: string): string | undefined {
    return this.#transaction(() => {
      const room = this.rooms.of(from)
      const isThere = (name: string) => this.rooms.of(name).id !== undefined || this.#directory.room(name) !== undefined
      if (!isThere(from)) return `There is no room ${from}.`
      if (isThere(to)) return `There is a room ${to} already.`
      if (room.id !== undefined) this.#database.prepare('UPDATE rooms SET name = ? WHERE id = ?').run(to, room.id)
      this.#directory.rename(from, to)
      // of whoever read there: looked through, since no server runs meanwhile
      this.#database.prepare('UPDATE OR REPLACE positions SET room = ? WHERE room = ?').run(to, from)
      this.rooms.invalidate()
      return undefined
    })
  }

  sessions(): StoredSession[] {
    return this.#sessions.all()
  }

  trim(retention: SqliteRetention, now: number): Trimmed {
    return this.#transaction(() => {
      const { rooms, more } = retention.trim(now)
      const { news, erased, more: most } = trimModeration(this.#directory, now, retention.dedupeMs)
      return { rooms, more: more || most, ...(news.length > 0 && { told: news }), ...(erased && { erased }) }
    })
  }

  renew(): void {
    this.#transaction(() => new Meta(this.#database).renew())
    this.rooms.invalidate()
  }

  /** Throws while nothing can be written. */
  probe(): void {
    this.#transaction(() => {
      const meta = new Meta(this.#database)
      meta.set('clean', meta.get('clean') ?? '0')
    })
  }

  #write(write: Write, full: boolean): StoreAnswer {
    switch (write.kind) {
      case 'event':
        return this.#event(write, full)
      case 'session':
        this.#sessions.keep(write.session)
        return undefined
      case 'sessionEnds':
        for (const tokenHash of write.tokenHashes) this.#sessions.drop(tokenHash)
        return undefined
      case 'forgetAuthor':
        this.#rows.of(write.room).forgetAuthors(write.ids)
        return undefined
      case 'forgetNames':
        this.#rows.of(write.room).forgetNames(write)
        return undefined
      case 'directory':
        return writeDirectory(this.#directory, write.change)
    }
  }

  /** Where there is no room for more, whoever keeps order goes on, and a message can still be deleted. */
  #event(write: EventWrite, full: boolean): StoreAnswer {
    const rows = this.#rows.of(write.room)
    if (full && !ALWAYS.includes(write.content.kind)) {
      const whole = withOtherIds(this.#directory, write)
      return knownEvent(rows, whole) ?? knownHold(this.#directory, whole) ?? 'full'
    }
    return writeEvent(rows, this.#directory, write)
  }

  #transaction<T>(run: () => T): T {
    this.#database.exec('BEGIN IMMEDIATE')
    try {
      const value = run()
      this.#database.exec('COMMIT')
      return value
    } catch (error) {
      rollBack(this.#database)
      this.rooms.invalidate()
      this.#rows.invalidate()
      this.#directory.invalidate()
      throw error
    }
  }
}

/** Some errors have done so already. */
function rollBack(database: SqliteDatabase): void {
  try {
    database.exec('ROLLBACK')
  } catch {
    // there is no transaction any more
  }
}
