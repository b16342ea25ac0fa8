import type { Filters } from '../../sdk/protocol/filters.ts'
import { REPORT_CATEGORIES } from '../../sdk/protocol/moderation.ts'
import { SANCTION_KINDS } from '../../sdk/protocol/policy.ts'
import type { ModerationRequest } from '../../sdk/protocol/requests.ts'
import {
  boolean,
  cid,
  duration,
  id,
  note,
  object,
  oneOf,
  optional,
  reason,
  ref,
  seq,
  short,
  string,
} from './request-fields.ts'

type KeyOf<F> = F extends unknown ? keyof F : never
/** An object of which nothing is known yet. */
type Fields = { readonly [K in KeyOf<ModerationRequest>]?: unknown }
type Type = ModerationRequest['type']

/** What each request must look like that keeps order; as all requests are read. */
export const READ_MODERATION: {
  readonly [K in Type]: (from: Fields) => Extract<ModerationRequest, { type: K }>
} = {
  sanction: from => ({
    type: 'sanction',
    ...ofRoom(from),
    cid: cid(from.cid, 'cid'),
    user: id(from.user, 'user'),
    kind: oneOf(SANCTION_KINDS)(from.kind, 'kind'),
    forMs: optional(duration, from.forMs, 'forMs'),
    reason: optional(reason, from.reason, 'reason'),
    everywhere: optional(boolean, from.everywhere, 'everywhere'),
    address: optional(boolean, from.address, 'address'),
    deleteMs: optional(duration, from.deleteMs, 'deleteMs'),
  }),
  lift: from => ({
    type: 'lift',
    ...ofRoom(from),
    cid: cid(from.cid, 'cid'),
    user: id(from.user, 'user'),
    kind: oneOf(SANCTION_KINDS)(from.kind, 'kind'),
    everywhere: optional(boolean, from.everywhere, 'everywhere'),
  }),
  report: from => ({
    type: 'report',
    ...ofRoom(from),
    messageId: id(from.messageId, 'messageId'),
    category: oneOf(REPORT_CATEGORIES)(from.category, 'category'),
    note: optional(note, from.note, 'note'),
  }),
  reports: from => ({ type: 'reports', ...pageOf(from) }),
  close_report: from => ({
    type: 'close_report',
    ...ofRoom(from),
    report: id(from.report, 'report'),
    note: optional(note, from.note, 'note'),
  }),
  appeal: from => ({
    type: 'appeal',
    ...ofRoom(from),
    kind: oneOf(SANCTION_KINDS)(from.kind, 'kind'),
    note: note(from.note, 'note'),
  }),
  held: from => ({ type: 'held', ...pageOf(from) }),
  resolve: from => ({
    type: 'resolve',
    ...ofRoom(from),
    hold: id(from.hold, 'hold'),
    approve: boolean(from.approve, 'approve'),
  }),
  withdraw: from => ({ type: 'withdraw', ...ofRoom(from), hold: id(from.hold, 'hold') }),
  audit: from => ({ type: 'audit', ...pageOf(from) }),
  filters: from => ({ type: 'filters', ...ofRoom(from) }),
  set_filters: from => ({
    type: 'set_filters',
    ...ofRoom(from),
    cid: cid(from.cid, 'cid'),
    // what they say is looked at where they are set
    filters: object(from.filters, 'filters') as Filters,
  }),
  messages_by: from => ({
    type: 'messages_by',
    ...ofRoom(from),
    user: id(from.user, 'user'),
    before: optional(seq, from.before, 'before'),
  }),
}

function ofRoom(from: Fields): { ref: number; room: string } {
  return { ref: ref(from.ref, 'ref'), room: string(from.room, 'room') }
}

function pageOf(from: Fields): { ref: number; room: string; after: string | undefined } {
  return { ...ofRoom(from), after: optional(short, from.after, 'after') }
}
