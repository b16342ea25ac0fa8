import type {
  ClientFrame,
  DeleteRequest,
  HistoryRequest,
  RequestType,
  RoomPosition,
} from '../../sdk/protocol/requests.ts'
import { READ_MODERATION } from './moderation-requests.ts'
import {
  boolean,
  cid,
  GIVEN_ROLES,
  id,
  ids,
  limit,
  list,
  MADE_KINDS,
  oneOf,
  optional,
  query,
  reason,
  ref,
  seq,
  short,
  slow,
  string,
  time,
  title,
  topic,
  WRITERS,
  WrongField,
  words,
} from './request-fields.ts'

type FrameOf<K extends RequestType> = Extract<ClientFrame, { type: K }>
type KeyOf<F> = F extends unknown ? keyof F : never
/** An object of which nothing is known yet. */
type Fields = { readonly [K in KeyOf<ClientFrame>]?: unknown }

/**
 * What each request must look like: reads it from an object, or throws WrongField. Unknown fields do not come through. By hand,
 * since this runs for every frame of every client.
 */
export const READ_REQUEST: { readonly [K in RequestType]: (from: Fields) => FrameOf<K> } = {
  connect: from => ({
    type: 'connect',
    ref: ref(from.ref, 'ref'),
    token: optional(string, from.token, 'token'),
    rooms: optional(list, from.rooms, 'rooms')?.map((room, at) => position(room, `rooms.${at}`)),
    accepts: optional(words, from.accepts, 'accepts'),
  }),
  join: from => ({ type: 'join', ref: ref(from.ref, 'ref'), ...position(from, '') }),
  leave: from => ({ type: 'leave', ref: ref(from.ref, 'ref'), room: string(from.room, 'room') }),
  send_message: from => ({
    type: 'send_message',
    ref: ref(from.ref, 'ref'),
    room: string(from.room, 'room'),
    cid: cid(from.cid, 'cid'),
    text: string(from.text, 'text'),
    replyTo: optional(id, from.replyTo, 'replyTo'),
    mentions: optional(ids, from.mentions, 'mentions'),
  }),
  edit_message: from => ({
    type: 'edit_message',
    ...change(from),
    text: string(from.text, 'text'),
    mentions: optional(ids, from.mentions, 'mentions'),
    rev: optional(seq, from.rev, 'rev'),
  }),
  delete_message: from => ({
    type: 'delete_message',
    ...change(from),
    reason: optional(reason, from.reason, 'reason'),
  }),
  react: from => ({
    type: 'react',
    ...change(from),
    emoji: id(from.emoji, 'emoji'),
    on: boolean(from.on, 'on'),
  }),
  pin_message: from => ({ type: 'pin_message', ...change(from), on: boolean(from.on, 'on') }),
  history: from => ({
    type: 'history',
    ref: ref(from.ref, 'ref'),
    room: string(from.room, 'room'),
    ...pageStart(from),
    epoch: optional(short, from.epoch, 'epoch'),
    limit: optional(limit, from.limit, 'limit'),
  }),
  changes: from => ({
    type: 'changes',
    ref: ref(from.ref, 'ref'),
    room: string(from.room, 'room'),
    epoch: short(from.epoch, 'epoch'),
    since: seq(from.since, 'since'),
    from: seq(from.from, 'from'),
    to: seq(from.to, 'to'),
    after: optional(seq, from.after, 'after'),
  }),
  search: from => ({
    type: 'search',
    ref: ref(from.ref, 'ref'),
    room: string(from.room, 'room'),
    query: query(from.query, 'query'),
    before: optional(seq, from.before, 'before'),
    limit: optional(limit, from.limit, 'limit'),
  }),
  users: from => ({
    type: 'users',
    ref: ref(from.ref, 'ref'),
    room: string(from.room, 'room'),
    after: optional(short, from.after, 'after'),
    limit: optional(limit, from.limit, 'limit'),
  }),
  typing: from => ({
    type: 'typing',
    ref: optional(ref, from.ref, 'ref'),
    room: string(from.room, 'room'),
    active: boolean(from.active, 'active'),
  }),
  disconnect: from => ({ type: 'disconnect', ref: ref(from.ref, 'ref') }),
  rooms: from => ({
    type: 'rooms',
    ref: ref(from.ref, 'ref'),
    after: optional(short, from.after, 'after'),
    limit: optional(limit, from.limit, 'limit'),
  }),
  create_room: from => ({
    type: 'create_room',
    ref: ref(from.ref, 'ref'),
    cid: cid(from.cid, 'cid'),
    kind: oneOf(MADE_KINDS)(from.kind, 'kind'),
    room: optional(string, from.room, 'room'),
    title: optional(title, from.title, 'title'),
    topic: optional(topic, from.topic, 'topic'),
  }),
  change_room: from => ({
    type: 'change_room',
    ref: ref(from.ref, 'ref'),
    room: string(from.room, 'room'),
    cid: cid(from.cid, 'cid'),
    title: optional(title, from.title, 'title'),
    topic: optional(topic, from.topic, 'topic'),
    slowMs: optional(slow, from.slowMs, 'slowMs'),
    write: optional(oneOf(WRITERS), from.write, 'write'),
    locked: optional(boolean, from.locked, 'locked'),
    hideModerators: optional(boolean, from.hideModerators, 'hideModerators'),
  }),
  open_direct: from => ({ type: 'open_direct', ref: ref(from.ref, 'ref'), user: id(from.user, 'user') }),
  invite: from => ({
    type: 'invite',
    ref: ref(from.ref, 'ref'),
    room: string(from.room, 'room'),
    user: id(from.user, 'user'),
  }),
  accept: from => ({
    type: 'accept',
    ref: ref(from.ref, 'ref'),
    room: string(from.room, 'room'),
    on: boolean(from.on, 'on'),
  }),
  set_role: from => ({
    type: 'set_role',
    ref: ref(from.ref, 'ref'),
    room: string(from.room, 'room'),
    cid: cid(from.cid, 'cid'),
    user: id(from.user, 'user'),
    role: oneOf(GIVEN_ROLES)(from.role, 'role'),
  }),
  members: from => ({
    type: 'members',
    ref: ref(from.ref, 'ref'),
    room: string(from.room, 'room'),
    after: optional(short, from.after, 'after'),
  }),
  mark_read: from => ({
    type: 'mark_read',
    ref: optional(ref, from.ref, 'ref'),
    room: string(from.room, 'room'),
    upTo: seq(from.upTo, 'upTo'),
    epoch: optional(short, from.epoch, 'epoch'),
  }),
  mark_unread: from => ({
    type: 'mark_unread',
    ref: ref(from.ref, 'ref'),
    room: string(from.room, 'room'),
    upTo: seq(from.upTo, 'upTo'),
  }),
  block: from => ({
    type: 'block',
    ref: ref(from.ref, 'ref'),
    user: id(from.user, 'user'),
    on: boolean(from.on, 'on'),
  }),
  blocks: from => ({ type: 'blocks', ref: ref(from.ref, 'ref') }),
  token: from => ({ type: 'token', ref: ref(from.ref, 'ref'), token: string(from.token, 'token') }),
  identify: from => ({ type: 'identify', ref: ref(from.ref, 'ref'), token: string(from.token, 'token') }),
  ...READ_MODERATION,
}

/** What every change of a message says. */
function change(from: Fields): Pick<DeleteRequest, 'ref' | 'room' | 'cid' | 'messageId'> {
  return {
    ref: ref(from.ref, 'ref'),
    room: string(from.room, 'room'),
    cid: cid(from.cid, 'cid'),
    messageId: id(from.messageId, 'messageId'),
  }
}

/** Where a page of history begins, in one way at most. */
function pageStart(from: Fields): Pick<HistoryRequest, 'before' | 'after' | 'around' | 'at' | 'ids'> {
  const start = {
    before: optional(seq, from.before, 'before'),
    after: optional(seq, from.after, 'after'),
    around: optional(id, from.around, 'around'),
    at: optional(time, from.at, 'at'),
    ids: optional(ids, from.ids, 'ids'),
  }
  const given = Object.values(start).filter(value => value !== undefined)
  if (given.length > 1) throw new WrongField('before', 'the only one of before, after, around, at, ids')
  return start
}

/** `at`: where it stands in its request; empty: it is the request. */
function position(value: unknown, at: string): RoomPosition {
  if (!isObject(value)) throw new WrongField(at, 'an object')
  const path = at === '' ? '' : `${at}.`
  return {
    room: string(value.room, `${path}room`),
    epoch: optional(short, value.epoch, `${path}epoch`),
    seq: optional(seq, value.seq, `${path}seq`),
  }
}

export function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
