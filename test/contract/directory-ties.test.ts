import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import type { Directory, Invitation } from '../../server/ports/directory.ts'
import { accountOf, DIRECTORIES, roomOf, shortNews } from '../support/server-kit/directories.ts'
import { FaultyStore } from '../support/server-kit/faulty-store.ts'
import { durableLog, ROOM_LOGS } from '../support/server-kit/room-logs.ts'
import { VirtualClock } from '../support/virtual-clock.ts'

const ALL = [undefined, 1_000] as const
const HUGE = 'x'.repeat(1_000_000)

const invitationOf = (room: string, user: string, by = 'a:ann'): Invitation => ({ room, user, by, at: 7 })
const directOf = (room: string, one: string, other: string) =>
  roomOf(room, { kind: 'direct', pair: [one, other], createdBy: one })

describe.for(DIRECTORIES)('rooms that people make, in the directory in $name', ({ open }) => {
  let directory: Directory
  beforeEach(async () => {
    directory = await open({ clock: new VirtualClock() })
    for (const name of ['ann', 'bob', 'cid']) await directory.addAccount(accountOf(name))
  })

  const hear = (...users: string[]) => {
    const heard: string[] = []
    for (const user of users) directory.watchUser(user, news => heard.push(`${user}: ${shortNews(news)}`))
    return heard
  }

  test('[DR40] a direct room is found by its pair, whoever is named first; of two made at once for one pair one is made', async () => {
    const both = [
      directory.addRoom(directOf('dm:2', 'a:bob', 'a:ann'), [{ user: 'a:bob', role: 'member' }]),
      directory.addRoom(directOf('dm:1', 'a:ann', 'a:bob'), [{ user: 'a:cid', role: 'member' }]),
    ]
    expect(await Promise.all(both)).toEqual(['ok', 'taken'])
    const made = { ...directOf('dm:2', 'a:bob', 'a:ann'), pair: ['a:ann', 'a:bob'] }
    expect(await directory.direct('a:ann', 'a:bob')).toEqual(made)
    expect(await directory.direct('a:bob', 'a:ann')).toEqual(made)
    expect(await directory.room('dm:2')).toEqual(made)
    expect(await directory.direct('a:ann', 'a:cid')).toBe(undefined)
    // the other one has left nothing behind
    expect(await directory.roomsOf('a:cid', ...ALL)).toEqual([])
    expect(await directory.addRoom(directOf('dm:1', 'a:ann', 'a:cid'))).toBe('ok')
  })

  test('[DR41] rooms that all may see come by name, in pages, and no others; how many somebody made is known', async () => {
    await directory.addRoom(directOf('dm:1', 'a:ann', 'a:bob'))
    await directory.addRoom(roomOf('priv:1', { kind: 'members' }))
    await directory.addRoom(roomOf('s', { createdBy: 'a:bob' }))
    for (const name of ['r', 'R', 'dn']) await directory.addRoom(roomOf(name, { kind: 'open', title: name }))
    await directory.setRole('only-joined', 'a:bob', 'member')
    const names = async (...page: [string | undefined, number]) =>
      (await directory.listed(...page)).map(each => each.room)
    expect(await names(...ALL)).toEqual(['R', 'dn', 'r', 's'])
    expect(await names(undefined, 2)).toEqual(['R', 'dn'])
    expect(await names('dn', 1)).toEqual(['r'])
    expect(await names('s', 5)).toEqual([])
    expect((await directory.listed('dn', 1))[0]).toEqual(roomOf('r', { kind: 'open', title: 'r' }))
    expect(await Promise.all(['a:ann', 'a:bob', 'a:cid'].map(id => directory.madeBy(id)))).toEqual([4, 1, 0])
    const made = async (...page: [string | undefined, number]) =>
      (await directory.roomsMadeBy('a:ann', ...page)).map(({ room }) => room)
    expect(await made(...ALL)).toEqual(['R', 'dn', 'priv:1', 'r'])
    expect(await made('dn', 1)).toEqual(['priv:1'])
  })

  test('[DR42] somebody is asked into a room once, until they answer or have a place; both sides find it', async () => {
    await directory.addRoom(roomOf('r'), [{ user: 'a:ann', role: 'owner' }])
    await directory.addRoom(roomOf('R'))
    const heard = hear('a:bob')
    expect(await directory.invite(invitationOf('r', 'a:bob'))).toBe('ok')
    expect(await directory.invite(invitationOf('r', 'a:bob', 'a:cid'))).toBe('taken')
    expect(await directory.invite(invitationOf('r', 'a:ann', 'a:bob'))).toBe('taken')
    expect(await directory.invite(invitationOf('R', 'a:bob'))).toBe('ok')
    for (const nobody of [invitationOf('s', 'a:bob'), invitationOf('r', 'a:x'), invitationOf('r', 'a:cid', 'a:x')])
      expect(await directory.invite(nobody)).toBe('not_found')
    expect(await directory.invitation('r', 'a:bob')).toEqual(invitationOf('r', 'a:bob'))
    expect((await directory.invitationsOf('a:bob', ...ALL)).map(({ room }) => room)).toEqual(['R', 'r'])
    expect((await directory.invitationsOf('a:bob', 'R', 1)).map(({ room }) => room)).toEqual(['r'])
    expect(await directory.dropInvitation('R', 'a:bob')).toBe(true)
    expect(await directory.dropInvitation('R', 'a:bob')).toBe(false)
    expect(await directory.setRole('r', 'a:bob', 'member')).toBe('ok')
    expect(await directory.invitation('r', 'a:bob')).toBe(undefined)
    expect(heard.map(each => each.slice(7))).toEqual([
      'invited r a:bob true',
      'invited R a:bob true',
      'invited R a:bob false',
      'rights r a:bob',
      'invited r a:bob false',
    ])
  })

  test('[DR42] of a room, of a person and by a person 200 wait at most', { timeout: 60_000 }, async () => {
    const all = Array.from({ length: 201 }, (_, n) => n)
    for (const n of all) await directory.addAccount(accountOf(`${n}`))
    await directory.addRoom(roomOf('r'))
    for (const n of all) await directory.addRoom(roomOf(`r${n}`))
    const asked = (by: (n: number) => Invitation) => Promise.all(all.map(n => directory.invite(by(n))))
    const twoHundred = [...Array(200).fill('ok'), 'too_many']
    expect(await asked(n => invitationOf('r', `a:${n}`, `a:${(n + 1) % 201}`))).toEqual(twoHundred)
    expect(await asked(n => invitationOf(`r${n}`, 'a:bob', `a:${n}`))).toEqual(twoHundred)
    expect(await asked(n => invitationOf(`r${n}`, `a:${n}`, 'a:cid'))).toEqual(twoHundred)
    // one that is answered makes place
    await directory.dropInvitation('r0', 'a:bob')
    expect(await directory.invite(invitationOf('r200', 'a:bob'))).toBe('ok')
  })

  test('[DR43] blocks are kept in the order in which they were made, and both are told', async () => {
    const heard = hear('a:ann', 'a:bob')
    expect(await directory.block('a:ann', 'a:cid', true)).toBe('ok')
    expect(await directory.block('a:ann', 'a:bob', true)).toBe('ok')
    expect(await directory.block('a:ann', 'a:bob', true)).toBe('ok')
    expect(await directory.blocks('a:ann')).toEqual(['a:cid', 'a:bob'])
    expect(await directory.isBlocked('a:ann', 'a:bob')).toBe(true)
    expect(await directory.isBlocked('a:bob', 'a:ann')).toBe(false)
    expect(await directory.block('a:ann', 'a:cid', false)).toBe('ok')
    expect(await directory.block('a:ann', 'a:cid', false)).toBe('ok')
    expect(await directory.block('a:ann', 'a:cid', true)).toBe('ok')
    expect(await directory.blocks('a:ann')).toEqual(['a:bob', 'a:cid'])
    for (const [by, user] of [
      ['a:ann', 'a:x'],
      ['a:x', 'a:ann'],
      ['a:ann', 'a:ann'],
    ] as const)
      expect(await directory.block(by, user, true)).toBe('not_found')
    const told = (user: string, times: number) => Array(times).fill(`${user}: blocks ${user}`)
    expect([...heard].sort()).toEqual([...told('a:ann', 4), ...told('a:bob', 1)])
  })

  test('[DR43] of one person there are at most 1,000', { timeout: 60_000 }, async () => {
    const names = Array.from({ length: 1_001 }, (_, n) => `${n}`)
    await Promise.all(names.map(name => directory.addAccount(accountOf(name))))
    const answers = await Promise.all(names.map(name => directory.block('a:ann', `a:${name}`, true)))
    expect(answers).toEqual([...Array(1_000).fill('ok'), 'too_many'])
    expect(await directory.blocks('a:ann')).toEqual(names.slice(0, -1).map(name => `a:${name}`))
    expect(await directory.block('a:ann', 'a:7', true)).toBe('ok')
    expect(await directory.block('a:bob', 'a:ann', true)).toBe('ok')
  })

  test('[DR44] whether two have a place in one room is known', async () => {
    await directory.setRole('r', 'a:ann', 'member')
    await directory.setRole('s', 'a:bob', 'owner')
    expect(await directory.shareRoom('a:ann', 'a:bob')).toBe(false)
    await directory.setRole('s', 'a:ann', 'member')
    expect(await directory.shareRoom('a:ann', 'a:bob')).toBe(true)
    expect(await directory.shareRoom('a:bob', 'a:ann')).toBe(true)
    await directory.setRole('s', 'a:ann', undefined)
    expect(await directory.shareRoom('a:bob', 'a:ann')).toBe(false)
  })

  test('[DR45] how far somebody has read is kept as it was last written, many at once, and nobody is told', async () => {
    const heard = hear('a:ann')
    const at = (user: string, room: string, seq: number, epoch = 'e') => ({ user, room, epoch, seq })
    await directory.keepPositions([at('a:ann', 'r', 5), at('a:bob', 'r', 2), at('a:ann', 'r', 3), at('a:ann', 'R', 0)])
    expect(await directory.position('a:ann', 'r')).toEqual(at('a:ann', 'r', 3))
    expect(await directory.position('a:bob', 'r')).toEqual(at('a:bob', 'r', 2))
    expect(await directory.position('a:bob', 's')).toBe(undefined)
    await directory.keepPositions([at('a:ann', 'r', 9, 'f')])
    await directory.keepPositions([])
    expect(await directory.positionsOf('a:ann', ...ALL)).toEqual([at('a:ann', 'R', 0), at('a:ann', 'r', 9, 'f')])
    expect(await directory.positionsOf('a:ann', 'R', 1)).toEqual([at('a:ann', 'r', 9, 'f')])
    expect(heard).toEqual([])
  })

  test('[DR45] of more than 2,000 of one person those go that were longest not written', {
    timeout: 60_000,
  }, async () => {
    const keep = async (from: number, to: number) => {
      for (let n = from; n < to; n += 500) {
        const some = Array.from({ length: Math.min(500, to - n) }, (_, at) => `r${n + at}`)
        await directory.keepPositions(some.map(room => ({ user: 'a:ann', room, epoch: 'e', seq: 1 })))
      }
    }
    await keep(0, 2_000)
    await directory.keepPositions([{ user: 'a:ann', room: 'r0', epoch: 'e', seq: 2 }])
    await keep(2_000, 2_002)
    const there = async (room: string) => (await directory.position('a:ann', room))?.seq
    expect(await Promise.all(['r0', 'r1', 'r2', 'r3', 'r2001'].map(there))).toEqual([2, undefined, undefined, 1, 1])
    expect((await directory.positionsOf('a:ann', ...ALL)).length).toBe(1_000)
  })

  test('[DR46] a removed account takes its invitations, blocks and positions with it, on both sides', async () => {
    await directory.addRoom(roomOf('r'), [{ user: 'a:ann', role: 'owner' }])
    await directory.addRoom(directOf('dm:1', 'a:ann', 'a:bob'), [{ user: 'a:ann', role: 'member' }])
    await directory.addRoom(roomOf('s'))
    await directory.invite(invitationOf('r', 'a:bob'))
    await directory.invite(invitationOf('s', 'a:ann', 'a:cid'))
    await directory.invite(invitationOf('s', 'a:bob', 'a:cid'))
    await directory.block('a:ann', 'a:bob', true)
    await directory.block('a:cid', 'a:ann', true)
    await directory.block('a:cid', 'a:bob', true)
    const position = { user: 'a:ann', room: 'r', epoch: 'e', seq: 1 }
    await directory.keepPositions([position])
    const heard = hear('a:bob', 'a:cid')
    await directory.removeAccount('a:ann')
    expect(heard).toEqual(['a:bob: invited r a:bob false', 'a:bob: blocks a:bob', 'a:cid: blocks a:cid'])
    expect(await directory.invitationsOf('a:ann', ...ALL)).toEqual([])
    expect((await directory.invitationsOf('a:bob', ...ALL)).map(({ room }) => room)).toEqual(['s'])
    expect(await directory.blocks('a:ann')).toEqual([])
    expect(await directory.blocks('a:cid')).toEqual(['a:bob'])
    // what comes late of who is gone is not kept
    await directory.keepPositions([position])
    expect(await directory.positionsOf('a:ann', ...ALL)).toEqual([])
    expect(await directory.invite(invitationOf('s', 'a:ann', 'a:cid'))).toBe('not_found')
    expect(await directory.block('a:bob', 'a:ann', true)).toBe('not_found')
    // the other one keeps the room of both
    expect(await directory.direct('a:ann', 'a:bob')).toMatchObject({ room: 'dm:1' })
    expect(await directory.membership('dm:1', 'a:ann')).toBe(undefined)
  })
})

describe.for(ROOM_LOGS)('what the directory in $name takes of rooms that people make', ({ name, openStore }) => {
  test('[DR47] what is too long or of another kind is refused before any work; what cannot be there is not found', async () => {
    const store = new FaultyStore(await openStore())
    const log = durableLog({ clock: new VirtualClock() }, store, name === 'memory' ? 0 : undefined)
    onTestFinished(() => log.close())
    const { directory } = log
    const invitation = invitationOf('r', 'a:bob')
    const position = { user: 'a:ann', room: 'r', epoch: 'e', seq: 1 }
    const bad = (value: unknown) => value as never
    const calls = [
      () => directory.addRoom(roomOf('r', { kind: 'open', pair: ['a:1', 'a:2'] })),
      () => directory.addRoom(directOf('dm:1', 'a:1', 'a:1')),
      () => directory.addRoom(directOf('dm:1', 'a:1', HUGE)),
      () => directory.addRoom(roomOf('dm:1', { kind: 'direct', pair: bad(['a:1']) })),
      () => directory.addRoom(roomOf('dm:1', { kind: 'direct', pair: bad(HUGE) })),
      () => directory.addRoom(roomOf('dm:1', { kind: 'direct', pair: bad(['a:1', 'a:2', 'a:3']) })),
      ...[{ room: HUGE }, { user: '' }, { by: bad(7) }, { at: -1 }].map(
        change => () => directory.invite({ ...invitation, ...change }),
      ),
      () => directory.block(HUGE, 'a:1', true),
      () => directory.block('a:1', bad(null), true),
      () => directory.block('a:1', 'a:2', bad('on')),
      ...[
        { user: '' },
        { room: ' ' },
        { epoch: '' },
        { epoch: HUGE },
        { seq: -1 },
        { seq: 0.5 },
        { seq: bad('1') },
      ].map(change => () => directory.keepPositions([{ ...position, ...change }])),
      () => directory.keepPositions(Array(501).fill(position)),
      () => directory.keepPositions(bad('positions')),
      () => directory.listed(undefined, 0),
      () => directory.roomsMadeBy('a:1', undefined, 0.5),
      () => directory.invitationsOf('a:1', undefined, 1_001),
      () => directory.positionsOf('a:1', undefined, Number.NaN),
    ]
    for (const call of calls) {
      const error = await call().then(String, problem => problem)
      expect(error).toBeInstanceOf(RangeError)
      expect(error.message).toMatch(/^[A-Z].{5,120}\.$/)
    }
    for (const no of ['', HUGE, 'ä', 7 as unknown as string]) {
      expect(await directory.direct(no, 'a:1')).toBe(undefined)
      expect(await directory.madeBy(no)).toBe(0)
      expect(await directory.roomsMadeBy(no, ...ALL)).toEqual([])
      expect(await directory.shareRoom('a:1', no)).toBe(false)
      expect(await directory.invitation(no, 'a:1')).toBe(undefined)
      expect(await directory.invitationsOf(no, ...ALL)).toEqual([])
      expect(await directory.dropInvitation('r', no)).toBe(false)
      expect(await directory.blocks(no)).toEqual([])
      expect(await directory.isBlocked('a:1', no)).toBe(false)
      expect(await directory.position('a:1', no)).toBe(undefined)
      expect(await directory.positionsOf(no, ...ALL)).toEqual([])
      expect(await directory.listed(no || HUGE, 10)).toEqual([])
    }
    expect(store.calls).toEqual([])
  })
})
