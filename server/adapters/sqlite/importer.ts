import { randomBytes } from 'node:crypto'
import type { ChangeEvent, RoomEvent } from '../../../sdk/protocol/events.ts'
import type { Message } from '../../../sdk/protocol/records.ts'
import { isGivenName } from '../../core/room-name.ts'
import type {
  Imported,
  ImportedChange,
  ImportedEvent,
  ImportedMessage,
  ImportedRoomEvent,
} from '../../wire/import-line.ts'
import { isImportedEntry } from '../../wire/is-imported-entry.ts'
import type { SqliteDirectory } from './directory.ts'
import { addEntry } from './entries.ts'
import type { SqliteEventRows } from './event-rows.ts'
import type { SqliteDatabase } from './module.ts'
import type { SqliteRoom, SqliteRooms } from './rooms.ts'
import { extraJson, reactionsJson } from './rows.ts'

/** What is known of a room while events come into it. */
interface Incoming {
  /** It held nothing: the seqs of the lines are kept. */
  readonly keeps: boolean
  /** By the seq of a line: the seq here. Of messages that were here already: less than 0. */
  readonly seqs: Map<number, number>
  /** Ids that the room had already, and what they are called here. */
  readonly ids: Map<string, string>
  added: boolean
}

/** Who did what an export does not say of whom. */
const HIDDEN = { id: '', name: '' }

/** Adds events from elsewhere, inside a transaction of its caller. */
export class Importer {
  readonly #rooms: SqliteRooms
  readonly #rows: SqliteEventRows
  readonly #directory: SqliteDirectory
  readonly #statements: ReturnType<typeof prepareAll>
  readonly #incoming = new Map<string, Incoming>()
  #reactions = 0

  constructor(database: SqliteDatabase, rooms: SqliteRooms, rows: SqliteEventRows, directory: SqliteDirectory) {
    this.#rooms = rooms
    this.#directory = directory
    this.#rows = rows
    this.#statements = prepareAll(database)
  }

  /** False: it is here already, or the message that it changes was. Throws a RangeError for what cannot be taken. */
  add(line: Imported): boolean {
    if (!isImportedEntry(line)) return this.#addTo(line)
    // it says nothing of a room in which everything has another place
    if (line.type === 'position' && !this.#comingInto(line.room).keeps) return false
    return addEntry(this.#directory, line)
  }

  #addTo(event: ImportedEvent): boolean {
    const room = this.#rooms.of(event.room)
    const incoming = this.#comingInto(event.room)
    const added = this.#addEvent(room, incoming, event)
    incoming.added ||= added
    return added
  }

  /** Begins a new epoch where anything was added. */
  end(): void {
    const { nextEpoch, bound } = this.#statements
    for (const [name, { added }] of this.#incoming) {
      if (!added) continue
      const room = this.#rooms.of(name)
      const id = this.#rooms.idOf(room)
      // the change itself may be given up by now
      bound.run(room.head, id, room.head)
      nextEpoch.run(room.first, room.changesFirst, id)
    }
  }

  /** What is hidden from others is not to be seen because nobody knows what it is. */
  #comingInto(name: string): Incoming {
    const known = this.#incoming.get(name)
    if (known) return known
    if (isGivenName(name) && !this.#directory.room(name))
      throw new RangeError(`Nothing says what the room ${name} is, whose name only the server gives.`)
    const incoming = { keeps: this.#rooms.of(name).head === 0, seqs: new Map(), ids: new Map(), added: false }
    this.#incoming.set(name, incoming)
    return incoming
  }

  #addEvent(room: SqliteRoom, incoming: Incoming, event: ImportedEvent): boolean {
    if (!('type' in event)) return this.#addMessage(room, incoming, event)
    return 'target' in event ? this.#addChange(room, incoming, event) : this.#addRoomEvent(room, incoming, event)
  }

  #addMessage(room: SqliteRoom, incoming: Incoming, imported: ImportedMessage): boolean {
    const { user, cid, seq: line = 0, text, sentAt, deleted, editedAt, by, mentions, rev, pinned } = imported
    const rows = this.#rows.of(room.name)
    const known = rows.known(user.id, cid)
    if (known !== undefined) {
      incoming.seqs.set(line, -known.seq)
      return false
    }
    const seq = this.#place(room, incoming, line)
    const message: Message = {
      room: room.name,
      seq,
      id: this.#idOf(room, incoming, imported.id),
      cid,
      user,
      text,
      sentAt,
    }
    if (deleted) Object.assign(message, { deleted, by: by ?? 'author' })
    if (editedAt !== undefined) message.editedAt = editedAt
    if (mentions) message.mentions = mentions
    if (imported.replyTo) message.replyTo = this.#quote(incoming, imported.replyTo)
    rows.addMessage(message)
    incoming.seqs.set(line, seq)
    if (imported.reactions) message.reactions = this.#react(room, seq, imported.reactions)
    const now = rev === undefined ? null : incoming.keeps ? rev : seq
    this.#statements.save.run(
      now,
      pinned ? seq : null,
      extraJson(message, editedAt === undefined ? 0 : seq),
      reactionsJson(message),
      room.id ?? 0,
      seq,
    )
    return true
  }

  #addChange(room: SqliteRoom, incoming: Incoming, imported: ImportedChange): boolean {
    const target = incoming.seqs.get(imported.target) ?? 0
    const rows = this.#rows.of(room.name)
    const by = imported.user ?? HIDDEN
    if (target <= 0 || rows.known(by.id, imported.cid) !== undefined) return false
    const seq = this.#place(room, incoming, imported.seq)
    const messageId = incoming.ids.get(imported.messageId) ?? imported.messageId
    rows.addChange({ ...imported, seq, target, messageId } as ChangeEvent, by)
    this.#statements.revise.run(seq, room.id ?? 0, target, seq)
    if (imported.type === 'message_pinned') this.#statements.repin.run(seq, room.id ?? 0, target)
    return true
  }

  #addRoomEvent(room: SqliteRoom, incoming: Incoming, imported: ImportedRoomEvent): boolean {
    const rows = this.#rows.of(room.name)
    if (rows.known(imported.user.id, imported.cid) !== undefined) return false
    rows.addChange({ ...imported, seq: this.#place(room, incoming, imported.seq) } as RoomEvent, imported.user)
    return true
  }

  /** The next seq; that of the line where the room held nothing. */
  #place(room: SqliteRoom, { keeps, seqs }: Incoming, line: number): number {
    if (!keeps || line <= room.head) return room.head + 1
    if (room.head === 0 || (seqs.size === 0 && line > room.head + 1)) room.first = line
    if (line > room.head + 1) room.changesFirst = line
    return line
  }

  #idOf(room: SqliteRoom, { ids }: Incoming, id: string): string {
    if (this.#statements.hasId.get(room.id ?? 0, id) === undefined) return id
    const fresh = randomBytes(12).toString('hex')
    ids.set(id, fresh)
    return fresh
  }

  #quote({ seqs, ids }: Incoming, { messageId, target }: { messageId: string; target: number }): Message['replyTo'] {
    const seq = Math.abs(seqs.get(target) ?? 0)
    return { messageId: ids.get(messageId) ?? messageId, target: seq, user: { id: '', name: '' }, text: '' }
  }

  #react(room: SqliteRoom, seq: number, reactions: NonNullable<ImportedMessage['reactions']>): Message['reactions'] {
    const { react } = this.#statements
    const folded = reactions.map(({ emoji, users }) => {
      const people = new Map(users.map(user => [user.id, user]))
      for (const { id, name } of people.values()) react.run(room.id ?? 0, seq, emoji, id, name, ++this.#reactions)
      return { emoji, count: people.size, users: [...people.values()].slice(0, 3) }
    })
    const some = folded.filter(({ count }) => count > 0)
    return some.length > 0 ? some : undefined
  }
}

function prepareAll(database: SqliteDatabase) {
  return {
    hasId: database.prepare('SELECT 1 FROM messages WHERE room = ? AND message_id = ?'),
    save: database.prepare(
      'UPDATE messages SET rev = ?, pinned = ?, extra = ?, reactions = ? WHERE room = ? AND seq = ?',
    ),
    revise: database.prepare('UPDATE messages SET rev = max(coalesce(rev, 0), ?) WHERE room = ? AND seq = ? AND ? > 0'),
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
