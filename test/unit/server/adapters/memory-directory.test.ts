import { expect, test } from 'vitest'
import { MemoryDirectory } from '../../../../server/adapters/memory/directory.ts'
import { MemoryEventRows } from '../../../../server/adapters/memory/event-rows.ts'
import { MemoryRoom } from '../../../../server/adapters/memory/room.ts'
import { BoundedMap } from '../../../../server/core/bounded-map.ts'
import { writeDirectory } from '../../../../server/directory/write-directory.ts'
import { writeEvent } from '../../../../server/events/write-event.ts'
import type { DirectoryChange } from '../../../../server/ports/directory-change.ts'
import { accountOf, roomOf, sanctionOf } from '../../../support/server-kit/directories.ts'
import { auditOf, heldOf, reportOf } from '../../../support/server-kit/moderation.ts'

const add = (name: string): DirectoryChange => ({ type: 'addAccount', account: accountOf(name) })
const member = (room: string, user: string): DirectoryChange => ({ type: 'setRole', room, user, role: 'member', at: 1 })
const lay = (user: string, until?: number, at = 1): DirectoryChange => ({
  type: 'addSanction',
  sanction: sanctionOf(user, { until, at }),
})
const make = (room: string, ...users: string[]): DirectoryChange => ({
  type: 'addRoom',
  record: roomOf(room),
  members: users.map(user => ({ room, user, role: 'owner', since: 1 })),
})

function bounded(limits: ConstructorParameters<typeof MemoryDirectory>[0]) {
  const directory = new MemoryDirectory(limits)
  const write = (change: DirectoryChange) => {
    const answer = writeDirectory(directory, change)
    return answer === 'full' ? 'full' : answer.value
  }
  return { directory, write }
}

test('[DR24] in memory accounts are bounded, with those that were removed, so that no id is given again', () => {
  const { directory, write } = bounded({ accounts: 2 })
  expect([add('ann'), add('bob'), add('ann'), add('cid')].map(write)).toEqual(['ok', 'ok', 'taken', 'full'])
  write({ type: 'removeAccount', id: 'a:ann', at: 1 })
  expect(write(add('cid'))).toBe('full')
  expect(directory.removed(['a:ann'])).toEqual(new Set(['a:ann']))
  expect(write({ type: 'changeAccount', id: 'a:bob', change: { seenAt: 9 } })).toMatchObject({ seenAt: 9 })
})

test('[DR24] in memory rooms, memberships and sanctions are bounded; what takes no place goes on', () => {
  const { directory, write } = bounded({ rooms: 2, memberships: 2, sanctions: 2 })
  expect([make('r', 'a:1'), make('s'), make('t')].map(write)).toEqual(['ok', 'ok', 'full'])
  expect(write({ type: 'changeRoom', room: 'r', change: { title: 'R' } })).toMatchObject({ title: 'R' })
  expect([member('r', 'a:2'), member('r', 'a:3')].map(write)).toEqual(['ok', 'full'])
  expect(write({ type: 'setRole', room: 'r', user: 'a:2', role: 'owner', at: 2 })).toBe('ok')
  expect(write({ type: 'setRole', room: 'r', user: 'a:1', role: undefined, at: 2 })).toBe('ok')
  expect(write(member('r', 'a:3'))).toBe('ok')
  expect([lay('g:1', 10), lay('g:2'), lay('g:3')].map(write)).toEqual(['ok', 'ok', 'full'])
  // one that has ended makes room
  expect(write(lay('g:3', undefined, 10))).toBe('ok')
  expect(directory.sanctions('r', 'g:1', 0)).toEqual([])
})

test('[DR24] in memory invitations, blocks and positions are bounded; those that are there still change', () => {
  const { directory, write } = bounded({ invitations: 1, blocks: 1, positions: 2 })
  for (const each of [add('ann'), add('bob'), make('r'), make('s')]) write(each)
  const ask = (room: string): DirectoryChange => ({
    type: 'invite',
    invitation: { room, user: 'a:bob', by: 'a:ann', at: 1 },
  })
  const read = (room: string, seq: number) => ({ user: 'a:ann', room, epoch: 'e', seq })
  expect([ask('r'), ask('s'), ask('r')].map(write)).toEqual(['ok', 'full', 'taken'])
  write({ type: 'dropInvitation', room: 'r', user: 'a:bob' })
  expect(write(ask('s'))).toBe('ok')
  expect(write({ type: 'block', by: 'a:ann', user: 'a:bob', on: true })).toBe('ok')
  expect(write({ type: 'block', by: 'a:bob', user: 'a:ann', on: true })).toBe('full')
  write({ type: 'block', by: 'a:ann', user: 'a:bob', on: false })
  expect(write({ type: 'block', by: 'a:bob', user: 'a:ann', on: true })).toBe('ok')
  write({ type: 'keepPositions', positions: [read('r', 1), read('s', 1), read('t', 1)] })
  write({ type: 'keepPositions', positions: [read('r', 2)] })
  expect(directory.positionsOf('a:ann', undefined, 9)).toEqual([read('r', 2), read('s', 1)])
  write({ type: 'removeAccount', id: 'a:ann', at: 1 })
  write({ type: 'keepPositions', positions: [{ ...read('t', 1), user: 'a:bob' }] })
  expect(directory.positionsOf('a:bob', undefined, 9)).toHaveLength(1)
  expect([directory.invitationsOf('a:bob', undefined, 9), directory.blocks('a:bob')]).toEqual([[], []])
})

test('[DR24] where memory has no place for one more member, an event that would make one is refused', () => {
  const { directory, write } = bounded({ memberships: 1 })
  write(make('r', 'a:1'))
  const rows = new MemoryEventRows(new MemoryRoom('r', 'e'), new BoundedMap(10))
  const place = (id: string, role: 'moderator' | 'owner') =>
    writeEvent(rows, directory, {
      kind: 'event',
      room: 'r',
      user: { id: 'a:1', name: 'One' },
      cid: `${id} ${role}`,
      id: `${id} ${role}`,
      sentAt: 1,
      content: { kind: 'member_changed', member: { id, name: id }, role },
    })
  expect(place('a:2', 'owner')).toEqual({ refused: 'too_many' })
  expect(place('a:1', 'moderator')).toEqual({ refused: 'conflict' })
  expect(rows.next).toBe(1)
})

test('[DR24] of what is gone memory keeps nothing', () => {
  const { directory, write } = bounded({ memberships: 1, sanctions: 1 })
  for (let n = 0; n < 1_000; n++) {
    expect([member(`r${n}`, `a:${n}`), lay(`g:${n}`)].map(write)).toEqual(['ok', 'ok'])
    expect(directory.members(`r${n}`, undefined, 10)).toHaveLength(1)
    write({ type: 'setRole', room: `r${n}`, user: `a:${n}`, role: undefined, at: 1 })
    write({ type: 'liftSanction', room: 'r', user: `g:${n}`, kind: 'mute' })
  }
  expect(directory.members('r7', undefined, 10)).toEqual([])
})

test('[MD71] in memory what waits, was reported and was done is bounded; what has ended makes place', () => {
  const { directory, write } = bounded({ holds: 2, reports: 2 })
  const room = new MemoryRoom('r', 'e')
  const rows = new MemoryEventRows(room, new BoundedMap(10))
  const hold = (n: number) => {
    const draft = heldOf(`c${n}`, { user: { id: `a:${n}`, name: 'N' } })
    return writeEvent(rows, directory, { kind: 'event', ...draft, id: `h${n}`, sentAt: 1 })
  }
  expect([hold(1), hold(2), hold(3)]).toMatchObject([{ held: 'h1' }, { held: 'h2' }, { refused: 'too_many' }])
  expect(write({ type: 'endHold', room: 'r', id: 'h1', at: 1, audit: auditOf('e1') })).toBe(true)
  expect(hold(1)).toEqual({ refused: 'blocked_by_rule' })
  // of those that were rejected the first is forgotten
  expect(hold(3)).toMatchObject({ held: 'h3' })
  expect(hold(1)).toEqual({ refused: 'too_many' })
  const report = (n: number) => write({ type: 'addReport', report: reportOf(`p${n}`, `m${n}`) })
  expect([report(1), report(2), report(3)]).toMatchObject([{ isNew: true }, { isNew: true }, 'full'])
  expect(write({ type: 'closeReport', room: 'r', id: 'p1', at: 1, audit: auditOf('e2') })).toBe(true)
  expect([report(3), report(1)]).toMatchObject([{ isNew: true }, 'full'])
  expect(directory.report('r', 'p1')).toBe(undefined)
  for (let n = 0; n < 50_010; n++) directory.putAudit(auditOf(`n${n}`))
  expect([directory.deed('a:mod', 'e1'), directory.deed('a:mod', 'n10')]).toEqual([undefined, auditOf('n10')])
  expect(directory.audit('r', undefined, 100_000)).toHaveLength(50_000)
})
