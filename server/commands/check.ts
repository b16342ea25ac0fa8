import { readDatabase } from '../adapters/sqlite/file.ts'
import { loadSqlite } from '../adapters/sqlite/module.ts'
import type { CommandCall } from './call.ts'

interface RoomRow {
  name: string
  first: number
  /** From here on there is no hole. */
  whole: number
  /** Of messages that are held. */
  messages: number
  least: number | null
  head: number | null
  /** Messages and changes from `whole` on. */
  events: number
}

const ROOMS = `
  SELECT name, first, max(first, changes_first) AS whole,
    (SELECT count(*) FROM messages WHERE room = rooms.id AND seq >= first) AS messages,
    (SELECT min(seq) FROM messages WHERE room = rooms.id AND seq >= first) AS least,
    (SELECT max(seq) FROM (SELECT max(seq) AS seq FROM messages WHERE room = rooms.id
      UNION ALL SELECT max(seq) FROM changes WHERE room = rooms.id)) AS head,
    (SELECT count(*) FROM messages WHERE room = rooms.id AND seq >= max(first, changes_first)) +
    (SELECT count(*) FROM changes WHERE room = rooms.id AND seq >= max(first, changes_first)) AS events
  FROM rooms`

/** What is said of messages that do not stand as their events say. */
const STRAYS = `
  SELECT 'changes are of messages that never were' AS what, count(*) AS count FROM changes c
    WHERE c.target > 0 AND NOT EXISTS (SELECT 1 FROM messages WHERE room = c.room AND seq = c.target)
      AND c.target >= (SELECT first FROM rooms WHERE id = c.room)
  UNION ALL SELECT 'reactions are to messages that are deleted or never were', count(*) FROM reactions r
    WHERE NOT EXISTS (
      SELECT 1 FROM messages WHERE room = r.room AND seq = r.target AND extra ->> '$.by' IS NULL)
  UNION ALL SELECT 'deleted messages still say something', count(*) FROM messages
    WHERE extra ->> '$.by' IS NOT NULL AND text <> ''`

/** What is said of people that cannot be. */
const PEOPLE = `
  SELECT 'accounts have no key for their name' AS what, count(*) AS count FROM accounts
    WHERE id NOT IN (SELECT account FROM account_keys)
  UNION ALL SELECT 'names with a password look like another one', count(*) FROM (
    SELECT key FROM account_keys WHERE account IN (SELECT id FROM accounts WHERE password IS NOT NULL)
      GROUP BY key HAVING count(*) > 1)
  UNION ALL SELECT 'keys and guests are of accounts that are not there', count(*) FROM (
    SELECT account FROM account_keys UNION ALL SELECT account FROM account_guests)
    WHERE account NOT IN (SELECT id FROM accounts)
  UNION ALL SELECT 'removed accounts are still there, or have a place or a sanction', count(*) FROM removed_accounts
    WHERE id IN (SELECT id FROM accounts UNION SELECT user_id FROM memberships UNION SELECT user_id FROM sanctions)
  UNION ALL SELECT 'removed accounts are asked in, block or are blocked, or have read', count(*) FROM removed_accounts
    WHERE id IN (SELECT user_id FROM invitations UNION SELECT invited_by FROM invitations UNION SELECT blocked_by
      FROM blocks UNION SELECT user_id FROM blocks UNION SELECT user_id FROM positions)
  UNION ALL SELECT 'removed accounts have messages that wait', count(*) FROM removed_accounts
    WHERE id IN (SELECT user_id FROM holds)
  UNION ALL SELECT 'removed accounts have a name in reports or in what was done', count(*) FROM removed_accounts r
    WHERE id IN (SELECT by_id FROM reports WHERE by_name <> '' UNION SELECT by_id FROM audit WHERE by_name <> '')
      OR EXISTS (SELECT 1 FROM reports WHERE author = r.id AND snapshot ->> '$.user.name' <> '')
      OR EXISTS (SELECT 1 FROM audit WHERE about = r.id AND target ->> '$.user.name' <> '')
  UNION ALL SELECT 'messages that were rejected still say something', count(*) FROM holds
    WHERE ended_at IS NOT NULL AND (text <> '' OR user_name <> '' OR mentions IS NOT NULL)
  UNION ALL SELECT 'messages wait that are in their room already', count(*) FROM holds h WHERE ended_at IS NULL
    AND EXISTS (SELECT 1 FROM messages m JOIN rooms r ON r.id = m.room
      WHERE r.name = h.room AND m.cid = h.cid AND m.user_id = h.user_id)
  UNION ALL SELECT 'people are asked into rooms that nobody made, or where they have a place', count(*) FROM invitations i
    WHERE NOT EXISTS (SELECT 1 FROM room_settings WHERE room = i.room)
      OR EXISTS (SELECT 1 FROM memberships WHERE room = i.room AND user_id = i.user_id)
  UNION ALL SELECT 'direct rooms have a member who is none of their pair', count(*) FROM memberships m
    JOIN room_settings r ON r.room = m.room AND r.pair_first IS NOT NULL
    WHERE m.user_id NOT IN (r.pair_first, r.pair_second)`

/** Reads the whole database and says what is wrong with it; its server may run. */
export async function check(call: CommandCall): Promise<number> {
  if (call.redis) return (await import('./redis-check.ts')).checkRedis(call)
  const { data, print } = call
  const database = readDatabase(await loadSqlite(), data)
  try {
    database.exec('BEGIN')
    const faults = (database.prepare('PRAGMA integrity_check(20)').all() as object[])
      .map(row => String(Object.values(row)[0]))
      .filter(text => text !== 'ok')
    const rooms = database.prepare(ROOMS).all() as RoomRow[]
    for (const room of rooms) faults.push(...faultsOf(room))
    for (const { what, count } of database.prepare(`${STRAYS} UNION ALL ${PEOPLE}`).all() as {
      what: string
      count: number
    }[])
      if (count > 0) faults.push(`${count} ${what}.`)
    for (const fault of faults) print(`${fault}\n`)
    const messages = rooms.reduce((sum, room) => sum + room.messages, 0)
    print(
      `${faults.length === 0 ? 'No faults' : `${faults.length} faults`} in ${rooms.length} rooms with ${messages} messages.\n`,
    )
    return faults.length === 0 ? 0 : 1
  } finally {
    database.close()
  }
}

/** From its first message on a room has every seq, but for changes and events of its own that were given up. */
function faultsOf({ name, first, whole, least, head, events }: RoomRow): string[] {
  if (head === null) return []
  const holes = head - whole + 1 - events
  return [
    ...(holes > 0 ? [`The room ${name} misses ${holes} seqs between ${whole} and ${head}.`] : []),
    ...(least !== null && least > first && whole > first
      ? [`The room ${name} holds nothing between ${first} and ${least}.`]
      : []),
  ]
}
