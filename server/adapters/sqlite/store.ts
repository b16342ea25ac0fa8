import type { DurableEvent } from '../../../sdk/protocol/events.ts'
import type { Message, Position } from '../../../sdk/protocol/records.ts'
import type { Page, PageQuery, Resumed } from '../../ports/room-log.ts'
import type { StoredSession } from '../../ports/session-store.ts'
import type { EventWrite, StoreAnswer, Trimmed, Write, Written } from '../../ports/store.ts'
import { wireBytes } from '../../wire/encode.ts'
import { Meta } from './meta.ts'
import type { SqliteDatabase } from './module.ts'
import type { SqliteRetention } from './retention.ts'
import { SqliteRooms } from './rooms.ts'
import { SqliteSessions } from './sessions.ts'

interface EventRow {
  seq: number
  message_id: string
  user_id: string
  user_name: string
  cid: string
  text: string
  sent_at: number
}

const COLUMNS = 'seq, message_id, user_id, user_name, cid, text, sent_at'

/** The statements of a store over one open database: every call does its work before it returns, or throws. */
export class SqliteStore {
  readonly rooms: SqliteRooms
  readonly #database: SqliteDatabase
  readonly #sessions: SqliteSessions
  readonly #insert
  readonly #same
  readonly #after
  readonly #before

  constructor(database: SqliteDatabase) {
    this.#database = database
    this.rooms = new SqliteRooms(database)
    this.#sessions = new SqliteSessions(database)
    this.#insert = database.prepare(
      `INSERT INTO events (room, ${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (cid, user_id, room) DO NOTHING`,
    )
    this.#same = database.prepare(
      'SELECT seq, message_id AS id, sent_at AS sentAt FROM events WHERE room = ? AND user_id = ? AND cid = ?',
    )
    this.#after = database.prepare(`SELECT ${COLUMNS} FROM events WHERE room = ? AND seq > ? ORDER BY seq`)
    this.#before = database.prepare(
      `SELECT ${COLUMNS} FROM events WHERE room = ? AND seq < ? AND seq >= ? ORDER BY seq DESC LIMIT ?`,
    )
  }

  /** `full`: takes no new message. */
  commit(group: readonly Write[], full = false): StoreAnswer[] {
    return this.#transaction(() => group.map(write => this.#write(write, full)))
  }

  /** Adds messages from elsewhere, all or none, with new seqs and in a new epoch of their rooms; the number of new ones. */
  async add(events: AsyncIterable<EventWrite>): Promise<number> {
    const turn = this.#database.prepare('UPDATE rooms SET turn = turn + 1 WHERE name = ?')
    const rooms = new Set<string>()
    let added = 0
    this.#database.exec('BEGIN IMMEDIATE')
    try {
      for await (const event of events) {
        if (this.#append(event).duplicate) continue
        added++
        rooms.add(event.room)
      }
      for (const room of rooms) turn.run(room)
      this.#database.exec('COMMIT')
    } catch (error) {
      rollBack(this.#database)
      throw error
    } finally {
      this.rooms.invalidate()
    }
    return added
  }

  head(room: string): Position {
    return this.rooms.position(this.rooms.of(room))
  }

  resume(name: string, { epoch, seq }: Position, limit: number, maxBytes = Number.POSITIVE_INFINITY): Resumed {
    const room = this.rooms.of(name)
    const head = this.rooms.position(room)
    const missing = room.head - seq
    const known = epoch === room.epoch && Number.isInteger(seq) && seq >= room.first - 1 && missing >= 0
    if (!known || missing > limit) return { head, events: undefined }
    const events: DurableEvent[] = []
    let bytes = 0
    for (const row of missing > 0 && room.id !== undefined ? this.#after.iterate(room.id, seq) : []) {
      const message = messageOf(name, row as EventRow)
      bytes += wireBytes(message)
      if (bytes > maxBytes) return { head, events: undefined, cut: true }
      events.push({ type: 'new_message', ...message })
    }
    return { head, events }
  }

  page(name: string, { before, limit, maxBytes }: PageQuery): Page {
    const room = this.rooms.of(name)
    const head = this.rooms.position(room)
    const end = Math.min(before ?? Number.POSITIVE_INFINITY, room.head + 1)
    const messages: Message[] = []
    let bytes = 0
    for (const row of room.id === undefined ? [] : this.#before.iterate(room.id, end, room.first, limit)) {
      const message = messageOf(name, row as EventRow)
      bytes += wireBytes(message)
      if (messages.length > 0 && bytes > maxBytes) break
      messages.push(message)
    }
    const oldest = messages.at(-1)?.seq ?? end
    return { head, messages: messages.reverse(), more: oldest > room.first }
  }

  sessions(): StoredSession[] {
    return this.#sessions.all()
  }

  trim(retention: SqliteRetention, now: number): Trimmed {
    return this.#transaction(() => retention.trim(now))
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
        return full ? (this.#known(write) ?? 'full') : this.#append(write)
      case 'session':
        this.#sessions.keep(write.session)
        return undefined
      case 'sessionEnds':
        for (const tokenHash of write.tokenHashes) this.#sessions.drop(tokenHash)
        return undefined
    }
  }

  /** Where the draft is, if it was taken before. */
  #known({ room: name, user, cid }: EventWrite): Written | undefined {
    const { id } = this.rooms.of(name)
    const known = id === undefined ? undefined : this.#same.get(id, user.id, cid)
    return known === undefined ? undefined : { ...(known as Omit<Written, 'duplicate'>), duplicate: true }
  }

  #append({ room: name, user, cid, text, id, sentAt }: EventWrite): Written {
    const room = this.rooms.of(name)
    const roomId = this.rooms.idOf(room)
    const seq = room.head + 1
    const { changes } = this.#insert.run(roomId, seq, id, user.id, user.name, cid, text, sentAt)
    if (Number(changes) === 0) {
      return { ...(this.#same.get(roomId, user.id, cid) as Omit<Written, 'duplicate'>), duplicate: true }
    }
    room.head = seq
    return { seq, id, sentAt, duplicate: false }
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

function messageOf(room: string, row: EventRow): Message {
  const { seq, message_id: id, cid, text, sent_at: sentAt } = row
  return { room, seq, id, cid, user: { id: row.user_id, name: row.user_name }, text, sentAt }
}
