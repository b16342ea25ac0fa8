import { describe, expect, test } from 'vitest'
import { type Action, ROLES, ROOM_KINDS, type Role, type RoomKind } from '../../../../sdk/protocol/policy.ts'
import type { RoomRequest } from '../../../../server/app/actions/action.ts'
import { atLeast, LEAST, SILENT } from '../../../support/least-roles.ts'
import { PeopleHarness } from '../../../support/people-harness.ts'

const STATES = ['plain', 'muted', 'banned', 'blocked'] as const
type State = (typeof STATES)[number]
type Case = { kind: RoomKind; role: Role; state: State }

const ROOMS = {
  open: 'tea',
  announce: 'news',
  members: 'priv:AAAAAAAAAAAAAAAAAAAAAA',
  direct: 'dm:AAAAAAAAAAAAAAAAAAAAAA',
}
/** They have a place in the room by the directory. */
const PLACES: Role[] = ['member', 'moderator', 'owner']
/** What is asked without having joined, too. */
const UNSEATED = [
  ...['members', 'invite', 'change', 'rename', 'set_role', 'give up', 'warn', 'lift', 'report', 'reports', 'close'],
  ...['held', 'resolve', 'withdraw', 'audit', 'messages by', 'filters', 'set filters'],
]

/** Who asks: what they are by the directory, or by their token. */
const tokenOf = (role: Role) => (role === 'guest' ? 'g:me' : role === 'admin' ? 'a:me=admin' : 'a:me')

async function world({ kind, role, state }: Case) {
  const harness = new PeopleHarness()
  const [token, room] = [tokenOf(role), ROOMS[kind]]
  const id = token.slice(0, 4)
  await harness.accounts('a:me', 'a:other', 'a:third', 'a:fourth')
  const isIn = PLACES.includes(role) && (kind !== 'direct' || role === 'member')
  const own = isIn ? { 'a:me': role as 'member' } : {}
  const others =
    kind === 'direct' ? { 'a:other': 'member' as const } : { 'a:other': 'owner' as const, 'a:third': 'member' as const }
  const pair = kind === 'direct' ? { pair: ['a:me', 'a:other'] as const } : {}
  await harness.room(room, { kind, ...pair }, { ...others, ...own })
  await harness.room('common', {}, { 'a:me': 'member', 'a:fourth': 'member' })
  const write = async (user: string, cid: string) => {
    const draft = {
      room,
      user: { id: user, name: user.slice(2) },
      cid,
      content: { kind: 'new_message', text: 'x' } as const,
    }
    const appended = await harness.log.append(draft)
    return 'id' in appended ? appended.id : ''
  }
  const [mine, theirs] = [await write(id, 'm'), await write('a:other', 't')]
  const befall = async () => {
    const sanction = { room, user: id, by: 'a:other', at: 1 } as const
    if (state === 'muted') await harness.directory.addSanction({ ...sanction, kind: 'mute' })
    if (state === 'banned') await harness.directory.addSanction({ ...sanction, kind: 'ban' })
    if (state === 'blocked') await harness.directory.block('a:other', id, true)
    await harness.quiet()
  }
  return { harness, token, room, mine, theirs, befall }
}

/** By what is done; in this order nothing stands in the way of what follows. */
function operations(
  room: string,
  mine: string,
  theirs: string,
): [string, Action | 'edit other' | 'give up', RoomRequest][] {
  const emoji = { type: 'react', room, emoji: '👍', on: true } as const
  return [
    ['send', 'send', { type: 'send_message', room, cid: 'c1', text: 'hi' }],
    ['reply', 'reply', { type: 'send_message', room, cid: 'c2', text: 'hi', replyTo: theirs }],
    ['react', 'react', { ...emoji, cid: 'c3', messageId: theirs }],
    ['edit', 'edit', { type: 'edit_message', room, cid: 'c4', messageId: mine, text: 'changed' }],
    ['edit other', 'edit other', { type: 'edit_message', room, cid: 'c5', messageId: theirs, text: 'changed' }],
    ['pin', 'pin', { type: 'pin_message', room, cid: 'c6', messageId: theirs, on: true }],
    ['typing', 'typing', { type: 'typing', room, active: true }],
    ['history', 'read', { type: 'history', room }],
    ['changes', 'read', { type: 'changes', room, epoch: 'none', since: 0, from: 0, to: 9 }],
    ['search', 'read', { type: 'search', room, query: 'hi' }],
    ['users', 'read', { type: 'users', room }],
    ['members', 'members', { type: 'members', room }],
    ['invite', 'invite', { type: 'invite', room, user: 'a:fourth' }],
    ['change', 'change', { type: 'change_room', room, cid: 'c7', topic: 'x' }],
    ['rename', 'rename', { type: 'change_room', room, cid: 'c8', title: 'x' }],
    ['warn', 'moderate', { type: 'sanction', room, cid: 's1', user: 'a:third', kind: 'warn', reason: 'why' }],
    ['lift', 'moderate', { type: 'lift', room, cid: 's2', user: 'a:third', kind: 'warn' }],
    ['report', 'report', { type: 'report', room, messageId: theirs, category: 'spam' }],
    ['reports', 'moderate', { type: 'reports', room }],
    ['close', 'moderate', { type: 'close_report', room, report: 'none' }],
    ['held', 'moderate', { type: 'held', room }],
    ['resolve', 'moderate', { type: 'resolve', room, hold: 'none', approve: true }],
    ['withdraw', 'read', { type: 'withdraw', room, hold: 'none' }],
    ['audit', 'moderate', { type: 'audit', room }],
    ['messages by', 'moderate', { type: 'messages_by', room, user: 'a:other' }],
    ['filters', 'moderate', { type: 'filters', room }],
    ['set filters', 'moderate', { type: 'set_filters', room, cid: 's3', filters: {} }],
    ['set_role', 'set_role', { type: 'set_role', room, cid: 'c9', user: 'a:third', role: 'moderator' }],
    ['delete', 'delete', { type: 'delete_message', room, cid: 'c10', messageId: mine }],
    ['delete other', 'delete_any', { type: 'delete_message', room, cid: 'c11', messageId: theirs }],
    ['give up', 'give up', { type: 'set_role', room, cid: 'c12', user: 'a:me', role: 'none' }],
  ]
}

/** What comes of it, by the table that is written down apart from the one that decides. */
function expected({ kind, role, state }: Case, action: Action | 'edit other' | 'give up'): string {
  const isHidden = kind === 'members' || kind === 'direct'
  // nobody but the two is anything in a room of two
  const is = kind === 'direct' && role !== 'member' && role !== 'guest' ? 'user' : role
  if (isHidden && !atLeast(is, 'member')) return 'not_found'
  // who is out of a room that not everybody sees hears of it no more
  if (state === 'banned') return isHidden ? 'not_found' : 'banned'
  if (action === 'give up') return giveUp(kind, role)
  const table = action === 'edit other' ? 'edit' : action
  const isSilent = state === 'muted' && !SILENT.includes(table)
  // one's own may be deleted, so that it is asked, and refused for the message
  if (isSilent) return action === 'delete_any' ? 'forbidden' : 'muted'
  if (action === 'edit other' || !atLeast(is, LEAST[table][kind])) return 'forbidden'
  const may = ['read', 'members', 'delete', 'report']
  return kind === 'direct' && state === 'blocked' && !may.includes(action) ? 'forbidden' : 'ok'
}

function giveUp(kind: RoomKind, role: Role): string {
  if (kind === 'direct') return 'forbidden'
  if (role === 'guest') return 'forbidden'
  return PLACES.includes(role) ? 'ok' : 'not_found'
}

// biome-ignore lint/suspicious/noExplicitAny: of whatever was asked
const codeOf = (reply: any): string =>
  // what is not known was looked for, and is none
  /^(The history|There is no such report|This message does not wait)/.test(reply.message) ? 'ok' : (reply.code ?? 'ok')

const CASES = ROOM_KINDS.flatMap(kind => ROLES.flatMap(role => STATES.map(state => ({ kind, role, state }))))

describe('every operation, for every role, in every kind of room, by every way', () => {
  test.each(CASES)('[RT51] over a socket: $role, $kind, $state', async each => {
    const { harness, token, room, mine, theirs, befall } = await world(each)
    const client = await harness.as(token, 'common')
    const joined = codeOf(await client.ask({ type: 'join', room }))
    expect(joined).toBe(expected({ ...each, state: 'plain' }, 'read'))
    await befall()
    const isOut = joined !== 'ok' || expected(each, 'read') !== 'ok'
    if (isOut && joined === 'ok') expect(client.of('removed')).toMatchObject([{ room, code: 'banned' }])
    for (const [what, action, request] of operations(room, mine, theirs)) {
      // biome-ignore lint/suspicious/noExplicitAny: each is a request
      const reply = await client.ask(request as any)
      const right = expected(each, action)
      // who is not in is told that, where the room is there for them
      const answer = isOut && right !== 'not_found' && !UNSEATED.includes(what) ? 'not_joined' : right
      expect([what, codeOf(reply)], JSON.stringify(reply)).toEqual([what, answer])
    }
  })

  test.each(CASES)('[RT51] without a socket: $role, $kind, $state', async each => {
    const { harness, token, room, mine, theirs, befall } = await world(each)
    await befall()
    for (const [what, action, request] of operations(room, mine, theirs)) {
      const reply = await harness.perform(token, request)
      const right = expected(each, action)
      const answer = what === 'typing' && right === 'ok' ? 'bad_request' : right
      expect([what, codeOf(reply)], JSON.stringify(reply)).toEqual([what, answer])
    }
  })
})
