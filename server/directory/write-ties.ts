import type { DirectoryNews, Invitation, ReadPosition } from '../ports/directory.ts'
import type { DirectoryAnswer } from '../ports/directory-change.ts'
import { BLOCKS, INVITATIONS, POSITIONS } from './bounds.ts'
import type { DirectoryRows } from './directory-rows.ts'

const OK: DirectoryAnswer = { value: 'ok', news: [] }
const NOT_FOUND: DirectoryAnswer = { value: 'not_found', news: [] }
const TOO_MANY: DirectoryAnswer = { value: 'too_many', news: [] }

export function invite(rows: DirectoryRows, invitation: Invitation): DirectoryAnswer | 'full' {
  const { room, user, by } = invitation
  if (!rows.room(room) || !rows.account(user) || !rows.account(by)) return NOT_FOUND
  if (rows.invitation(room, user) || rows.membership(room, user)) return { value: 'taken', news: [] }
  for (const of of ['room', 'user', 'by'] as const)
    if (rows.countInvitations(of, invitation[of]) >= INVITATIONS) return TOO_MANY
  if (!rows.hasRoom('invitations')) return 'full'
  rows.putInvitation(invitation)
  return { value: 'ok', news: [{ type: 'invited', room, user, on: true }] }
}

export function dropInvitation(rows: DirectoryRows, room: string, user: string): DirectoryAnswer {
  if (!rows.deleteInvitation(room, user)) return { value: false, news: [] }
  return { value: true, news: [{ type: 'invited', room, user, on: false }] }
}

export function block(
  rows: DirectoryRows,
  { by, user, on }: { by: string; user: string; on: boolean },
): DirectoryAnswer | 'full' {
  const news: DirectoryNews[] = [by, user].map(each => ({ type: 'blocks', user: each }))
  if (!on) return rows.deleteBlock(by, user) ? { value: 'ok', news } : OK
  if (by === user || !rows.account(by) || !rows.account(user)) return NOT_FOUND
  if (rows.isBlocked(by, user)) return OK
  if (rows.countBlocks(by) >= BLOCKS) return TOO_MANY
  if (!rows.hasRoom('blocks')) return 'full'
  rows.putBlock(by, user)
  return { value: 'ok', news }
}

/** Where there is no place for more, those that are there still move. */
export function keepPositions(rows: DirectoryRows, positions: readonly ReadPosition[]): DirectoryAnswer {
  const gone = rows.removed([...new Set(positions.map(({ user }) => user))])
  for (const position of positions) {
    const { user, room } = position
    if (gone.has(user)) continue
    if (!rows.position(user, room)) {
      if (!rows.hasRoom('positions')) continue
      if (rows.countPositions(user) >= POSITIONS) rows.dropPosition(user)
    }
    rows.putPosition(position)
  }
  return { value: undefined, news: [] }
}

/** What ties somebody who is removed to rooms and people. */
export function removeTies(rows: DirectoryRows, id: string): DirectoryNews[] {
  const invitations = rows.deleteInvitationsOf(id)
  const blocked = rows.deleteBlocksOf(id)
  rows.deletePositionsOf(id)
  return [
    ...invitations.map(({ room, user }): DirectoryNews => ({ type: 'invited', room, user, on: false })),
    ...blocked.map((user): DirectoryNews => ({ type: 'blocks', user })),
  ]
}
