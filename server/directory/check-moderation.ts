import { CID } from '../../sdk/protocol/limits.ts'
import { REPORT_CATEGORIES } from '../../sdk/protocol/moderation.ts'
import { SANCTION_KINDS } from '../../sdk/protocol/policy.ts'
import type { User } from '../../sdk/protocol/records.ts'
import { userOf } from '../../sdk/protocol/user-of.ts'
import type { SanctionRecord } from '../ports/directory.ts'
import type { AuditRecord, ReportRecord, Snapshot } from '../ports/moderation.ts'
import type { EventDraft } from '../ports/room-log.ts'
import {
  ACTION_LENGTH,
  GUEST_IDS,
  NAME_LENGTH,
  NOTE_LENGTH,
  REASON_LENGTH,
  RULE_LENGTH,
  SNAPSHOT_LENGTH,
  TARGET_LENGTH,
} from './bounds.ts'
import { demand, demandId, demandList, demandMs, demandOneOf, demandText, demandUser, isRoomName } from './check.ts'

const ADDRESS = /^ip:[A-Za-z0-9_-]{1,60}$/

/** A copy with what a sanction has and nothing else. Throws a RangeError. */
export function checkedSanction(sanction: SanctionRecord): SanctionRecord {
  const { room, user, kind, until, reason, by, at } = sanction
  checkSanction(room, user, kind)
  if (until !== undefined) demandMs(until, 'The end')
  if (reason !== undefined) demandText(reason, REASON_LENGTH, 'The reason')
  demandUser(by, 'Who laid it on')
  demandMs(at, 'The time')
  return { room, user, kind, until, reason, by, at }
}

/** As many as somebody can have been guests, and their address. Throws a RangeError. */
export function checkedBeside(sanctions: readonly SanctionRecord[]): SanctionRecord[] {
  demandList(sanctions, GUEST_IDS + 1, 'The sanctions beside it')
  return sanctions.map(checkedSanction)
}

/** Throws a RangeError. */
export function checkSanction(room: string, user: string, kind: SanctionRecord['kind']): void {
  checkPlace(room)
  demandUser(user, 'The id')
  const isAddress = user.startsWith('ip:')
  demand(!isAddress || ADDRESS.test(user), 'The id is none of an address.')
  demandOneOf(kind, [...SANCTION_KINDS, 'watch'], 'The kind')
  demand(kind !== 'watch' || isAddress, 'Only an address is watched.')
}

/** A copy with what a report has that is just made, and nothing else. Throws a RangeError. */
export function checkedReport({ id, room, by, category, note, at, snapshot, appeal }: ReportRecord): ReportRecord {
  demandId(id)
  checkPlace(room)
  demandOneOf(category, REPORT_CATEGORIES, 'The category')
  if (note !== undefined) demandText(note, NOTE_LENGTH, 'The note')
  demandMs(at, 'The time')
  demand((snapshot === undefined) !== (appeal === undefined), 'A report is of a message, or an appeal.')
  const of = snapshot ? { snapshot: checkedSnapshot(snapshot) } : { appeal: checkedAppeal(appeal) }
  return { id, room, by: checkedUser(by, 'Who reports'), category, note, at, ...of }
}

function checkedSnapshot({ id, seq, cid, user, text, sentAt }: Snapshot): Snapshot {
  demandText(id, NAME_LENGTH, 'The id of the message', 1)
  demand(Number.isSafeInteger(seq) && seq > 0, 'The seq is none that a message can have.')
  demandText(cid, NAME_LENGTH, 'The cid of the message')
  demandText(text, SNAPSHOT_LENGTH, 'The text')
  demandMs(sentAt, 'The time of the message')
  return { id, seq, cid, user: checkedUser(user, 'Who wrote it'), text, sentAt }
}

function checkedAppeal(appeal: ReportRecord['appeal']): ReportRecord['appeal'] {
  demand(typeof appeal === 'object' && appeal !== null, 'The appeal is none.')
  const { kind, laidAt } = appeal as NonNullable<ReportRecord['appeal']>
  demandOneOf(kind, SANCTION_KINDS, 'The kind')
  demandMs(laidAt, 'The time of the sanction')
  return { kind, laidAt }
}

/** A copy with what an entry has and nothing else. Throws a RangeError. */
export function checkedAudit({ id, room, at, by, cid, action, target, reason }: AuditRecord): AuditRecord {
  demandId(id)
  checkPlace(room)
  demandMs(at, 'The time')
  demand(typeof cid === 'string' && CID.test(cid), 'The cid is none.')
  demandText(action, ACTION_LENGTH, 'The action', 1)
  if (reason !== undefined) demandText(reason, NOTE_LENGTH, 'The reason')
  const about = target === undefined ? undefined : checkedTarget(target)
  return { id, room, at, by: checkedUser(by, 'Who did it'), cid, action, target: about, reason }
}

/** As JSON holds it. */
function checkedTarget(target: NonNullable<AuditRecord['target']>): AuditRecord['target'] {
  demand(typeof target === 'object' && target !== null && !Array.isArray(target), 'The target is no object.')
  if (target.user !== undefined) checkedUser(target.user, 'Who it was done to')
  const json = JSON.stringify(target)
  demand(json.length <= TARGET_LENGTH, `The target is longer than ${TARGET_LENGTH} characters.`)
  return JSON.parse(json)
}

/** The parts of a draft that keep order. Throws a RangeError. */
export function checkedOrder({ hold, approves, audit }: EventDraft): Pick<EventDraft, 'hold' | 'approves' | 'audit'> {
  if (hold?.rule !== undefined) demandText(hold.rule, RULE_LENGTH, 'The name of the filter')
  if (approves !== undefined) demandId(approves)
  return {
    ...(hold && { hold: { rule: hold.rule } }),
    ...(approves !== undefined && { approves }),
    ...(audit && { audit: checkedAudit(audit) }),
  }
}

/** What ends in a room. Throws a RangeError. */
export function checkEnd(room: string, id: string, at: number): void {
  checkPlace(room)
  demandId(id)
  demandMs(at, 'The time')
}

/** '': the whole server. */
function checkPlace(room: string): void {
  demand(room === '' || isRoomName(room), 'The room has a name that none can have.')
}

function checkedUser(user: User, what: string): User {
  demand(typeof user === 'object' && user !== null, `${what} is nobody.`)
  // what was imported may be of anybody
  demandText(user.id, NAME_LENGTH, what, 1)
  demandText(user.name, NAME_LENGTH, 'The name')
  return userOf(user.id, user.name)
}
