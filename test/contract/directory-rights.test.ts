import { beforeEach, describe, expect, test } from 'vitest'
import type { Directory } from '../../server/ports/directory.ts'
import { accountOf, DIRECTORIES, roomOf, sanctionOf } from '../support/server-kit/directories.ts'
import { VirtualClock } from '../support/virtual-clock.ts'

const ALL = [undefined, 1_000] as const

describe.for(DIRECTORIES)('rooms and rights in the directory in $name', ({ open }) => {
  let directory: Directory
  let clock: VirtualClock
  beforeEach(async () => {
    clock = new VirtualClock()
    directory = await open({ clock })
  })

  const owners = async (room: string) =>
    (await directory.members(room, ...ALL)).filter(({ role }) => role === 'owner').map(({ user }) => user)

  test('[DR9] a room is set once, with its first members or not at all; what a change leaves out stays', async () => {
    const record = roomOf('r', { title: 'Ä room', topic: 'of \u{1F600}', slowMs: 5, write: 'member', locked: true })
    const members = [
      { user: 'a:ann', role: 'owner' },
      { user: 'a:bob', role: 'member' },
    ] as const
    const both = [
      directory.addRoom(record, members),
      directory.addRoom(roomOf('r'), [{ user: 'a:cid', role: 'owner' }]),
    ]
    expect(await Promise.all(both)).toEqual(['ok', 'taken'])
    expect(await directory.room('r')).toEqual(record)
    expect(await directory.members('r', ...ALL)).toEqual(
      members.map(member => ({ room: 'r', ...member, since: clock.now() })),
    )
    expect(await directory.changeRoom('r', { topic: '', locked: false })).toEqual({
      ...record,
      topic: undefined,
      locked: false,
    })
    expect(await directory.changeRoom('r', { title: 'B', slowMs: 0, write: 'user' })).toEqual({
      ...record,
      ...{ title: 'B', topic: undefined, slowMs: 0, write: 'user', locked: false },
    })
    expect(await directory.room('r')).toMatchObject({ title: 'B', createdBy: 'a:ann' })
    expect(await directory.room('R')).toBe(undefined)
    expect(await directory.changeRoom('s', { title: 'S' })).toBe(undefined)
    expect(await directory.room('s')).toBe(undefined)
  })

  test('[DR10] members come in pages by their ids, rooms of a user by their names', async () => {
    const users = ['a:Z', 'a:a', 'a:b', 'g:1', 'u~']
    for (const user of [...users].reverse()) await directory.setRole('r', user, 'member')
    for (const room of ['s', 'R', 'q']) await directory.setRole(room, 'a:b', 'moderator')
    const pages: string[][] = []
    let after: string | undefined
    do {
      const page = await directory.members('r', after, 2)
      pages.push(page.map(({ user }) => user))
      after = page.at(-1)?.user
    } while (after)
    expect(pages).toEqual([users.slice(0, 2), users.slice(2, 4), users.slice(4), []])
    // also behind somebody who has left
    await directory.setRole('r', 'a:a', undefined)
    expect((await directory.members('r', 'a:a', 1)).map(({ user }) => user)).toEqual(['a:b'])
    expect((await directory.members('r', ...ALL)).map(({ user }) => user)).toEqual(users.toSpliced(1, 1))
    const rooms = async (...page: [string | undefined, number]) =>
      (await directory.roomsOf('a:b', ...page)).map(({ room, role }) => `${room} ${role}`)
    expect(await rooms(...ALL)).toEqual(['R moderator', 'q moderator', 'r member', 's moderator'])
    expect(await rooms('q', 1)).toEqual(['r member'])
    expect(await directory.membership('r', 'a:a')).toBe(undefined)
    expect(await directory.membership('r', 'a:b')).toMatchObject({ room: 'r', user: 'a:b', role: 'member' })
    expect(await directory.members('nowhere', ...ALL)).toEqual([])
  })

  test('[DR10] a membership says since when it has its role', async () => {
    const begun = clock.now()
    await directory.setRole('r', 'a:ann', 'member')
    await clock.run(100)
    await directory.setRole('r', 'a:ann', 'member')
    expect(await directory.membership('r', 'a:ann')).toMatchObject({ since: begun })
    await directory.setRole('r', 'a:ann', 'moderator')
    expect(await directory.membership('r', 'a:ann')).toMatchObject({ role: 'moderator', since: begun + 100 })
  })

  test('[DR10] one user has places in at most 2,000 rooms', { timeout: 60_000 }, async () => {
    const rooms = Array.from({ length: 2_000 }, (_, n) => `r${n}`)
    await Promise.all(rooms.map(room => directory.setRole(room, 'a:ann', 'member')))
    expect(await directory.setRole('more', 'a:ann', 'member')).toBe('too_many')
    expect(await directory.addRoom(roomOf('more'), [{ user: 'a:ann', role: 'owner' }])).toBe('too_many')
    expect(await directory.room('more')).toBe(undefined)
    expect(await directory.setRole('r7', 'a:ann', 'moderator')).toBe('ok')
    expect(await directory.setRole('r7', 'a:ann', undefined)).toBe('ok')
    expect(await directory.setRole('more', 'a:ann', 'member')).toBe('ok')
    // others have places of their own
    expect(await directory.setRole('r1', 'a:bob', 'member')).toBe('ok')
  })

  test('[DR11] the last owner stays one until another is named, also when all go at once', async () => {
    await directory.setRole('r', 'a:ann', 'owner')
    expect(await directory.setRole('r', 'a:ann', undefined)).toBe('conflict')
    expect(await directory.setRole('r', 'a:ann', 'member')).toBe('conflict')
    expect(await directory.setRole('r', 'a:ann', 'owner')).toBe('ok')
    await directory.setRole('r', 'a:bob', 'owner')
    await directory.setRole('s', 'a:cid', 'owner')
    const leaving = ['a:ann', 'a:bob'].map(user => directory.setRole('r', user, undefined))
    expect(await Promise.all(leaving)).toEqual(['ok', 'conflict'])
    expect(await owners('r')).toEqual(['a:bob'])
    // where nobody is an owner everybody may go
    await directory.setRole('t', 'a:ann', 'moderator')
    expect(await directory.setRole('t', 'a:ann', undefined)).toBe('ok')
    expect(await directory.setRole('t', 'a:nobody', undefined)).toBe('ok')
  })

  test('[DR8] what the last owner leaves goes to the longest moderator, else the longest member', async () => {
    for (const name of ['ann', 'bob', 'cid', 'dan', 'eve']) await directory.addAccount(accountOf(name))
    for (const room of ['led', 'plain', 'alone', 'shared']) await directory.setRole(room, 'a:ann', 'owner')
    await directory.setRole('led', 'a:bob', 'member')
    for (const room of ['led', 'plain']) await directory.setRole(room, 'a:dan', 'member')
    await clock.run(10)
    await directory.setRole('plain', 'a:bob', 'member')
    await directory.setRole('led', 'a:eve', 'moderator')
    await directory.setRole('led', 'a:cid', 'moderator')
    await directory.setRole('shared', 'a:eve', 'owner')
    await directory.setRole('shared', 'a:bob', 'moderator')
    await clock.run(10)
    await directory.removeAccount('a:ann')
    // of two since one time the first by id
    expect(await owners('led')).toEqual(['a:cid'])
    expect(await directory.membership('led', 'a:cid')).toMatchObject({ since: clock.now() })
    expect(await owners('plain')).toEqual(['a:dan'])
    expect(await directory.members('alone', ...ALL)).toEqual([])
    expect(await owners('shared')).toEqual(['a:eve'])
  })

  test('[DR12] a sanction of one kind replaces the one before; it ends by its time or when it is lifted', async () => {
    const mute = sanctionOf('g:1', { until: 100, reason: 'Noise \u{1F600}' })
    await directory.addSanction(sanctionOf('g:1', { until: 50, reason: 'first' }))
    await directory.addSanction(mute)
    await directory.addSanction(sanctionOf('g:1', { kind: 'ban' }))
    expect(await directory.sanctions('r', 'g:1', 99)).toEqual([sanctionOf('g:1', { kind: 'ban' }), mute])
    expect((await directory.sanctions('r', 'g:1', 100)).map(({ kind }) => kind)).toEqual(['ban'])
    await directory.liftSanction('r', 'g:1', 'ban')
    await directory.liftSanction('r', 'g:1', 'ban')
    await directory.liftSanction('s', 'g:1', 'mute')
    expect(await directory.sanctions('r', 'g:1', 0)).toEqual([mute])
    expect(await directory.sanctions('r', 'g:2', 0)).toEqual([])
    // one without an end in the place of one with
    await directory.addSanction(sanctionOf('g:1'))
    expect(await directory.sanctions('r', 'g:1', Number.MAX_SAFE_INTEGER)).toEqual([sanctionOf('g:1')])
  })

  test('[DR12] a sanction of the whole server lasts in every room, and is its own', async () => {
    const everywhere = sanctionOf('a:ann', { room: '', kind: 'ban' })
    await directory.addSanction(everywhere)
    await directory.addSanction(sanctionOf('a:ann', { kind: 'ban', until: 10 }))
    expect(await directory.sanctions('r', 'a:ann', 0)).toEqual([
      everywhere,
      sanctionOf('a:ann', { kind: 'ban', until: 10 }),
    ])
    expect(await directory.sanctions('s', 'a:ann', 0)).toEqual([everywhere])
    expect(await directory.sanctions('', 'a:ann', 0)).toEqual([everywhere])
    await directory.liftSanction('r', 'a:ann', 'ban')
    expect(await directory.sanctions('r', 'a:ann', 0)).toEqual([everywhere])
    await directory.liftSanction('', 'a:ann', 'ban')
    expect(await directory.sanctions('r', 'a:ann', 0)).toEqual([])
  })

  test('[DR12] those that have ended are forgotten when others come', async () => {
    for (let n = 0; n < 20; n++) await directory.addSanction(sanctionOf(`g:${n}`, { until: 10 + n }))
    await directory.addSanction(sanctionOf('g:20', { at: 15 }))
    const left = await Promise.all(Array.from({ length: 21 }, (_, n) => directory.sanctions('r', `g:${n}`, 0)))
    expect(left.flat().map(({ user }) => user)).toEqual(Array.from({ length: 15 }, (_, n) => `g:${n + 6}`))
  })
})
