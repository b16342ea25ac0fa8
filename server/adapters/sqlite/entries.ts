import { checkedRoom, checkRole } from '../../directory/check-change.ts'
import { checkedSanction } from '../../directory/check-moderation.ts'
import { checkBlock, checkedInvitation, checkedPositions } from '../../directory/check-ties.ts'
import type { Invitation, Membership, ReadPosition, SanctionRecord } from '../../ports/directory.ts'
import type { ImportedEntry } from '../../wire/import-entry.ts'
import type { SqliteDirectory } from './directory.ts'
import type { SqliteDatabase } from './module.ts'

/** What is known of rooms and of people in them, each as a line of an export; accounts are in a backup alone. */
export function* allEntries(database: SqliteDatabase, directory: SqliteDirectory): Generator<ImportedEntry> {
  for (const row of all(database, 'SELECT room FROM room_settings ORDER BY room')) {
    const record = directory.room((row as { room: string }).room)
    if (record) yield { type: 'room', ...record }
  }
  for (const row of all(database, 'SELECT room, user_id AS user, role, since FROM memberships ORDER BY room, user_id'))
    yield { type: 'membership', ...(row as Membership) }
  const invitations = 'SELECT room, user_id AS user, invited_by AS "by", invited_at AS "at" FROM invitations'
  for (const row of all(database, `${invitations} ORDER BY room, user_id`))
    yield { type: 'invitation', ...(row as Invitation) }
  for (const row of all(database, 'SELECT blocked_by AS "by", user_id AS user FROM blocks ORDER BY nth'))
    yield { type: 'block', ...(row as { by: string; user: string }) }
  for (const row of all(database, 'SELECT user_id AS user, room, epoch, seq FROM positions ORDER BY nth'))
    yield { type: 'position', ...(row as ReadPosition) }
  const sanctions = `SELECT room, user_id AS user, kind, until, reason, laid_by AS "by", laid_at AS "at" FROM sanctions`
  // what stands for an address does so in this folder alone
  for (const row of all(database, `${sanctions} WHERE substr(user_id, 1, 3) <> 'ip:' ORDER BY room, user_id, kind`))
    yield { type: 'sanction', ...withoutNulls(row as SanctionRecord) }
}

function all(database: SqliteDatabase, sql: string): Iterable<unknown> {
  return database.prepare(sql).iterate()
}

function withoutNulls<T extends object>(row: T): T {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as T
}

/**
 * Adds such a line to what is known, within a transaction; false: what is there says something of it already, and stays, or it
 * is of somebody who was removed. Throws a RangeError for what cannot be.
 */
export function addEntry(directory: SqliteDirectory, entry: ImportedEntry): boolean {
  const isGone = (...users: string[]) => directory.removed(users).size > 0
  switch (entry.type) {
    case 'room': {
      const record = checkedRoom(entry)
      if (directory.room(record.room)) return false
      const same = record.pair && directory.direct(...record.pair)
      if (same) throw new RangeError(`The two people of ${record.room} have the room ${same.room} already.`)
      directory.putRoom(record)
      return true
    }
    case 'membership': {
      const { room, user, role, since } = entry
      checkRole(room, user, role)
      if (directory.membership(room, user) || isGone(user)) return false
      directory.putMembership({ room, user, role, since })
      directory.deleteInvitation(room, user)
      return true
    }
    case 'invitation': {
      const invitation = checkedInvitation(entry)
      const { room, user, by } = invitation
      if (!directory.room(room)) throw new RangeError(`There is no room ${room} to be asked into.`)
      if (directory.invitation(room, user) || directory.membership(room, user) || isGone(user, by)) return false
      directory.putInvitation(invitation)
      return true
    }
    case 'block': {
      const { by, user } = entry
      checkBlock(by, user, true)
      if (directory.isBlocked(by, user) || isGone(by, user)) return false
      directory.putBlock(by, user)
      return true
    }
    case 'position': {
      const [position] = checkedPositions([entry])
      if (!position || directory.position(position.user, position.room) || isGone(position.user)) return false
      directory.putPosition(position)
      return true
    }
    case 'sanction': {
      const sanction = checkedSanction(entry)
      const { room, user, kind } = sanction
      const isThere = directory.sanctions(room, user, -1).some(each => each.room === room && each.kind === kind)
      if (isThere || isGone(user)) return false
      directory.putSanction(sanction)
      return true
    }
  }
}
