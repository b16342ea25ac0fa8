import { ROOMS_OF_USER, ROWS } from '../../directory/bounds.ts'
import { TRIMMED } from '../../directory/trim-moderation.ts'
import type { Account, AccountChange, Membership, RoomRecord, SanctionRecord } from '../../ports/directory.ts'
import type { DirectoryChange } from '../../ports/directory-change.ts'
import { AUDIT_MS, type AuditRecord, HOLD_MS, SNAPSHOT_MS } from '../../ports/moderation.ts'
import type { Cells } from './cells.ts'
import { RedisDirectoryRows } from './directory-rows.ts'
import { together } from './known.ts'

type Questions = (() => unknown)[]
type Of<Type extends DirectoryChange['type']> = Extract<DirectoryChange, { type: Type }>

/** Rows to ask; and fresh ones for what also writes, which comes to nothing. */
interface Ahead {
  readonly rows: RedisDirectoryRows
  fresh(): RedisDirectoryRows
}

/** Has read at once what a change is going to ask, so that it does not ask one after the other. */
export function readAhead(cells: Cells, prefix: string, change: DirectoryChange): void {
  const fresh = () => new RedisDirectoryRows(cells.scratch(), prefix)
  together(questionsOf({ rows: fresh(), fresh }, change))
}

function questionsOf(ahead: Ahead, change: DirectoryChange): Questions {
  const { rows, fresh } = ahead
  switch (change.type) {
    case 'addAccount':
      return ofAccount(rows, change.account)
    case 'changeAccount':
      return ofAccountChange(rows, change.id, change.change)
    case 'removeAccount':
      return [() => together(ofRemoval(ahead, [change.id, ...(rows.account(change.id)?.guestIds ?? [])]))]
    case 'endErasure':
      return []
    case 'addRoom':
      return ofRoom(rows, change.record, change.members)
    case 'changeRoom':
      return [() => rows.room(change.room)]
    case 'setRole':
      return [...ofPlace(rows, change.room, change.user), () => rows.longest(change.room, 'owner', change.user)]
    case 'addSanction':
      return [...ofSanctions(ahead, [change.sanction, ...(change.beside ?? [])]), ...ofAudit(ahead, change.audit)]
    case 'liftSanction':
      return [() => fresh().deleteSanction(change.room, change.user, change.kind), ...ofAudit(ahead, change.audit)]
    case 'addReport':
      return ofReport(ahead, change)
    case 'closeReport':
      return [() => fresh().closeReport(change.room, change.id, change.at), ...ofAudit(ahead, change.audit)]
    case 'endHold':
      return [
        () => rows.accountOfGuest(rows.hold(change.room, change.id)?.user.id ?? ''),
        ...ofAudit(ahead, change.audit),
      ]
    case 'note':
      return ofAudit(ahead, change.audit)
    case 'invite':
      return ofInvitation(rows, change)
    case 'dropInvitation':
      return [() => rows.invitation(change.room, change.user)]
    case 'block':
      return ofBlock(rows, change)
    case 'keepPositions':
      return ofPositions(rows, change)
  }
}

function ofAccount(rows: RedisDirectoryRows, account: Account): Questions {
  const { id, guestIds } = account
  return [
    () => rows.account(id),
    () => rows.removed([id, ...guestIds]),
    () => rows.hasRoom('accounts'),
    ...ofOthers(rows, account),
    ...ofPassing(rows, guestIds, id),
  ]
}

function ofAccountChange(rows: RedisDirectoryRows, id: string, change: AccountChange): Questions {
  const { guestIds = [] } = change
  const ofMerged = () => {
    const before = rows.account(id)
    if (before) together(ofOthers(rows, { ...before, ...change, guestIds: [...before.guestIds, ...guestIds] }))
  }
  return [ofMerged, () => rows.removed(guestIds), ...ofOthers(rows, change), ...ofPassing(rows, guestIds, id)]
}

/** Whether another one has what one alone can have. */
function ofOthers(rows: RedisDirectoryRows, account: Partial<Account>): Questions {
  const { keys = [], password, issuer, subject, guestIds = [] } = account
  return [
    ...(password === undefined ? [] : keys.map(key => () => rows.accountNamed([key]))),
    ...(issuer === undefined || subject === undefined ? [] : [() => rows.accountOf(issuer, subject)]),
    ...guestIds.map(guestId => () => rows.accountOfGuest(guestId)),
  ]
}

/** What was laid on guests that somebody was. */
function ofPassing(rows: RedisDirectoryRows, guestIds: readonly string[], id: string): Questions {
  return guestIds.map(guestId => () => {
    const laid = rows.sanctionsOf(guestId, undefined, ROWS)
    together(
      laid.map(
        ({ room }) =>
          () =>
            rows.sanctions(room, id, -1),
      ),
    )
  })
}

function ofRemoval({ rows, fresh }: Ahead, ids: readonly string[]): Questions {
  return ids.flatMap(id => [
    () => rows.accountOfGuest(id),
    () => rows.removed([id]),
    () => together(rows.roomsOf(id, undefined, ROOMS_OF_USER).map(each => () => ofLeaving(rows, each))),
    () => fresh().deleteSanctionsOf(id),
    () => fresh().deleteInvitationsOf(id),
    () => fresh().deleteBlocksOf(id),
    () => fresh().deletePositionsOf(id),
    () => fresh().deleteHoldsOf(id),
    () => fresh().forgetNamesOf(id),
  ])
}

function ofLeaving(rows: RedisDirectoryRows, { room, user, role }: Membership): void {
  const heirs = role === 'owner' ? (['owner', 'moderator', 'member'] as const) : []
  together([() => rows.membership(room, user), ...heirs.map(each => () => ofHeir(rows, room, each, user))])
}

function ofHeir(rows: RedisDirectoryRows, room: string, role: Membership['role'], user: string): void {
  const heir = rows.longest(room, role, user)
  if (heir) rows.membership(room, heir.user)
}

function ofRoom(rows: RedisDirectoryRows, { room, pair }: RoomRecord, members: readonly Membership[]): Questions {
  return [
    () => rows.room(room),
    ...(pair ? [() => rows.direct(...pair)] : []),
    () => rows.hasRoom('rooms'),
    () => rows.hasRoom('memberships'),
    ...members.flatMap(({ user }) => ofPlace(rows, room, user)),
  ]
}

function ofPlace(rows: RedisDirectoryRows, room: string, user: string): Questions {
  return [
    () => rows.membership(room, user),
    () => rows.removed([user]),
    () => rows.countRooms(user),
    () => rows.invitation(room, user),
    () => rows.hasRoom('memberships'),
  ]
}

function ofSanctions({ rows, fresh }: Ahead, sanctions: readonly SanctionRecord[]): Questions {
  const [first] = sanctions
  if (!first) return []
  const rooms = new Set(sanctions.map(({ room }) => room))
  return [
    () => rows.removed([first.user]),
    ...[...rooms].map(room => () => fresh().dropEnded(room, first.at)),
    () => rows.countGuestSanctions(),
    () => rows.hasRoom('sanctions'),
    ...sanctions.flatMap(({ room, user }) => [
      () => rows.sanctions(room, user, -1),
      () => rows.sanctions(room, rows.accountOfGuest(user)?.id ?? user, -1),
    ]),
  ]
}

function ofAudit({ rows, fresh }: Ahead, audit: AuditRecord | undefined): Questions {
  if (!audit) return []
  const { by, cid, target } = audit
  const people = target?.user ? [by.id, target.user.id] : [by.id]
  return [() => rows.deed(by.id, cid), () => rows.removed(people), () => fresh().putAudit(audit)]
}

function ofReport({ rows, fresh }: Ahead, { report }: Of<'addReport'>): Questions {
  const { room, by, snapshot } = report
  return [
    () => rows.knownReport(report),
    () => rows.countReports(room, ROWS),
    () => rows.hasRoom('reports'),
    () => rows.removed(snapshot ? [by.id, snapshot.user.id] : [by.id]),
    () => fresh().putReport(report),
  ]
}

function ofInvitation(rows: RedisDirectoryRows, { invitation }: Of<'invite'>): Questions {
  const { room, user, by } = invitation
  return [
    () => rows.room(room),
    () => rows.account(user),
    () => rows.account(by),
    () => rows.invitation(room, user),
    () => rows.membership(room, user),
    ...(['room', 'user', 'by'] as const).map(of => () => rows.countInvitations(of, invitation[of])),
    () => rows.hasRoom('invitations'),
  ]
}

function ofBlock(rows: RedisDirectoryRows, { by, user }: Of<'block'>): Questions {
  return [
    () => rows.account(by),
    () => rows.account(user),
    () => rows.isBlocked(by, user),
    () => rows.countBlocks(by),
    () => rows.lastBlock(by),
    () => rows.hasRoom('blocks'),
  ]
}

function ofPositions(rows: RedisDirectoryRows, { positions }: Of<'keepPositions'>): Questions {
  const users = [...new Set(positions.map(({ user }) => user))]
  return [
    () => rows.removed(users),
    () => rows.hasRoom('positions'),
    ...users.map(user => () => rows.lastPosition(user)),
    // only where one comes there may be too many
    ...positions.map(
      ({ user, room }) =>
        () =>
          rows.position(user, room) ?? rows.countPositions(user),
    ),
  ]
}

/** The same of what is given up, since it is kept longer than it may be. */
export function readAheadToTrim(cells: Cells, prefix: string, now: number, dedupeMs: number): void {
  const fresh = () => new RedisDirectoryRows(cells.scratch(), prefix)
  const rows = fresh()
  together([
    () =>
      together(
        rows.oldHolds(now - HOLD_MS, TRIMMED).map(
          ({ user }) =>
            () =>
              rows.accountOfGuest(user.id),
        ),
      ),
    () => fresh().eraseSnapshots(now - SNAPSHOT_MS, TRIMMED),
    () => fresh().forgetHolds(now - dedupeMs, TRIMMED),
    () => fresh().forgetAudit(now - AUDIT_MS, TRIMMED),
  ])
}
