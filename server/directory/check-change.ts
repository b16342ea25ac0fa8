import { ROOM_KINDS } from '../../sdk/protocol/policy.ts'
import type { Account, AccountChange, Membership, RoomChange, RoomRecord } from '../ports/directory.ts'
import {
  FILTERS_BYTES,
  FIRST_MEMBERS,
  GUEST_IDS,
  KEY_LENGTH,
  KEYS,
  NAME_LENGTH,
  PASSWORD_LENGTH,
  PICTURE_LENGTH,
  SLOW_MS,
  SUBJECT_LENGTH,
  TITLE_LENGTH,
  TOPIC_LENGTH,
} from './bounds.ts'
import { demand, demandList, demandMs, demandOneOf, demandRoom, demandText, demandUser } from './check.ts'

const MEMBER_ROLES: readonly Membership['role'][] = ['member', 'moderator', 'owner']

/** A copy with what an account has and nothing else, within its bounds. Throws a RangeError. */
export function checkedAccount(account: Account): Account {
  const { id, name, role, password, issuer, subject, createdAt, seenAt, notBefore } = account
  demandUser(id, 'The id')
  demand(id.startsWith('a:') && id.length > 2, 'The id is none of an account.')
  const { keys = [], guestIds = [], picture } = checkedAccountChange(account)
  demand(keys.length > 0, 'The name comes without its keys.')
  demandMs(createdAt, 'The time of creation')
  demand((issuer === undefined) === (subject === undefined), 'An issuer and a subject come together.')
  if (issuer !== undefined) demandText(issuer, SUBJECT_LENGTH, 'The issuer', 1)
  if (subject !== undefined) demandText(subject, SUBJECT_LENGTH, 'The subject', 1)
  const given = { id, name, keys, role, createdAt, seenAt, notBefore, guestIds }
  demand(
    [name, role, seenAt, notBefore].every(value => value !== undefined),
    'The account is not whole.',
  )
  return { ...given, password, issuer, subject, picture: picture || undefined }
}

/** A copy within its bounds. Throws a RangeError. */
export function checkedAccountChange(change: AccountChange): AccountChange {
  const { name, keys, role, password, picture, seenAt, notBefore, guestIds } = change
  if (name !== undefined) demandText(name, NAME_LENGTH, 'The name', 1)
  demand((name === undefined) === (keys === undefined), 'A name comes with its keys, and they with it.')
  if (keys !== undefined) checkKeys(keys)
  if (role !== undefined) demandOneOf(role, ['user', 'admin'], 'The role')
  if (password !== undefined) demandText(password, PASSWORD_LENGTH, 'The password hash', 1)
  if (picture !== undefined) demandText(picture, PICTURE_LENGTH, 'The address of the picture')
  if (seenAt !== undefined) demandMs(seenAt, 'The time of the last visit')
  if (notBefore !== undefined) demandMs(notBefore, 'The time before which tokens are over')
  const changed = { name, role, password, picture, seenAt, notBefore }
  return {
    ...Object.fromEntries(Object.entries(changed).filter(([, value]) => value !== undefined)),
    ...(keys !== undefined && { keys: [...new Set(keys)] }),
    ...(guestIds !== undefined && { guestIds: checkedGuests(guestIds) }),
  }
}

/** A copy with what a room has and nothing else. Throws a RangeError. */
export function checkedRoom(record: RoomRecord): RoomRecord {
  const { room, kind, slowMs, write, locked, createdBy, createdAt } = record
  demandRoom(room)
  demandOneOf(kind, ROOM_KINDS, 'The kind')
  const { title, topic, hideModerators, filters } = checkedRoomChange(record)
  demand(
    [slowMs, write, locked].every(value => value !== undefined),
    'The room is not whole.',
  )
  demandUser(createdBy, 'Who made the room')
  demandMs(createdAt, 'The time of creation')
  const texts = { title: title || undefined, topic: topic || undefined }
  const pair = record.pair === undefined ? {} : { pair: checkedPair(kind, record.pair) }
  const some = {
    ...(hideModerators && { hideModerators }),
    ...(filters && Object.keys(filters).length > 0 && { filters }),
  }
  return { room, kind, ...texts, slowMs, write, locked, ...some, createdBy, createdAt, ...pair }
}

/** In order. */
function checkedPair(kind: RoomRecord['kind'], pair: readonly [string, string]): [string, string] {
  demand(kind === 'direct', 'Only a direct room is of a pair.')
  demandList(pair, 2, 'The pair')
  const [one, other] = pair
  for (const each of [one, other]) demandUser(each, 'One of the pair')
  demand(one !== other, 'A pair is of two people.')
  return one < other ? [one, other] : [other, one]
}

/** A copy within its bounds. Throws a RangeError. */
export function checkedRoomChange(change: RoomChange): RoomChange {
  const { title, topic, slowMs, write, locked, hideModerators, filters } = change
  if (title !== undefined) demandText(title, TITLE_LENGTH, 'The title')
  if (topic !== undefined) demandText(topic, TOPIC_LENGTH, 'The topic')
  if (slowMs !== undefined) demandMs(slowMs, 'The time between two messages', SLOW_MS)
  if (write !== undefined) demandOneOf(write, ['guest', 'user', 'member'], 'Who may write')
  if (locked !== undefined) demand(typeof locked === 'boolean', 'A room is locked or not.')
  if (hideModerators !== undefined)
    demand(typeof hideModerators === 'boolean', 'It is shown or not who keeps order in the room.')
  const kept = filters === undefined ? undefined : checkedFilters(filters)
  const changed = { title, topic, slowMs, write, locked, hideModerators, filters: kept }
  return Object.fromEntries(Object.entries(changed).filter(([, value]) => value !== undefined))
}

/** As JSON holds them. */
function checkedFilters(filters: object): object {
  demand(typeof filters === 'object' && filters !== null && !Array.isArray(filters), 'The filters are no object.')
  let json: string | undefined
  try {
    json = JSON.stringify(filters)
  } catch {
    json = undefined
  }
  demand(json !== undefined, 'The filters are nothing that JSON holds.')
  demand(Buffer.byteLength(json as string) <= FILTERS_BYTES, `The filters take more than ${FILTERS_BYTES} bytes.`)
  return JSON.parse(json as string)
}

/** The first members of a room, each once. Throws a RangeError. */
export function checkedMembers(
  room: string,
  members: readonly Pick<Membership, 'user' | 'role'>[],
  since: number,
): Membership[] {
  demandList(members, FIRST_MEMBERS, 'The first members')
  for (const { user, role } of members) checkRole(room, user, role)
  demand(new Set(members.map(({ user }) => user)).size === members.length, 'Somebody is a member twice.')
  return members.map(({ user, role }) => ({ room, user, role, since }))
}

/** Throws a RangeError. */
export function checkRole(room: string, user: string, role: Membership['role'] | undefined): void {
  demandRoom(room)
  demandUser(user, 'The id')
  if (role !== undefined) demandOneOf(role, MEMBER_ROLES, 'The role')
}

function checkKeys(keys: readonly string[]): void {
  demandList(keys, KEYS, 'The keys of a name')
  demand(keys.length > 0, 'The name comes without its keys.')
  for (const key of keys) demandText(key, KEY_LENGTH / 2, 'A key', 1)
}

/** The last of them: the oldest go. */
function checkedGuests(guestIds: readonly string[]): string[] {
  demandList(guestIds, Number.MAX_SAFE_INTEGER, 'The guest ids')
  const last = guestIds.slice(-GUEST_IDS)
  for (const guestId of last) demandUser(guestId, 'A guest id')
  return [...new Set(last)]
}
