import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import type { DurableEvent } from '../../sdk/protocol/events.ts'
import { DEFAULT_LIMITS } from '../../sdk/protocol/limits.ts'
import type { DurableLog } from '../../server/log/durable-log.ts'
import type { DirectoryNews } from '../../server/ports/directory.ts'
import { HOLD_MS, HOLDS_OF_PERSON } from '../../server/ports/moderation.ts'
import type { Appended, EventDraft } from '../../server/ports/room-log.ts'
import type { Store } from '../../server/ports/store.ts'
import { accountOf, shortNews } from '../support/server-kit/directories.ts'
import { auditOf, heldOf, messageOf } from '../support/server-kit/moderation.ts'
import { durableLog, ofEvents, ROOM_LOGS } from '../support/server-kit/room-logs.ts'
import { VirtualClock } from '../support/virtual-clock.ts'

const ALL = [undefined, 1_000] as const
const WHOLE = { limit: 1_000, maxBytes: 1e9 }

describe.for(ROOM_LOGS)('messages that wait, in $name', ({ name, openStore }) => {
  let store: Store
  let log: DurableLog
  let clock: VirtualClock
  let events: DurableEvent[]
  let told: string[]
  beforeEach(async () => {
    clock = new VirtualClock()
    store = await openStore()
    log = durableLog({ clock }, store, name === 'memory' ? 0 : undefined)
    onTestFinished(() => log.close())
    events = []
    told = []
    const hear = (news: DirectoryNews) => void told.push(shortNews(news))
    log.subscribe(
      'r',
      ofEvents(event => void events.push(event)),
    )
    log.directory.watchRoom('r', hear)
    log.directory.watchUser('a:ann', hear)
    log.directory.watchGuests(hear)
  })

  const append = (draft: EventDraft) => log.append(draft) as Promise<Appended>
  const held = async (cid: string, draft: Partial<EventDraft> = {}) => (await append(heldOf(cid, draft))).held as string
  const waiting = async (room = 'r') => (await log.directory.holds(room, clock.now(), ...ALL)).map(({ cid }) => cid)

  test('[MD40] a message that is held has no place: it waits, those who keep order hear of it, and nobody else', async () => {
    await append(messageOf('first'))
    const answer = await append(heldOf('c1', {}))
    expect(answer).toMatchObject({ seq: 0, duplicate: false, sentAt: clock.now() })
    expect(answer.held).toMatch(/^[!-~]{9,64}$/)
    expect([events.length, told]).toEqual([1, ['queue r']])
    expect(await log.head('r')).toMatchObject({ seq: 1 })
    const page = await log.page('r', WHOLE)
    expect(page?.messages.map(({ cid }) => cid)).toEqual(['first'])
    const { held: id = '' } = answer
    const hold = {
      ...{ id, room: 'r', user: { id: 'a:ann', name: 'Ann' }, cid: 'c1', text: 'text of c1', rule: 'words' },
      at: clock.now(),
    }
    expect(await log.directory.hold('r', id)).toEqual(hold)
    expect(await log.directory.hold('s', id)).toBe(undefined)
    expect(await log.directory.holds('r', clock.now(), ...ALL)).toEqual([hold])
    expect(await log.directory.holdsOf('r', ['a:ann', 'g:ann'], clock.now())).toEqual([hold])
    expect(await log.directory.holdsOf('r', ['a:bob'], clock.now())).toEqual([])
    expect(await log.directory.holdsBy('a:ann', ...ALL)).toEqual([hold])
    expect(await log.directory.queue('r', clock.now())).toEqual({ reports: 0, held: 1 })
    expect(await log.directory.queue('s', clock.now())).toEqual({ reports: 0, held: 0 })
  })

  test('[MD40] what it answers and whom it names is kept with it', async () => {
    const mentions = [{ id: 'a:bob', name: 'Bob' }, { id: 'a:cid' }]
    const draft = heldOf('c1')
    const id = (await append({
      ...draft,
      content: { kind: 'new_message', text: 'T', replyTo: 'nowhere', mentions },
    })) as Appended
    expect(await log.directory.hold('r', id.held ?? '')).toMatchObject({ text: 'T', replyTo: 'nowhere', mentions })
  })

  test('[MD41] a cid that waits is answered with its hold whatever comes under it, also of who wrote as a guest then', async () => {
    const id = await held('c1', { user: { id: 'g:ann', name: 'Ann', guest: true } })
    const at = clock.now()
    await clock.run(100)
    const again = { seq: 0, id: '', held: id, sentAt: at, duplicate: true }
    const guest = { id: 'g:ann', name: 'Ann' }
    expect(await append(messageOf('c1', { user: guest }))).toEqual(again)
    expect(await append(heldOf('c1', { user: guest }))).toEqual(again)
    expect(await append(messageOf('c1', { formerIds: ['g:old', 'g:ann'] }))).toEqual(again)
    // others have cids of their own, and so have other rooms
    expect(await append(messageOf('c1'))).toMatchObject({ seq: 1, duplicate: false })
    expect(await append(messageOf('c1', { room: 's', user: guest }))).toMatchObject({ seq: 1, duplicate: false })
    expect(await waiting()).toEqual(['c1'])
    // a cid that the log knows is answered as ever
    expect(await append(heldOf('c1'))).toMatchObject({ seq: 1, duplicate: true })
    expect((await append(heldOf('c1'))).held).toBe(undefined)
  })

  test('[MD42] one that is approved gets the next place, and ends in that moment; its author hears of it', async () => {
    await append(messageOf('before', { user: { id: 'a:bob', name: 'Bob' } }))
    const [first] = events
    const id = await held('c1')
    told.splice(0)
    await clock.run(50)
    const content = { replyTo: first && 'text' in first ? first.id : '', mentions: [{ id: 'a:bob' }] }
    const audit = auditOf('deed', { action: 'resolve', target: { approved: true } })
    const answer = await append(messageOf('c1', { approves: id, audit }, content))
    expect(answer).toMatchObject({ seq: 2, duplicate: false, sentAt: clock.now() })
    expect(answer.held).toBe(undefined)
    expect(events[1]).toMatchObject({
      seq: 2,
      cid: 'c1',
      replyTo: { target: 1 },
      mentions: [{ id: 'a:bob', name: 'Bob' }],
    })
    expect(told).toEqual(['queue r', `hold r a:ann ${id} approved`])
    expect(await waiting()).toEqual([])
    expect(await log.directory.audit('r', ...ALL)).toEqual([audit])
    // once, whoever asks again
    expect(await append(messageOf('c1', { approves: id, audit: auditOf('other') }))).toMatchObject({
      seq: 2,
      duplicate: true,
    })
    expect(await append(messageOf('c1'))).toMatchObject({ seq: 2, duplicate: true })
    expect(await append(messageOf('c2', { approves: id }))).toEqual({ refused: 'not_found' })
    expect(await append(messageOf('c2', { approves: 'nothing' }))).toEqual({ refused: 'not_found' })
    expect(await append(messageOf('c2', { approves: await held('c3'), room: 's' }))).toEqual({ refused: 'not_found' })
    expect(await log.directory.audit('r', ...ALL)).toHaveLength(1)
  })

  test('[MD42] what it answers may have gone meanwhile: it goes in without the quote', async () => {
    const { id: messageId } = await append(messageOf('answered'))
    const replying = { kind: 'new_message', text: 'an answer', replyTo: messageId } as const
    const { held: id } = await append({ ...heldOf('c1'), content: replying })
    await append({ ...messageOf('gone'), content: { kind: 'message_deleted', messageId, by: 'author' } })
    expect(await append({ ...messageOf('c1', { approves: id }), content: replying })).toMatchObject({ seq: 3 })
    expect(events[2]).toMatchObject({ text: 'an answer' })
    expect(events[2]).not.toHaveProperty('replyTo')
    expect(await append({ ...messageOf('c9'), content: replying })).toEqual({ refused: 'not_found', replyTo: true })
  })

  test('[MD42] of two who approve it at once, or approve and reject it, one does', async () => {
    const [one, other] = [await held('c1'), await held('c2')]
    const both = await Promise.all([
      append(messageOf('c1', { approves: one, audit: auditOf('d1') })),
      append(messageOf('c1', { approves: one, audit: auditOf('d2') })),
      log.directory.endHold('r', one, clock.now(), auditOf('d3')),
    ])
    // a store that does several things at once may begin with either
    const isApproved = both[2] === false
    const refused = { refused: 'not_found' }
    expect(both).toMatchObject(
      isApproved ? [{ seq: 1, duplicate: false }, { seq: 1, duplicate: true }, false] : [refused, refused, true],
    )
    const rejected = await Promise.all([
      log.directory.endHold('r', other, clock.now(), auditOf('d4')),
      append(messageOf('c2', { approves: other, audit: auditOf('d5') })),
      log.directory.endHold('r', other, clock.now()),
    ])
    const isRejected = rejected[0] || rejected[2]
    expect(rejected).toMatchObject([
      rejected[0],
      isRejected ? refused : { duplicate: false },
      isRejected && !rejected[0],
    ])
    const audit = (await log.directory.audit('r', ...ALL)).map(({ id }) => id)
    expect(audit).toEqual([...(rejected[0] ? ['d4'] : isRejected ? [] : ['d5']), isApproved ? 'd1' : 'd3'])
  })

  test('[MD43] a rejected one is gone, and its cid is refused from then on; one that was taken back may be sent anew', async () => {
    const [rejected, withdrawn] = [await held('c1'), await held('c2')]
    told.splice(0)
    expect(await log.directory.endHold('s', rejected, clock.now(), auditOf('d0'))).toBe(false)
    expect(await log.directory.endHold('r', rejected, clock.now(), auditOf('d1'))).toBe(true)
    expect(await log.directory.endHold('r', rejected, clock.now(), auditOf('d2'))).toBe(false)
    expect(await log.directory.endHold('r', withdrawn, clock.now())).toBe(true)
    expect(told.splice(0)).toEqual([
      ...['queue r', `hold r a:ann ${rejected} rejected`],
      ...['queue r', `hold r a:ann ${withdrawn} rejected`],
    ])
    expect(await log.directory.audit('r', ...ALL)).toEqual([auditOf('d1')])
    expect([await waiting(), await log.directory.hold('r', rejected)]).toEqual([[], undefined])
    const refused = { refused: 'blocked_by_rule' }
    expect([await append(messageOf('c1')), await append(heldOf('c1'))]).toEqual([refused, refused])
    expect(await append(messageOf('c1', { user: { id: 'a:new', name: 'New' }, formerIds: ['a:ann'] }))).toEqual(refused)
    expect(await append(messageOf('c2'))).toMatchObject({ seq: 1, duplicate: false })
    expect(told).toEqual([])
  })

  test('[MD44] so many of one person wait in a room, over all ids of theirs', async () => {
    const guest = { id: 'g:ann', name: 'Ann' }
    for (let n = 0; n < HOLDS_OF_PERSON; n++) {
      await held(`c${n}`, n % 2 ? { user: guest } : { formerIds: ['g:ann'] })
      await clock.run(1)
    }
    const more = heldOf('more', { formerIds: ['g:ann'] })
    expect(await append(more)).toEqual({ refused: 'too_many' })
    // what need not wait gets in, so do others, and other rooms are others
    expect(await append(messageOf('free'))).toMatchObject({ seq: 1 })
    expect(await append(heldOf('c1', { user: { id: 'a:bob', name: 'Bob' } }))).toMatchObject({ duplicate: false })
    expect(await append(heldOf('c1', { room: 's' }))).toMatchObject({ duplicate: false })
    const own = await log.directory.holdsOf('r', ['a:ann', 'g:ann'], clock.now())
    expect(own.map(({ cid }) => cid)).toEqual(Array.from({ length: HOLDS_OF_PERSON }, (_, n) => `c${n}`))
    await log.directory.endHold('r', own[0]?.id ?? '', clock.now())
    expect(await append(more)).toMatchObject({ duplicate: false })
  })

  test('[MD45] they come in pages, in the order in which they were sent; the number of them stops at 100', async () => {
    for (let n = 0; n < 110; n++) {
      await held(`c${n}`, { user: { id: `a:${n}`, name: 'N' } })
      if (n % 10 === 0) await clock.run(1)
    }
    const all = await log.directory.holds('r', clock.now(), ...ALL)
    expect(all.map(({ id }) => id)).toEqual(all.map(({ id }) => id).sort())
    expect(all).toHaveLength(110)
    const paged = []
    for (let page = await log.directory.holds('r', clock.now(), undefined, 40); page.length > 0; ) {
      paged.push(...page)
      page = await log.directory.holds('r', clock.now(), page.at(-1)?.id, 40)
    }
    expect(paged).toEqual(all)
    expect(await log.directory.queue('r', clock.now())).toEqual({ reports: 0, held: 100 })
  })

  test('[MD46] one that waits too long is as if rejected, and is told so; then its cid is forgotten', async () => {
    const begun = clock.now()
    const id = await held('c1')
    await clock.run(10)
    const later = await held('c2')
    const end = begun + HOLD_MS
    // also before anybody gives it up
    expect(await log.directory.holds('r', end - 1, ...ALL)).toHaveLength(2)
    expect(await log.directory.holds('r', end, ...ALL)).toMatchObject([{ cid: 'c2' }])
    expect([await log.directory.queue('r', end), await log.directory.holdsOf('r', ['a:ann'], end)]).toMatchObject([
      { held: 1 },
      [{ cid: 'c2' }],
    ])
    expect(await log.directory.endHold('r', id, end, auditOf('d0'))).toBe(false)
    expect(await store.trim(end - 1)).toEqual({ rooms: [], more: false })
    expect(await store.trim(end)).toMatchObject({
      told: [
        { type: 'queue', room: 'r' },
        { type: 'hold', room: 'r', user: 'a:ann', hold: id, outcome: 'rejected' },
      ],
    })
    expect([await log.directory.hold('r', id), await waiting()]).toEqual([undefined, ['c2']])
    expect(await append(messageOf('c1'))).toEqual({ refused: 'blocked_by_rule' })
    await log.directory.endHold('r', later, end, auditOf('d'))
    await store.trim(end + DEFAULT_LIMITS.dedupeMs)
    expect(await append(messageOf('c1'))).toEqual({ refused: 'blocked_by_rule' })
    await store.trim(end + DEFAULT_LIMITS.dedupeMs + 1)
    expect(await append(messageOf('c2'))).toMatchObject({ seq: 1, duplicate: false })
    expect(await append(messageOf('c1'))).toMatchObject({ seq: 2, duplicate: false })
  })

  test('[MD46] they are given up a few at a time', async () => {
    for (let n = 0; n < 150; n++) await held(`c${n}`, { user: { id: `a:${n}`, name: 'N' } })
    const end = clock.now() + HOLD_MS
    expect(await store.trim(end)).toMatchObject({ more: true })
    expect(await log.directory.holds('r', clock.now(), ...ALL)).toHaveLength(50)
    expect(await store.trim(end)).toMatchObject({ more: false })
    expect(await waiting()).toEqual([])
  })

  test('[MD47] who is removed takes what waits of theirs', async () => {
    await log.directory.addAccount(accountOf('ann', { guestIds: ['g:ann'] }))
    const ids = [
      await held('c1'),
      await held('c2', { user: { id: 'g:ann', name: 'Ann' } }),
      await held('c3', { room: 's' }),
    ]
    await held('c4', { user: { id: 'a:bob', name: 'Bob' } })
    told.splice(0)
    await log.directory.removeAccount('a:ann')
    expect(told.filter(each => each.startsWith('queue'))).toEqual(['queue r', 'queue r'])
    expect([await waiting(), await waiting('s')]).toEqual([['c4'], []])
    expect(await append(messageOf('c1', { approves: ids[0], user: { id: 'a:x', name: 'X' } }))).toEqual({
      refused: 'not_found',
    })
  })

  test('[MD48] the author is told under the account that they have by then; guests are told of together', async () => {
    const guest = { id: 'g:1', name: 'G' }
    const [one, other] = [await held('c1', { user: guest }), await held('c2', { user: guest })]
    told.splice(0)
    await log.directory.endHold('r', one, clock.now(), auditOf('d1'))
    expect(told.splice(0)).toEqual(['queue r', `hold r g:1 ${one} rejected`])
    await log.directory.addAccount(accountOf('ann', { guestIds: ['g:1'] }))
    told.splice(0)
    await log.directory.endHold('r', other, clock.now(), auditOf('d2'))
    // and on connections that are still the guest’s
    expect(told.splice(0)).toEqual(['queue r', `hold r a:ann ${other} rejected`, `hold r g:1 ${other} rejected`])
  })
})
