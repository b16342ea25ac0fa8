import type { ChangeEvent, RoomEvent } from '../../../sdk/protocol/events.ts'
import type { Message, User } from '../../../sdk/protocol/records.ts'
import { usersIn } from '../../../sdk/protocol/user-of.ts'
import { BoundedMap } from '../../core/bounded-map.ts'
import type { EventRows, HeldMessage, KnownEvent } from '../../events/event-rows.ts'
import type { ForgetNames } from '../../ports/store.ts'
import type { SqliteDatabase } from './module.ts'
import type { SqliteRoom, SqliteRooms } from './rooms.ts'
import {
  detailOf,
  extraJson,
  extraOf,
  MESSAGE_COLUMNS,
  MESSAGES,
  type MessageRow,
  messageOf,
  type QuotingRow,
  quotingMessageOf,
  reactionsJson,
} from './rows.ts'
import type { SqliteSearchIndex } from './search-index.ts'

/** Authors of whom it is known that they are written down. */
const AUTHORS = 20_000
/** By so many seqs, and so many ms, an author's last message may be later than what is written down. */
export const AUTHOR_LAG = 50_000
export const AUTHOR_LAG_MS = 24 * 3_600_000

/** The rows of one room after the other, inside a transaction. */
export class SqliteEventRows implements EventRows {
  readonly #rooms: SqliteRooms
  readonly #search: SqliteSearchIndex
  readonly #statements: ReturnType<typeof prepareAll>
  readonly #authors = new BoundedMap<{ name: string; seq: number; at: number }>(AUTHORS)
  #room: SqliteRoom | undefined

  constructor(database: SqliteDatabase, rooms: SqliteRooms, search: SqliteSearchIndex) {
    this.#rooms = rooms
    this.#search = search
    this.#statements = prepareAll(database)
  }

  /** From here on it is about this room. */
  of(room: string): this {
    this.#room = this.#rooms.of(room)
    return this
  }

  /** After a transaction that failed. */
  invalidate(): void {
    this.#authors.clear()
  }

  get next(): number {
    return this.#at.head + 1
  }

  known(user: string, cid: string): KnownEvent | undefined {
    const { id = 0, hasChanges } = this.#at
    const message = this.#statements.knownMessage.get(id, user, cid) as KnownEvent | undefined
    if (message !== undefined) return { ...message, type: 'new_message' }
    if (!hasChanges) return undefined
    const change = this.#statements.knownChange.get(id, user, cid) as (KnownEvent & { detail: string }) | undefined
    if (change === undefined) return undefined
    const { detail, ...known } = change
    return known.type === 'reaction' ? { ...known, count: JSON.parse(detail ?? '{}').count ?? 0 } : known
  }

  message(messageId: string): HeldMessage | undefined {
    const room = this.#at
    const row = this.#statements.byId.get(this.#id, messageId) as MessageRow | undefined
    if (row === undefined || row.seq < room.first) return undefined
    return { message: messageOf(room, row), edited: extraOf(row.extra).edited ?? 0 }
  }

  current({ seq }: Message): Message {
    const room = this.#at
    return quotingMessageOf(room, this.#statements.quoting.get(this.#id, seq) as QuotingRow)
  }

  /** What is noted of these as authors is gone. */
  forgetAuthors(ids: readonly string[]): void {
    for (const id of ids) this.#statements.forgetAuthor.run(this.#id, id)
    this.#authors.clear()
  }

  forgetNames({ ids, after, upTo = Number.MAX_SAFE_INTEGER }: ForgetNames): void {
    const { nameless, namelessChanges, namelessMembers } = this.#statements
    for (const statement of [nameless, namelessChanges, namelessMembers])
      statement.run(this.#id, after, upTo, JSON.stringify(ids))
  }

  author(userId: string): string | undefined {
    return (this.#statements.author.get(this.#id, userId) as { name: string } | undefined)?.name
  }

  addMessage(message: Message): boolean {
    const room = this.#at
    const { seq, id, user, cid, text, sentAt, replyTo, mentions } = message
    const roomId = this.#rooms.idOf(room)
    if (room.hasChanges && this.#statements.knownChange.get(roomId, user.id, cid) !== undefined) return false
    const extra = mentions ? extraJson(message, 0) : null
    const [to, toId] = replyTo ? [replyTo.target, replyTo.messageId] : [null, null]
    const { insert } = this.#statements
    const { changes } = insert.run(roomId, seq, id, user.id, user.name, cid, text, sentAt, to, toId, extra)
    if (Number(changes) === 0) return false
    room.head = seq
    this.#rooms.wrote(room)
    this.#search.added()
    this.#noteAuthor(roomId, user, seq, sentAt)
    return true
  }

  addChange(event: ChangeEvent | RoomEvent, by: User): void {
    const room = this.#at
    const { type, seq, id, cid, sentAt } = event
    const [target, about] = 'target' in event ? [event.target, event.messageId] : [0, aboutWhom(event)]
    const detail = detailOf(event)
    const { change } = this.#statements
    change.run(this.#rooms.idOf(room), seq, type, id, by.id, by.name, cid, sentAt, target, about, detail)
    room.head = seq
    this.#rooms.wrote(room)
    room.hasChanges = true
  }

  save({ message, edited }: HeldMessage): void {
    const { text, rev = 0, seq, pinned, deleted } = message
    const { save, bury } = this.#statements
    this.#search.change(this.#id, seq, text)
    save.run(text, rev, extraJson(message, edited), reactionsJson(message), pinned ? 1 : 0, rev, this.#id, seq)
    if (deleted) bury.run(this.#id, seq)
  }

  clear({ seq }: Message): void {
    const { clearReactions, clearChanges } = this.#statements
    clearReactions.run(this.#id, seq)
    clearChanges.run(this.#id, seq)
  }

  hasReaction({ seq }: Message, emoji: string, userId: string): boolean {
    return this.#statements.reaction.get(this.#id, seq, emoji, userId) !== undefined
  }

  ownReactions({ seq }: Message, userId: string): number {
    return (this.#statements.ownReactions.get(this.#id, userId, seq) as { count: number }).count
  }

  addReaction({ seq }: Message, emoji: string, user: User): void {
    this.#statements.react.run(this.#id, seq, emoji, user.id, user.name, this.next)
  }

  dropReaction({ seq }: Message, emoji: string, userId: string): void {
    this.#statements.unreact.run(this.#id, seq, emoji, userId)
  }

  reactions({ seq }: Message, emoji: string): { count: number; users: User[] } {
    const { count } = this.#statements.count.get(this.#id, seq, emoji) as { count: number }
    return { count, users: usersIn(this.#statements.firstThree.all(this.#id, seq, emoji)) }
  }

  pins(): number {
    return (this.#statements.pins.get(this.#id) as { count: number }).count
  }

  get #at(): SqliteRoom {
    if (this.#room === undefined) throw new Error('It is about no room yet.')
    return this.#room
  }

  /** 0: nothing was written to it yet. */
  get #id(): number {
    return this.#at.id ?? 0
  }

  /** Not at each message: only so often that nobody who wrote one that is held is missing. */
  #noteAuthor(room: number, { id, name }: User, seq: number, at: number): void {
    const key = `${room} ${id}`
    const known = this.#authors.get(key)
    const isRecent = known !== undefined && seq - known.seq < AUTHOR_LAG && at - known.at < AUTHOR_LAG_MS
    if (isRecent && known.name === name) return
    this.#statements.noteAuthor.run(room, id, name, seq, at)
    this.#authors.set(key, { name, seq, at })
  }
}

/** The id of who it is about; empty: nobody. */
const aboutWhom = (event: RoomEvent) => (event.type === 'member_changed' ? event.member.id : '')

const nameless = (table: string) => `UPDATE ${table} SET user_name = ''
  WHERE room = ? AND seq > ? AND seq <= ? AND user_name <> '' AND user_id IN (SELECT value FROM json_each(?))`

function prepareAll(database: SqliteDatabase) {
  const one = (table: string) => `FROM ${table} WHERE room = ? AND target = ? AND emoji = ?`
  return {
    insert: database.prepare(
      `INSERT INTO messages (room, seq, message_id, user_id, user_name, cid, text, sent_at, reply_to, reply_id, extra)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (cid, user_id, room) DO NOTHING`,
    ),
    change: database.prepare(
      `INSERT INTO changes (room, seq, type, event_id, user_id, user_name, cid, sent_at, target, target_id, detail)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    knownMessage: database.prepare(
      'SELECT seq, message_id AS id, sent_at AS sentAt FROM messages WHERE room = ? AND user_id = ? AND cid = ?',
    ),
    knownChange: database.prepare(
      `SELECT type, seq, event_id AS id, sent_at AS sentAt, target, target_id AS messageId, detail
       FROM changes WHERE room = ? AND user_id = ? AND cid = ?`,
    ),
    byId: database.prepare(`SELECT ${MESSAGE_COLUMNS} FROM messages WHERE room = ? AND message_id = ?`),
    quoting: database.prepare(`${MESSAGES} WHERE m.room = ? AND m.seq = ?`),
    save: database.prepare(
      `UPDATE messages SET text = ?, rev = ?, extra = ?, reactions = ?, pinned = CASE WHEN ? THEN coalesce(pinned, ?) END
       WHERE room = ? AND seq = ?`,
    ),
    bury: database.prepare('UPDATE messages SET reply_to = NULL, reply_id = NULL WHERE room = ? AND seq = ?'),
    clearReactions: database.prepare('DELETE FROM reactions WHERE room = ? AND target = ?'),
    clearChanges: database.prepare(
      `UPDATE changes SET detail = json_set(detail, '$.count', 0, '$.users', json('[]'))
       WHERE room = ? AND target = ? AND detail IS NOT NULL AND type = 'reaction'`,
    ),
    reaction: database.prepare(`SELECT 1 ${one('reactions')} AND user_id = ?`),
    ownReactions: database.prepare(
      'SELECT count(*) AS count FROM reactions WHERE room = ? AND user_id = ? AND target = ?',
    ),
    react: database.prepare(
      'INSERT INTO reactions (room, target, emoji, user_id, user_name, seq) VALUES (?, ?, ?, ?, ?, ?)',
    ),
    unreact: database.prepare(`DELETE ${one('reactions')} AND user_id = ?`),
    count: database.prepare(`SELECT count(*) AS count ${one('reactions')}`),
    firstThree: database.prepare(`SELECT user_id AS id, user_name AS name ${one('reactions')} ORDER BY seq LIMIT 3`),
    pins: database.prepare('SELECT count(*) AS count FROM messages WHERE room = ? AND pinned IS NOT NULL'),
    author: database.prepare('SELECT user_name AS name FROM authors WHERE room = ? AND user_id = ?'),
    nameless: database.prepare(nameless('messages')),
    namelessChanges: database.prepare(nameless('changes')),
    namelessMembers: database.prepare(
      `UPDATE changes SET detail = json_set(detail, '$.name', '') WHERE room = ? AND seq > ? AND seq <= ?
       AND target = 0 AND target_id IN (SELECT value FROM json_each(?)) AND detail IS NOT NULL`,
    ),
    forgetAuthor: database.prepare('DELETE FROM authors WHERE room = ? AND user_id = ?'),
    noteAuthor: database.prepare(
      `INSERT INTO authors (room, user_id, user_name, last_seq, last_at) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (room, user_id) DO UPDATE
       SET user_name = excluded.user_name, last_seq = excluded.last_seq, last_at = excluded.last_at`,
    ),
  }
}
