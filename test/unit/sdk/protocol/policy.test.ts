import { describe, expect, test } from 'vitest'
import {
  type Action,
  allowedActions,
  POLICY,
  ROLES,
  ROOM_KINDS,
  type Role,
  type RoomKind,
  refuseAction,
  type Sanction,
} from '../../../../sdk/protocol/policy.ts'
import { atLeast, LEAST, SILENT } from '../../../support/least-roles.ts'

const NOW = 1_800_000_000_000
const ACTIONS = Object.keys(POLICY) as Action[]
const mute: Sanction = { kind: 'mute', until: NOW + 1 }
const ban: Sanction = { kind: 'ban' }
const kick: Sanction = { kind: 'kick', until: NOW + 1 }

describe('the policy', () => {
  test.each(ROOM_KINDS)('[RT1] %s rooms: every action for every role, plain, muted and banned', kind => {
    for (const action of ACTIONS) {
      for (const role of ROLES) {
        const may = (sanctions: Sanction[]) => refuseAction({ role, sanctions }, action, { kind }, NOW)?.code ?? 'may'
        const hidden = kind !== 'open' && kind !== 'announce' && !atLeast(role, 'member')
        const plain = hidden ? 'not_found' : atLeast(role, LEAST[action][kind]) ? 'may' : 'forbidden'
        const what = `${action} by a ${role}`
        expect(may([]), what).toBe(plain)
        expect(may([mute]), `${what}, muted`).toBe(hidden || SILENT.includes(action) ? plain : 'muted')
        // who is out of a room that not everybody sees hears of it no more
        const out = kind === 'open' || kind === 'announce' ? 'banned' : 'not_found'
        for (const sanctions of [[ban], [mute, ban], [kick], [kick, mute]])
          expect(may(sanctions), `${what}, ${sanctions.map(each => each.kind)}`).toBe(out)
      }
    }
  })

  test('[RT1] an open room may be for accounts or members to write in, and a locked one is for who keeps order', () => {
    for (const write of ['guest', 'user', 'member'] as const) {
      const writers = ROLES.filter(role => !refuseAction({ role }, 'send', { kind: 'open', write }, NOW))
      expect(writers).toEqual(ROLES.slice(ROLES.indexOf(write)))
    }
    for (const kind of ['open', 'announce', 'members'] as const) {
      for (const action of ['typing', 'send', 'reply', 'react', 'edit'] as const) {
        const writers = ROLES.filter(role => !refuseAction({ role }, action, { kind, locked: true }, NOW))
        expect(writers, `${action} in ${kind}`).toEqual(['moderator', 'owner', 'admin'])
      }
    }
    const readers = ROLES.filter(role => !refuseAction({ role }, 'read', { kind: 'open', locked: true }, NOW))
    expect(readers).toEqual([...ROLES])
  })

  test('[RT1] what is one’s own alone is refused for what others wrote, whoever asks', () => {
    for (const action of ['edit', 'delete'] as const)
      for (const role of ROLES)
        expect(refuseAction({ role }, action, { kind: 'open' }, NOW, false), action).toEqual({ code: 'forbidden' })
    expect(refuseAction({ role: 'moderator' }, 'delete_any', { kind: 'open' }, NOW, false)).toBeUndefined()
  })

  test('[RT1] a sanction that has ended is none, and of several the longest counts', () => {
    const over: Sanction = { kind: 'mute', until: NOW }
    const long: Sanction = { kind: 'mute', until: NOW + 9, reason: 'noise' }
    expect(refuseAction({ role: 'guest', sanctions: [over] }, 'send', { kind: 'open' }, NOW)).toBeUndefined()
    const refused = refuseAction({ role: 'owner', sanctions: [over, mute, long] }, 'send', { kind: 'open' }, NOW)
    expect(refused).toEqual({ code: 'muted', until: NOW + 9, reason: 'noise' })
    const forever = refuseAction({ role: 'guest', sanctions: [long, { kind: 'mute' }] }, 'send', { kind: 'open' }, NOW)
    expect(forever).toEqual({ code: 'muted', until: undefined, reason: undefined })
    const warned = { role: 'guest', sanctions: [{ kind: 'warn' }] } as const
    expect(refuseAction(warned, 'send', { kind: 'open' }, NOW)).toBeUndefined()
    const kicked = { role: 'guest', sanctions: [kick] } as const
    expect(refuseAction(kicked, 'read', { kind: 'open' }, NOW)).toMatchObject({ code: 'banned', kicked: true })
    expect(refuseAction(kicked, 'read', { kind: 'open' }, NOW + 1)).toBeUndefined()
  })

  test('[RT1] who is blocked in a direct room reads and deletes, and writes nothing', () => {
    const may = ACTIONS.filter(
      action => !refuseAction({ role: 'member', blocked: true }, action, { kind: 'direct' }, NOW),
    )
    expect(may).toEqual(['read', 'delete', 'members', 'search', 'report'])
  })

  test('[RT2] what a client is told of is what is allowed', () => {
    const can = (role: Role, kind: RoomKind, sanctions: Sanction[] = []) =>
      allowedActions({ role, sanctions }, { kind }, NOW).join(' ')
    expect(can('guest', 'open')).toBe('send reply react edit delete search')
    expect(can('moderator', 'open')).toBe('send reply react edit delete delete_any pin search invite moderate change')
    expect(can('member', 'members')).toBe('send reply react edit delete search invite')
    expect(can('guest', 'announce')).toBe('react edit delete search')
    expect(can('user', 'members')).toBe('')
    expect(can('member', 'direct')).toBe('send reply react edit delete pin search')
    expect(can('owner', 'open', [mute])).toBe('delete search invite change')
    expect(can('admin', 'open', [ban])).toBe('')
  })
})
