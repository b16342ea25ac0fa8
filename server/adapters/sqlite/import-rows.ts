import { randomBytes } from 'node:crypto'
import type { ChangeEvent, RoomEvent } from '../../../sdk/protocol/events.ts'
import type { User } from '../../../sdk/protocol/records.ts'
import type { HeldMessage } from '../../events/event-rows.ts'
import { HIDDEN } from '../../moving/import-event.ts'
import type { ImportRows, Reacting } from '../../moving/import-rows.ts'
import type { ImportedEvent, ImportedMessage } from '../../wire/import-line.ts'
import type { SqliteEventRows } from './event-rows.ts'
import type { SqliteDatabase } from './module.ts'
import type { SqliteRoom, SqliteRooms } from './rooms.ts'
import { extraJson, reactionsJson } from './rows.ts'

/** The rows of one room after the other, while events from elsewhere come, inside a transaction. */
export class SqliteImportRows implements ImportRows {
  readonly #rooms: SqliteRooms
  readonly #rows: SqliteEventRows
  readonly #statements: ReturnType<typeof prepareAll>
  #room: SqliteRoom | undefined

  constructor(database: SqliteDatabase, rooms: SqliteRooms, rows: SqliteEventRows) {
    this.#rooms = rooms
    this.#rows = rows
    this.#statements = prepareAll(database)
  }

  /** From here on it is about this room. */
  of(name: string): this {
    this.#room = this.#rooms.of(name)
    this.#rows.of(name)
    return this
  }

  get head(): number {
    return this.#at.head
  }

  known(event: ImportedEvent): number | undefined {
    return this.#rows.known((event.user ?? HIDDEN).id, event.cid)?.seq
  }

  messageId(seq: number): string | undefined {
    return (this.#statements.idAt.get(this.#id, seq) as { id: string } | undefined)?.id
  }

  freeId({ id }: ImportedMessage): string {
    return this.#statements.hasId.get(this.#id, id) === undefined ? id : randomBytes(12).toString('hex')
  }

  leap(to: number, isFirst: boolean): void {
    const room = this.#at
    const { head } = room
    if (isFirst) room.first = to
    if (to > head + 1) room.changesFirst = to
  }

  addMessage({ message, edited }: HeldMessage, reactions: readonly Reacting[]): void {
    const { seq, rev, pinned } = message
    this.#rows.addMessage(message)
    for (const { emoji, users } of reactions) {
      const { react } = this.#statements
      // before everybody who reacts here later
      for (const [at, { id, name }] of users.entries()) react.run(this.#id, seq, emoji, id, name, at - users.length)
    }
    const [extra, shown] = [extraJson(message, edited), reactionsJson(message)]
    if (rev !== undefined || pinned || extra !== null || shown !== null)
      this.#statements.save.run(rev ?? null, pinned ? seq : null, extra, shown, this.#id, seq)
  }

  addChange(event: ChangeEvent | RoomEvent, by: User): void {
    this.#rows.addChange(event, by)
  }

  revise(target: number, seq: number, isPin: boolean): void {
    this.#statements.revise.run(seq, this.#id, target)
    if (isPin) this.#statements.repin.run(seq, this.#id, target)
  }

  /** Its events are all here: a new epoch begins. */
  end(): void {
    const { nextEpoch, bound } = this.#statements
    const { head, first, changesFirst } = this.#at
    const id = this.#rooms.idOf(this.#at)
    // the change itself may be given up by now
    bound.run(head, id, head)
    nextEpoch.run(first, changesFirst, id)
  }

  get #at(): SqliteRoom {
    if (this.#room === undefined) throw new Error('It is about no room yet.')
    return this.#room
  }

  /** 0: nothing was written to it yet. */
  get #id(): number {
    return this.#at.id ?? 0
  }
}

function prepareAll(database: SqliteDatabase) {
  return {
    hasId: database.prepare('SELECT 1 FROM messages WHERE room = ? AND message_id = ?'),
    idAt: database.prepare('SELECT message_id AS id FROM messages WHERE room = ? AND seq = ?'),
    save: database.prepare(
      'UPDATE messages SET rev = ?, pinned = ?, extra = ?, reactions = ? WHERE room = ? AND seq = ?',
    ),
    revise: database.prepare('UPDATE messages SET rev = max(coalesce(rev, 0), ?) WHERE room = ? AND seq = ?'),
    repin: database.prepare('UPDATE messages SET pinned = ? WHERE room = ? AND seq = ? AND pinned IS NOT NULL'),
    react: database.prepare(
      `INSERT OR IGNORE INTO reactions (room, target, emoji, user_id, user_name, seq) VALUES (?, ?, ?, ?, ?, ?)`,
    ),
    bound: database.prepare('UPDATE messages SET rev = ? WHERE room = ? AND rev > ?'),
    nextEpoch: database.prepare(
      'UPDATE rooms SET epoch_count = epoch_count + 1, first = ?, changes_first = ? WHERE id = ?',
    ),
  }
}
