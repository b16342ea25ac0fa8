import type { SqliteDatabase } from './module.ts'

const { unicode } = process.versions
/** How texts are folded for the index; another number, and another edition of Unicode, builds it anew. */
const FOLDING = `2/${unicode}`
const STATE = 'search'
/** Where FTS5 keeps of which segments an index consists. */
const STRUCTURE = 10
/** Room names of the index: two of these stand for a number below 4,096 each. */
const ROOM_DIGITS = 4_096
const FIRST_DIGIT = 0xf_00_00

/** Of messages with an id from `from` to `to` the index knows what they say. */
export interface Indexed {
  from: number
  to: number
}

/**
 * Makes the index of what messages say where there is none that this version can use, and begins with nothing in it. False:
 * this SQLite has no such index; what another one left of it is emptied.
 */
export function prepareSearch(database: SqliteDatabase): boolean {
  const isKnown = database.prepare("SELECT 1 FROM pragma_module_list WHERE name = 'fts5'").get() !== undefined
  const isThere = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'search'").get() !== undefined
  if (!isKnown) {
    if (isThere) emptyUnread(database)
    return false
  }
  const known = isThere ? readIndexed(database) : undefined
  const { id } = database.prepare('SELECT coalesce(max(id), 0) AS id FROM messages').get() as { id: number }
  // ids that would come again: what the index says of them is of messages that are gone
  if (known !== undefined && known.to <= id) return true
  database.exec(`BEGIN IMMEDIATE;
    DROP TABLE IF EXISTS search;
    CREATE VIRTUAL TABLE search USING fts5(
      room, text, content = '', columnsize = 0, detail = none, tokenize = 'trigram case_sensitive 1'
    );
    INSERT INTO search (search, rank) VALUES ('secure-delete', 1);`)
  writeIndexed(database, { from: id + 1, to: id })
  database.exec('COMMIT')
  return true
}

/** Undefined: there is no index, or one of another version. */
export function readIndexed(database: SqliteDatabase): Indexed | undefined {
  const row = database.prepare('SELECT value FROM meta WHERE name = ?').get(STATE) as { value: string } | undefined
  const [folding, from, to] = row?.value.split(' ') ?? []
  return folding === FOLDING ? { from: Number(from), to: Number(to) } : undefined
}

/** Within a transaction. */
export function writeIndexed(database: SqliteDatabase, { from, to }: Indexed): void {
  const value = `${FOLDING} ${from} ${to}`
  database.prepare('INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)').run(STATE, value)
}

/**
 * What stands for a room in the index: three characters of a private area, which are one entry. So what is rare in a room is
 * found as fast where it is frequent in others.
 */
export function roomMark(room: number): string {
  const digits = [room / ROOM_DIGITS ** 2, room / ROOM_DIGITS, room]
  return String.fromCodePoint(...digits.map(digit => FIRST_DIGIT + (Math.floor(digit) % ROOM_DIGITS)))
}

/** Whoever does not know the module cannot drop its table; the tables beneath are like others, and are left as those of an empty one. */
function emptyUnread(database: SqliteDatabase): void {
  database.exec(`BEGIN IMMEDIATE;
    DELETE FROM search_data WHERE id NOT IN (1, ${STRUCTURE});
    UPDATE search_data SET block = x'00000000000000' WHERE id = ${STRUCTURE};
    DELETE FROM search_idx;
    UPDATE meta SET value = '' WHERE name = '${STATE}';
    COMMIT;`)
}
