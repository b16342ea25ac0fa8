import type { DirectoryAnswer, DirectoryChange } from '../ports/directory-change.ts'
import type { DirectoryRows } from './directory-rows.ts'
import { addAccount, changeAccount, removeAccount } from './write-account.ts'
import { addReport, closeReport, endHold, note } from './write-moderation.ts'
import { addRoom, changeRoom, setRole } from './write-rights.ts'
import { addSanctions, liftSanction } from './write-sanctions.ts'
import { block, dropInvitation, invite, keepPositions } from './write-ties.ts'

/**
 * Decides on a change by what the rows say in the same transaction, and makes it. `full`: there is no place for more. What is
 * refused is not touched.
 */
export function writeDirectory(rows: DirectoryRows, change: DirectoryChange): DirectoryAnswer | 'full' {
  switch (change.type) {
    case 'addAccount':
      return addAccount(rows, change.account, change.at)
    case 'changeAccount':
      return changeAccount(rows, change.id, change.change, change.at)
    case 'removeAccount':
      return removeAccount(rows, change.id, change.at)
    case 'endErasure':
      rows.endErasure(change.id)
      return { value: undefined, news: [] }
    case 'addRoom':
      return addRoom(rows, change.record, change.members)
    case 'changeRoom':
      return changeRoom(rows, change.room, change.change)
    case 'setRole':
      return setRole(rows, change)
    case 'addSanction':
      return addSanctions(rows, [change.sanction, ...(change.beside ?? [])], change.audit)
    case 'liftSanction':
      return liftSanction(rows, change)
    case 'addReport':
      return addReport(rows, change.report)
    case 'closeReport':
      return closeReport(rows, change)
    case 'endHold':
      return endHold(rows, change)
    case 'note':
      return note(rows, change.audit)
    case 'invite':
      return invite(rows, change.invitation)
    case 'dropInvitation':
      return dropInvitation(rows, change.room, change.user)
    case 'block':
      return block(rows, change)
    case 'keepPositions':
      return keepPositions(rows, change.positions)
  }
}
