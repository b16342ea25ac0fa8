import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import type { DurableLog } from '../../server/log/durable-log.ts'
import type { Appended, Content } from '../../server/ports/room-log.ts'
import { accountOf, sanctionOf, siteAccountOf } from '../support/server-kit/directories.ts'
import { durableLog, ROOM_LOGS } from '../support/server-kit/room-logs.ts'
import { VirtualClock } from '../support/virtual-clock.ts'

const ANN = { id: 'a:ann', name: 'Ann' }
const GUEST = { id: 'g:ann', name: 'Ann', guest: true } as const
const BOB = { id: 'a:bob', name: 'Bob' }
const IDS = ['a:ann', 'g:ann']

describe.for(ROOM_LOGS)('$name, of one person', ({ name, openStore }) => {
  let log: DurableLog
  let cid = 0
  beforeEach(async () => {
    log = durableLog({ clock: new VirtualClock() }, await openStore(), name === 'memory' ? 0 : undefined)
    onTestFinished(() => log.close())
  })
  const write = async (room: string, user: { id: string; name: string }, content: Content) =>
    (await log.append({ room, user, cid: `c${++cid}`, content })) as Appended
  const say = (room: string, user: { id: string; name: string }, text = 'hello') =>
    write(room, user, { kind: 'new_message', text })
  const react = (room: string, user: { id: string; name: string }, messageId: string, emoji = '👍', on = true) =>
    write(room, user, { kind: 'reaction', messageId, emoji, on, kinds: 20, own: 10 })
  const whole = { limit: 1_000, maxBytes: 1e9 }

  test('[DR26] the rooms are found where somebody wrote or reacted under any of their ids, by name, in pages', async () => {
    for (const [room, user] of [
      ['b', ANN],
      ['a', GUEST],
      ['z', BOB],
    ] as const)
      await say(room, user)
    const { id } = await say('c', BOB)
    await react('c', ANN, id)
    const rooms = (after?: string, limit = 10) => log.personal.roomsOfPerson(IDS, after, limit)
    expect(await rooms()).toEqual(['a', 'b', 'c'])
    expect([await rooms(undefined, 2), await rooms('b', 2), await rooms('c')]).toEqual([['a', 'b'], ['c'], []])
    expect(await log.personal.roomsOfPerson(['a:nobody'], undefined, 10)).toEqual([])
    await react('c', ANN, id, '👍', false)
    await log.personal.forgetAuthor('a', IDS)
    expect(await rooms()).toEqual(['b'])
    // whoever writes again is found again
    await say('a', GUEST)
    expect(await rooms()).toEqual(['a', 'b'])
  })

  test('[DR27] their messages come as they stand, oldest first, in pages within bounds, and nobody else’s', async () => {
    const ids: string[] = []
    for (let n = 0; n < 30; n++) {
      const { id } = await say('r', n % 3 === 0 ? ANN : n % 3 === 1 ? BOB : GUEST, `text ${n}`)
      if (n % 3 !== 1) ids.push(id)
    }
    await write('r', ANN, { kind: 'message_edited', messageId: ids[0] ?? '', text: 'edited', withinMs: 1e9 })
    await write('r', ANN, { kind: 'message_deleted', messageId: ids[2] ?? '', by: 'author' })
    const all = await log.personal.writtenBy('r', IDS, { after: 0, ...whole })
    expect(all.next).toBeUndefined()
    expect(all.messages.map(({ id }) => id)).toEqual(ids)
    expect(all.messages[0]).toMatchObject({ text: 'edited', user: ANN, rev: expect.any(Number) })
    expect(all.messages[2]).toMatchObject({ text: '', deleted: true, by: 'author' })
    for (const bounds of [
      { limit: 3, maxBytes: 1e9 },
      { limit: 1_000, maxBytes: 500 },
    ]) {
      const found: string[] = []
      let after: number | undefined = 0
      let pages = 0
      while (after !== undefined) {
        const page = await log.personal.writtenBy('r', IDS, { after, ...bounds })
        expect(page.messages.length).toBeLessThanOrEqual(bounds.limit)
        found.push(...page.messages.map(({ id }) => id))
        after = page.next
        pages++
      }
      expect(found).toEqual(ids)
      expect(pages).toBeGreaterThan(4)
    }
    expect(await log.personal.writtenBy('unknown', IDS, { after: 0, ...whole })).toEqual({ messages: [] })
  })

  test('[DR27] so do their reactions, each once', async () => {
    const expected: string[] = []
    for (let n = 0; n < 12; n++) {
      const { id, seq } = await say('r', BOB)
      await react('r', BOB, id)
      for (const [user, emoji] of [
        [ANN, '👍'],
        [ANN, '🎉'],
        [GUEST, '👀'],
      ] as const)
        if (n % 2 === 0) {
          await react('r', user, id, emoji)
          expected.push(`${seq} ${id} ${emoji} ${user.id}`)
        }
    }
    for (const limit of [1, 2, 5, 1_000]) {
      const found: string[] = []
      let after: number | undefined = 0
      while (after !== undefined) {
        const page: Awaited<ReturnType<typeof log.personal.reactedBy>> = await log.personal.reactedBy(
          'r',
          IDS,
          after,
          limit,
        )
        found.push(...page.reactions.map(({ seq, messageId, emoji, user }) => `${seq} ${messageId} ${emoji} ${user}`))
        after = page.next
      }
      expect(found.sort(), `limit ${limit}`).toEqual([...expected].sort())
    }
  })

  test('[DR31] their names go from what is kept of some places, messages and changes, and those of others stay', async () => {
    const ids: string[] = []
    for (let n = 0; n < 4; n++) for (const user of [ANN, BOB, GUEST]) ids.push((await say('r', user, `text ${n}`)).id)
    await write('r', ANN, { kind: 'message_deleted', messageId: ids[0] ?? '', by: 'author' })
    await react('r', ANN, ids[1] ?? '')
    const [before] = await log.personal.writtenBy('r', IDS, { after: 0, ...whole }).then(({ messages }) => messages)
    await log.personal.forgetNames('r', IDS, 0, 6)
    // straight from the store: what it said before may be known still
    const all = [...IDS, BOB.id]
    const names = async () => {
      const { messages } = await log.personal.writtenBy('r', all, { after: 0, ...whole })
      return messages.map(({ user }) => user.name)
    }
    expect([before?.user.name, await names()]).toEqual([
      'Ann',
      ['', 'Bob', '', '', 'Bob', '', 'Ann', 'Bob', 'Ann', 'Ann', 'Bob', 'Ann'],
    ])
    await log.personal.forgetNames('r', IDS, 6)
    expect(await names()).toEqual(Array(4).fill(['', 'Bob', '']).flat())
  })

  test('[DR28] who was removed is known by all ids of theirs, and what is to be erased until it is', async () => {
    const { directory } = log
    await directory.addAccount(accountOf('ann', { guestIds: ['g:1', 'g:2'] }))
    await directory.addAccount(accountOf('bob'))
    await directory.removeAccount('a:ann')
    await directory.removeAccount('a:nobody')
    expect(await directory.removedIds(undefined, 10)).toEqual(['a:ann', 'g:1', 'g:2'])
    expect([await directory.removedIds(undefined, 2), await directory.removedIds('g:1', 2)]).toEqual([
      ['a:ann', 'g:1'],
      ['g:2'],
    ])
    expect(await directory.removed(['g:1', 'a:bob', 'g:3'])).toEqual(new Set(['g:1']))
    expect(await directory.erasures(undefined, 10)).toEqual([{ id: 'a:ann', ids: ['a:ann', 'g:1', 'g:2'] }])
    // none of these ids is anybody's again
    expect(await directory.addAccount(accountOf('cid', { guestIds: ['g:1'] }))).toBe('taken')
    expect(await directory.changeAccount('a:bob', { guestIds: ['g:2'] })).toBe('taken')
    await directory.removeAccount('g:1')
    await directory.endErasure('a:ann')
    expect(await directory.erasures(undefined, 10)).toEqual([])
    expect(await directory.removed(['a:ann'])).toEqual(new Set(['a:ann']))
    expect(await directory.hasAccounts()).toBe(true)
    await directory.removeAccount('a:bob')
    expect(await directory.hasAccounts()).toBe(false)
  })

  test('[DR28] when somebody of a site was removed is known, and not who they were', async () => {
    const { directory } = log
    await directory.addAccount(siteAccountOf('ann'))
    const { issuer = '', subject = '' } = siteAccountOf('ann')
    expect(await directory.removedAt(issuer, subject)).toBe(0)
    await directory.removeAccount('a:ann')
    expect(await directory.removedAt(issuer, subject)).toBeGreaterThan(0)
    expect([await directory.removedAt(issuer, 'bob'), await directory.removedAt('', '')]).toEqual([0, 0])
    expect(await directory.addAccount(siteAccountOf('ann', { id: 'a:next' }))).toBe('ok')
  })

  test('[DR29] a guest is removed as well, unless they are an account’s, with their places and sanctions', async () => {
    const { directory } = log
    await directory.addAccount(accountOf('ann', { guestIds: ['g:ann'] }))
    await directory.addRoom(
      { room: 'r', kind: 'open', slowMs: 0, write: 'guest', locked: false, createdBy: 'g:x', createdAt: 1 },
      [
        { user: 'g:x', role: 'owner' },
        { user: 'a:ann', role: 'moderator' },
      ],
    )
    await directory.addSanction(sanctionOf('g:x'))
    await directory.removeAccount('g:ann')
    expect(await directory.removedIds(undefined, 10)).toEqual([])
    await directory.removeAccount('g:x')
    expect(await directory.removedIds(undefined, 10)).toEqual(['g:x'])
    expect(await directory.sanctionsOf('g:x', undefined, 10)).toEqual([])
    expect(await directory.members('r', undefined, 10)).toMatchObject([{ user: 'a:ann', role: 'owner' }])
  })

  test('[DR30] all sanctions of somebody come in pages, also those that have ended', async () => {
    const { directory } = log
    for (const room of ['', 'a', 'b'])
      for (const kind of ['ban', 'kick', 'mute', 'warn'] as const)
        await directory.addSanction(sanctionOf('a:ann', { room, kind, until: kind === 'ban' ? undefined : 1_000 }))
    await directory.addSanction(sanctionOf('a:bob'))
    const all = await directory.sanctionsOf('a:ann', undefined, 100)
    expect(all.map(({ room, kind }) => `${room} ${kind}`)).toEqual(
      ['', 'a', 'b'].flatMap(room => ['ban', 'kick', 'mute', 'warn'].map(kind => `${room} ${kind}`)),
    )
    const paged = []
    for (let page = await directory.sanctionsOf('a:ann', undefined, 5); page.length > 0; ) {
      paged.push(...page)
      page = await directory.sanctionsOf('a:ann', page.at(-1), 5)
    }
    expect(paged).toEqual(all)
  })
})
