import { beforeEach, describe, expect, test } from 'vitest'
import type { Account, Directory } from '../../server/ports/directory.ts'
import { accountOf, DIRECTORIES, roomOf, sanctionOf, siteAccountOf } from '../support/server-kit/directories.ts'
import { VirtualClock } from '../support/virtual-clock.ts'

const DAY = 24 * 3_600_000
const ALL = [undefined, 1_000] as const

describe.for(DIRECTORIES)('accounts in the directory in $name', ({ open }) => {
  let directory: Directory
  beforeEach(async () => {
    directory = await open({ clock: new VirtualClock() })
  })

  const addAll = async (...accounts: Account[]) => {
    for (const account of accounts) expect(await directory.addAccount(account)).toBe('ok')
  }

  test('[DR1] an account is found by its id, its name, its site and as a guest, as it was given', async () => {
    const ann = accountOf('ann', {
      name: 'Ann \u{1F600} 𝒜\u0000',
      keys: ['ann', 'αnn', '\u{1F600}'],
      role: 'admin',
      picture: 'https://site.example/ann.png',
      issuer: 'https://site.example',
      subject: 'ünique',
      guestIds: ['g:z', 'g:a', 'old'],
      createdAt: 0,
      seenAt: Number.MAX_SAFE_INTEGER,
      notBefore: 1_800_000_000_000,
    })
    await addAll(ann, accountOf('bob'))
    expect(await directory.account('a:ann')).toEqual(ann)
    for (const key of ann.keys) expect(await directory.accountNamed(['nobody', key])).toEqual(ann)
    expect(await directory.accountOf('https://site.example', 'ünique')).toEqual(ann)
    for (const guestId of ann.guestIds) expect(await directory.accountOfGuest(guestId)).toEqual(ann)
    expect(await directory.account('a:ANN')).toBe(undefined)
    expect(await directory.accountNamed([])).toBe(undefined)
    expect(await directory.accountNamed(['ANN'])).toBe(undefined)
    expect(await directory.accountOf('https://site.example', 'Ünique')).toBe(undefined)
    expect(await directory.accountOf('https://other.example', 'ünique')).toBe(undefined)
    expect(await directory.accountOfGuest('a:ann')).toBe(undefined)
  })

  test('[DR1] what is kept is no longer of who gave it', async () => {
    const keys = ['ann']
    const guestIds = ['g:1']
    await addAll(accountOf('ann', { keys, guestIds, ...{ more: 'x'.repeat(1e6) } }))
    keys.push('bob')
    guestIds.push('g:2')
    expect(await directory.account('a:ann')).toEqual(accountOf('ann', { guestIds: ['g:1'] }))
    expect(await directory.accountOfGuest('g:2')).toBe(undefined)
  })

  test('[DR2] of two that want a name at once one gets it, also where their keys overlap in part', async () => {
    const wanting = [
      accountOf('ann1', { keys: ['a', 'b'] }),
      accountOf('ann2', { keys: ['b', 'c'] }),
      accountOf('ann3', { keys: ['c', 'a'] }),
    ]
    const answers = await Promise.all(wanting.map(account => directory.addAccount(account)))
    expect(answers).toEqual(['ok', 'taken', 'taken'])
    expect(await directory.account('a:ann2')).toBe(undefined)
    // it has left nothing behind
    expect(await directory.isNameKept(['c'], 0)).toBe(false)
    await addAll(accountOf('cid', { keys: ['c', 'd'] }))
    expect(await directory.accountNamed(['d', 'a'])).toMatchObject({ id: 'a:cid' })
    expect(await directory.accountNamed(['b', 'd'])).toMatchObject({ id: 'a:ann1' })
  })

  test('[DR2] of two with one site and subject, one id, or one guest at once one is added', async () => {
    const same: Partial<Account>[] = [{ subject: 's' }, { id: 'a:same' }, { guestIds: ['g:1'] }]
    for (const [at, change] of same.entries()) {
      const pair = ['x', 'y'].map(name => siteAccountOf(`${name}${at}`, change))
      expect(await Promise.all(pair.map(account => directory.addAccount(account)))).toEqual(['ok', 'taken'])
    }
  })

  test('[DR2] of two that change to a name at once one gets it, and the other stays as it was', async () => {
    await addAll(accountOf('ann'), accountOf('bob'))
    const change = { name: 'Cid', keys: ['cid', 'c1d'] }
    const [one, other] = await Promise.all(['a:ann', 'a:bob'].map(id => directory.changeAccount(id, change)))
    expect([one, other]).toEqual([accountOf('ann', change), 'taken'])
    expect(await directory.accountNamed(['cid'])).toMatchObject({ id: 'a:ann' })
    expect(await directory.accountNamed(['bob'])).toEqual(accountOf('bob'))
    // the name of before is free
    await addAll(accountOf('next', { keys: ['ann'] }))
    expect(await directory.changeAccount('a:ann', { name: 'Ann', keys: ['ann'] })).toBe('taken')
    // its own name is taken by nobody else
    expect(await directory.changeAccount('a:ann', { name: 'CID', keys: ['c1d', 'cid'] })).toMatchObject({ name: 'CID' })
  })

  test('[DR3] accounts of sites may have one name, also that of a password account, which alone is found by it', async () => {
    await addAll(siteAccountOf('x', { keys: ['ann'] }), siteAccountOf('y', { keys: ['ann'] }))
    expect(await directory.accountNamed(['ann'])).toBe(undefined)
    await addAll(accountOf('ann'), siteAccountOf('z', { keys: ['ann'] }))
    expect(await directory.accountNamed(['ann'])).toMatchObject({ id: 'a:ann' })
    // whoever takes a password wants the name for themselves
    expect(await directory.changeAccount('a:x', { password: 'hash' })).toBe('taken')
    expect(await directory.account('a:x')).toEqual(siteAccountOf('x', { keys: ['ann'] }))
    await directory.removeAccount('a:ann')
    expect(await directory.changeAccount('a:x', { password: 'hash' })).toMatchObject({ password: 'hash' })
    expect(await directory.addAccount(accountOf('ann2', { keys: ['ann'] }))).toBe('taken')
  })

  test('[DR4] a name with a password is kept from guests for ever, one of a site while it was seen', async () => {
    const now = 100 * DAY
    await addAll(accountOf('ann', { seenAt: 0 }), siteAccountOf('bob', { seenAt: now - 30 * DAY }))
    expect(await directory.isNameKept(['ann'], now)).toBe(true)
    expect(await directory.isNameKept(['x', 'bob'], now - 30 * DAY)).toBe(true)
    expect(await directory.isNameKept(['bob'], now - 30 * DAY + 1)).toBe(false)
    expect(await directory.isNameKept(['x'], 0)).toBe(false)
    expect(await directory.isNameKept([], 0)).toBe(false)
    await directory.changeAccount('a:bob', { seenAt: now })
    expect(await directory.isNameKept(['bob'], now - 30 * DAY + 1)).toBe(true)
    await directory.removeAccount('a:bob')
    await directory.removeAccount('a:ann')
    expect(await directory.isNameKept(['bob', 'ann'], 0)).toBe(false)
  })

  test('[DR5] what a change leaves out stays; an empty picture goes; of whom there is none nothing changes', async () => {
    const ann = siteAccountOf('ann', { picture: 'https://site.example/a.png', guestIds: ['g:1'] })
    await addAll(ann)
    expect(await directory.changeAccount('a:ann', {})).toEqual(ann)
    expect(await directory.changeAccount('a:ann', { seenAt: 5, notBefore: 4, role: 'admin' })).toEqual({
      ...ann,
      seenAt: 5,
      notBefore: 4,
      role: 'admin',
    })
    expect(await directory.changeAccount('a:ann', { picture: '' })).not.toMatchObject({ picture: expect.anything() })
    const { password } = (await directory.changeAccount('a:ann', { password: 'new' })) as Account
    expect([password, (await directory.account('a:ann'))?.password]).toEqual(['new', 'new'])
    expect(await directory.changeAccount('a:nobody', { seenAt: 1 })).toBe(undefined)
    expect(await directory.account('a:nobody')).toBe(undefined)
  })

  test('[DR6] guest ids are added: none is lost by two at once, each is of one account, of more than 50 the oldest go', async () => {
    await addAll(accountOf('ann', { guestIds: ['g:0'] }), accountOf('bob', { guestIds: ['g:bob'] }))
    await Promise.all([1, 2, 3].map(n => directory.changeAccount('a:ann', { guestIds: ['g:0', `g:${n}`] })))
    expect((await directory.account('a:ann'))?.guestIds).toEqual(['g:0', 'g:1', 'g:2', 'g:3'])
    expect(await directory.changeAccount('a:ann', { guestIds: ['g:4', 'g:bob'] })).toBe('taken')
    expect(await directory.accountOfGuest('g:4')).toBe(undefined)
    const many = Array.from({ length: 60 }, (_, n) => `g:${100 + n}`)
    await directory.changeAccount('a:ann', { guestIds: many })
    expect((await directory.account('a:ann'))?.guestIds).toEqual(many.slice(10))
    expect(await directory.accountOfGuest('g:0')).toBe(undefined)
    expect(await directory.accountOfGuest('g:109')).toBe(undefined)
    await addAll(accountOf('cid', { guestIds: ['g:0'] }))
  })

  test('[DR7] of a removed account nothing is left but its ids, which nobody gets again', async () => {
    await addAll(siteAccountOf('ann', { password: 'p', guestIds: ['g:1'] }), accountOf('bob'))
    await directory.addRoom(roomOf('r'), [{ user: 'a:bob', role: 'owner' }])
    await directory.setRole('r', 'a:ann', 'moderator')
    await directory.addSanction(sanctionOf('a:ann'))
    await directory.addSanction(sanctionOf('a:ann', { room: '', kind: 'ban' }))
    await directory.removeAccount('a:ann')
    await directory.removeAccount('a:ann')
    await directory.removeAccount('a:nobody')
    expect(await directory.removed(['a:ann', 'a:bob', 'a:nobody', 'g:1'])).toEqual(new Set(['a:ann', 'g:1']))
    expect(await directory.account('a:ann')).toBe(undefined)
    expect(await directory.accountNamed(['ann'])).toBe(undefined)
    expect(await directory.accountOf('https://site.example', 'ann')).toBe(undefined)
    expect(await directory.accountOfGuest('g:1')).toBe(undefined)
    expect(await directory.sanctions('r', 'a:ann', 0)).toEqual([])
    expect(await directory.roomsOf('a:ann', ...ALL)).toEqual([])
    expect((await directory.members('r', ...ALL)).map(({ user }) => user)).toEqual(['a:bob'])
    expect(await directory.addAccount(accountOf('ann'))).toBe('taken')
    expect(await directory.addAccount(siteAccountOf('ann', { id: 'a:new', guestIds: ['g:1'] }))).toBe('taken')
    // what else was its is free, and comes to it no more
    await addAll(siteAccountOf('ann', { id: 'a:new', password: 'p' }))
    expect(await directory.setRole('r', 'a:ann', 'member')).toBe('not_found')
    await directory.addSanction(sanctionOf('a:ann'))
    expect(await directory.sanctions('r', 'a:ann', 0)).toEqual([])
    expect(await directory.addRoom(roomOf('s'), [{ user: 'a:ann', role: 'owner' }])).toBe('not_found')
    expect(await directory.room('s')).toBe(undefined)
  })
})
