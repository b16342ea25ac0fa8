import { demandUser } from '../directory/check.ts'
import { checkedAccount, checkedRoom, checkRole } from '../directory/check-change.ts'
import { checkedSanction } from '../directory/check-moderation.ts'
import { checkBlock, checkedInvitation, checkedPositions } from '../directory/check-ties.ts'
import { isTaken } from '../directory/write-account.ts'
import type { ImportedEntry } from '../wire/import-entry.ts'
import type { MovedRows } from './moved-rows.ts'

type Of<Type extends ImportedEntry['type']> = Extract<ImportedEntry, { type: Type }>

/**
 * Adds such a line to what is known, within a transaction; false: what is there says something of it already, and stays, or it
 * is of somebody who was removed. Throws a RangeError for what cannot be.
 */
export function addEntry(rows: MovedRows, entry: ImportedEntry): boolean {
  switch (entry.type) {
    case 'account':
    case 'removed':
    case 'erasure':
    case 'removal':
      return addPerson(rows, entry)
    case 'room':
      return addRoom(rows, entry)
    case 'membership': {
      const { room, user, role, since } = entry
      checkRole(room, user, role)
      if (rows.membership(room, user) || isGone(rows, user)) return false
      rows.putMembership({ room, user, role, since })
      rows.deleteInvitation(room, user)
      return true
    }
    case 'invitation': {
      const invitation = checkedInvitation(entry)
      const { room, user, by } = invitation
      if (!rows.room(room)) throw new RangeError(`There is no room ${room} to be asked into.`)
      if (rows.invitation(room, user) || rows.membership(room, user) || isGone(rows, user, by)) return false
      rows.putInvitation(invitation)
      return true
    }
    case 'block': {
      const { by, user } = entry
      checkBlock(by, user, true)
      if (rows.isBlocked(by, user) || isGone(rows, by, user)) return false
      rows.putBlock(by, user)
      return true
    }
    case 'position': {
      const [position] = checkedPositions([entry])
      if (!position || rows.position(position.user, position.room) || isGone(rows, position.user)) return false
      rows.putPosition(position)
      return true
    }
    case 'sanction': {
      const sanction = checkedSanction(entry)
      const { room, user, kind } = sanction
      const isThere = rows.sanctions(room, user, -1).some(each => each.room === room && each.kind === kind)
      if (isThere || isGone(rows, user)) return false
      rows.putSanction(sanction)
      return true
    }
  }
}

function addPerson(rows: MovedRows, entry: Of<'account' | 'removed' | 'erasure' | 'removal'>): boolean {
  switch (entry.type) {
    case 'account': {
      const account = checkedAccount(entry)
      if (rows.account(account.id) || isGone(rows, account.id, ...account.guestIds)) return false
      if (isTaken(rows, account))
        throw new RangeError(`Another account has a name, a guest or a person of a site that ${account.id} has.`)
      rows.putAccount(account, undefined)
      return true
    }
    case 'removed':
      demandUser(entry.id, 'The id')
      if (isGone(rows, entry.id) || rows.account(entry.id)) return false
      rows.keepRemoved(entry.id)
      return true
    case 'erasure': {
      const { id, ids } = entry
      for (const each of [id, ...ids]) demandUser(each, 'The id')
      if (!isGone(rows, id) || rows.erasures(undefined, 1_000).some(each => each.id === id)) return false
      rows.keepErasure({ id, ids })
      return true
    }
    case 'removal':
      if (rows.removedBy(entry.key) >= entry.at) return false
      rows.keepRemoval(entry.key, entry.at)
      return true
  }
}

function addRoom(rows: MovedRows, entry: Of<'room'>): boolean {
  const record = checkedRoom(entry)
  if (rows.room(record.room)) return false
  const same = record.pair && rows.direct(...record.pair)
  if (same) throw new RangeError(`The two people of ${record.room} have the room ${same.room} already.`)
  rows.putRoom(record)
  return true
}

function isGone(rows: MovedRows, ...users: string[]): boolean {
  return rows.removed(users).size > 0
}
