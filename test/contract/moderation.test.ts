import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import type { DurableEvent } from '../../sdk/protocol/events.ts'
import type { DurableLog } from '../../server/log/durable-log.ts'
import type { DirectoryNews } from '../../server/ports/directory.ts'
import { AUDIT_MS, REPORTS_OF_ROOM, SNAPSHOT_MS } from '../../server/ports/moderation.ts'
import type { Appended, Content, EventDraft } from '../../server/ports/room-log.ts'
import type { Store } from '../../server/ports/store.ts'
import { accountOf, roomOf, sanctionOf, shortNews } from '../support/server-kit/directories.ts'
import { auditOf, heldOf, messageOf, reportOf, snapshotOf } from '../support/server-kit/moderation.ts'
import { durableLog, ofEvents, ROOM_LOGS } from '../support/server-kit/room-logs.ts'
import { VirtualClock } from '../support/virtual-clock.ts'

const ALL = [undefined, 1_000] as const
const MOD = { id: 'a:mod', name: 'Mod' }

describe.for(ROOM_LOGS)('what keeps order, in $name', ({ name, openStore }) => {
  let store: Store
  let log: DurableLog
  let clock: VirtualClock
  let events: DurableEvent[]
  beforeEach(async () => {
    clock = new VirtualClock()
    store = await openStore()
    log = durableLog({ clock }, store, name === 'memory' ? 0 : undefined)
    onTestFinished(() => log.close())
    events = []
    log.subscribe(
      'r',
      ofEvents(event => void events.push(event)),
    )
  })

  const append = (draft: EventDraft) => log.append(draft) as Promise<Appended>
  const deeds = async (room = 'r') => (await log.directory.audit(room, ...ALL)).map(({ id }) => id)
  const hearing = () => {
    const heard: string[] = []
    return { heard, listener: (news: DirectoryNews) => void heard.push(shortNews(news)) }
  }
  test('[MD49] what was laid on a guest passes to the account that they become: of one kind what lasts longer', async () => {
    const { directory } = log
    const now = clock.now()
    const laid = (room: string, kind: 'mute' | 'ban', until: number | undefined, reason = 'guest') =>
      directory.addSanction(sanctionOf('g:1', { room, kind, until, reason }))
    await laid('r', 'mute', now + 1_000)
    await laid('r', 'ban', now)
    await laid('s', 'mute', undefined)
    await laid('', 'ban', now + 500)
    await laid('t', 'mute', now + 10)
    await directory.addAccount(accountOf('ann', { guestIds: ['g:0'] }))
    for (const [room, until] of [
      ['r', now + 500],
      ['s', now + 500],
      ['t', now + 20],
    ] as const)
      await directory.addSanction(sanctionOf('a:ann', { room, until, reason: 'own' }))
    const { heard, listener } = hearing()
    directory.watchUser('a:ann', listener)
    await directory.changeAccount('a:ann', { guestIds: ['g:1'] })
    expect(heard).toEqual(['account a:ann', 'rights  a:ann', 'rights r a:ann', 'rights s a:ann'])
    const own = await directory.sanctionsOf('a:ann', ...ALL)
    expect(own.map(({ room, kind, reason }) => `${room} ${kind} ${reason}`)).toEqual([
      ...[' ban guest', 'r mute guest', 's mute guest', 't mute own'],
    ])
    expect(own.map(({ user, by }) => `${user} ${by}`)).toEqual(Array(4).fill('a:ann a:mod'))
    expect(await directory.sanctionsOf('g:1', ...ALL)).toHaveLength(5)
    // the same again passes nothing again
    heard.splice(0)
    await directory.liftSanction('s', 'a:ann', 'mute')
    await directory.changeAccount('a:ann', { guestIds: ['g:1'] })
    expect(heard).toEqual(['rights s a:ann'])
    // of a guest who is somebody by now it counts for both
    await directory.addSanction(sanctionOf('g:1', { room: 'u', kind: 'ban' }))
    expect(await directory.sanctions('u', 'a:ann', now)).toMatchObject([{ kind: 'ban', room: '' }, { room: 'u' }])
    await directory.addAccount(accountOf('bob', { guestIds: ['g:2'] }))
    expect(await directory.sanctionsOf('a:bob', ...ALL)).toEqual([])
    await directory.addSanction(sanctionOf('g:3', { kind: 'ban' }))
    await directory.addAccount(accountOf('cid', { guestIds: ['g:3'] }))
    expect(await directory.sanctions('r', 'a:cid', now)).toEqual([sanctionOf('a:cid', { kind: 'ban' })])
  })

  test('[MD50] all that lasts of guests and addresses comes in pages, and nothing of accounts', async () => {
    const { directory } = log
    const users = ['g:1', 'g:2', 'ip:Ab_-9', 'old']
    for (const user of [...users, 'a:ann', 'a:~'])
      for (const room of ['s', '', 'r']) await directory.addSanction(sanctionOf(user, { room, until: 100 }))
    await directory.addSanction(sanctionOf('ip:Ab_-9', { kind: 'watch' }))
    await directory.addSanction(sanctionOf('g:9', { until: 50 }))
    const all = await directory.guestSanctions(50, undefined, 1_000)
    expect(all.map(({ user, room, kind }) => `${user}|${room}|${kind}`)).toEqual([
      ...['g:1||mute', 'g:1|r|mute', 'g:1|s|mute', 'g:2||mute', 'g:2|r|mute', 'g:2|s|mute'],
      ...['ip:Ab_-9||mute', 'ip:Ab_-9|r|mute', 'ip:Ab_-9|r|watch', 'ip:Ab_-9|s|mute'],
      ...['old||mute', 'old|r|mute', 'old|s|mute'],
    ])
    const paged = []
    for (let page = await directory.guestSanctions(50, undefined, 4); page.length > 0; ) {
      paged.push(...page)
      page = await directory.guestSanctions(50, page.at(-1), 4)
    }
    expect(paged).toEqual(all)
    expect(await directory.guestSanctions(100, undefined, 9)).toMatchObject([{ kind: 'watch' }])
  })

  test('[MD51] what was laid on somebody, and what was lifted, is told with it; of guests also to who watches all of them', async () => {
    const { directory } = log
    const news: DirectoryNews[] = []
    const guests = hearing()
    directory.watchRoom('r', each => news.push(each))
    const stop = directory.watchGuests(guests.listener)
    const mute = sanctionOf('g:1', { until: 9, reason: 'R' })
    expect(await directory.addSanction(mute, auditOf('d1'))).toBe('ok')
    expect(await directory.liftSanction('r', 'g:1', 'mute', auditOf('d2'))).toBe(true)
    expect(await directory.liftSanction('r', 'g:1', 'mute', auditOf('d3'))).toBe(false)
    await directory.addSanction(sanctionOf('a:ann'))
    await directory.addSanction(sanctionOf('ip:x', { room: '', kind: 'ban' }))
    expect(news).toEqual([
      { type: 'rights', room: 'r', user: 'g:1', sanction: mute },
      { type: 'rights', room: 'r', user: 'g:1', lifted: 'mute' },
      { type: 'rights', room: 'r', user: 'a:ann', sanction: sanctionOf('a:ann') },
    ])
    expect(guests.heard).toEqual(['rights r g:1', 'rights r g:1', 'rights  ip:x'])
    expect(await deeds()).toEqual(['d2', 'd1'])
    stop()
    await directory.addSanction(mute)
    expect(guests.heard).toHaveLength(3)
  })

  test('[MD52] somebody reports a message once, and asks once to have a sanction lifted, also when that is closed', async () => {
    const { directory } = log
    const { heard, listener } = hearing()
    directory.watchRoom('r', listener)
    const note = 'look \u{1F600}'
    expect(await directory.addReport(reportOf('p1', 'm1', { note }))).toEqual({ id: 'p1', isNew: true })
    const same = { id: 'p1', isNew: false }
    expect(await directory.addReport(reportOf('p2', 'm1', { category: 'abuse' }))).toEqual(same)
    expect(heard.splice(0)).toEqual(['queue r'])
    const of = (id: string, change: object) => reportOf(id, 'm1', { snapshot: undefined, ...change })
    const others = [
      reportOf('p3', 'm2'),
      reportOf('p4', 'm1', { by: { id: 'a:cid', name: 'Cid' } }),
      reportOf('p5', 'm1', { room: 's' }),
      of('p6', { appeal: { kind: 'mute', laidAt: 5 } }),
      of('p7', { appeal: { kind: 'mute', laidAt: 6 } }),
      of('p8', { appeal: { kind: 'ban', laidAt: 5 } }),
    ]
    for (const each of others) expect(await directory.addReport(each)).toEqual({ id: each.id, isNew: true })
    expect(await directory.addReport(of('p9', { appeal: { kind: 'mute', laidAt: 5 } }))).toEqual({
      id: 'p6',
      isNew: false,
    })
    expect(await directory.report('r', 'p1')).toEqual(reportOf('p1', 'm1', { note }))
    expect(await directory.report('s', 'p1')).toBe(undefined)
    expect(await directory.report('r', 'p6')).toEqual(of('p6', { appeal: { kind: 'mute', laidAt: 5 } }))
    expect((await directory.reports('r', ...ALL)).map(({ id }) => id)).toEqual(['p1', 'p3', 'p4', 'p6', 'p7', 'p8'])
    expect((await directory.reports('r', 'p4', 2)).map(({ id }) => id)).toEqual(['p6', 'p7'])
    heard.splice(0)
    expect(await directory.closeReport('s', 'p1', 7, auditOf('d0'))).toBe(false)
    expect(await directory.closeReport('r', 'p1', 7, auditOf('d1'))).toBe(true)
    expect(await directory.closeReport('r', 'p1', 8, auditOf('d2'))).toBe(false)
    expect(heard).toEqual(['queue r'])
    expect([await deeds(), await directory.queue('r', 1)]).toEqual([['d1'], { reports: 5, held: 0 }])
    expect(await directory.report('r', 'p1')).toMatchObject({ closedAt: 7, snapshot: snapshotOf('m1') })
    expect(await directory.addReport(reportOf('p10', 'm1'))).toEqual(same)
    const own = await directory.reportsBy('a:bob', ...ALL)
    expect(own.map(({ id }) => id)).toEqual(['p1', 'p3', 'p5', 'p6', 'p7', 'p8'])
  })

  test('[MD53] so many reports of a room are open; in what waits they are counted up to 100', {
    timeout: 60_000,
  }, async () => {
    const { directory } = log
    const add = (n: number, room = 'r') => directory.addReport(reportOf(`p${n}`.padEnd(8, '.'), `m${n}`, { room }))
    await Promise.all(Array.from({ length: REPORTS_OF_ROOM }, (_, n) => add(n)))
    expect(await directory.queue('r', 1)).toEqual({ reports: 100, held: 0 })
    expect(await add(REPORTS_OF_ROOM)).toBe('too_many')
    // what is there is answered, and other rooms are others
    expect(await add(3)).toMatchObject({ isNew: false })
    expect(await add(REPORTS_OF_ROOM + 1, 's')).toMatchObject({ isNew: true })
    await directory.closeReport('r', 'p7......', 1, auditOf('d'))
    expect(await add(REPORTS_OF_ROOM)).toMatchObject({ isNew: true })
  })

  test('[MD54] what was reported is kept until 30 days after its report was closed, and then who reported it', async () => {
    const { directory } = log
    await directory.addReport(reportOf('p1', 'm1', { note: 'why' }))
    await directory.addReport(reportOf('p2', 'm2'))
    await directory.closeReport('r', 'p1', 10, auditOf('d'))
    expect(await store.trim(10 + SNAPSHOT_MS)).toEqual({ rooms: [], more: false })
    expect(await directory.report('r', 'p1')).toHaveProperty('snapshot.text')
    await store.trim(11 + SNAPSHOT_MS)
    expect(await directory.report('r', 'p1')).not.toHaveProperty('snapshot.text')
    expect(await directory.report('r', 'p1')).toMatchObject({ by: { id: 'a:bob', name: 'Bob' }, note: 'why' })
    expect(await directory.report('r', 'p2')).toHaveProperty('snapshot.text')
    expect(await directory.addReport(reportOf('p3', 'm1'))).toEqual({ id: 'p1', isNew: false })
  })

  test('[MD55] what was done is written down once, and read newest first; the same again is found by who did it', async () => {
    const { directory } = log
    const target = { user: { id: 'g:1', name: 'G', guest: true as const }, kind: 'mute' as const, until: 5 }
    const whole = auditOf('e1', { target, reason: 'R', cid: 'c' })
    await directory.note(whole)
    await directory.note(auditOf('e2', { cid: 'c', action: 'again' }))
    await directory.addSanction(sanctionOf('g:1'), auditOf('e3', { cid: 'c' }))
    await directory.note(auditOf('e4', { cid: 'c', by: { id: 'a:two', name: 'Two' } }))
    for (const id of ['e6', 'e5']) await directory.note(auditOf(id, { room: id === 'e5' ? '' : 'r' }))
    expect(await directory.deed('a:mod', 'c')).toEqual(whole)
    expect(await directory.deed('a:mod', 'd')).toBe(undefined)
    expect(await directory.deed('a:two', 'c')).toMatchObject({ id: 'e4' })
    expect([await deeds(), await deeds(''), await deeds('s')]).toEqual([['e6', 'e4', 'e1'], ['e5'], []])
    expect((await directory.audit('r', 'e6', 1)).map(({ id }) => id)).toEqual(['e4'])
    expect((await directory.audit('r', 'e4', 9)).map(({ id }) => id)).toEqual(['e1'])
  })

  test('[MD55] it is kept for 180 days', async () => {
    const { directory } = log
    for (let n = 1; n <= 3; n++) await directory.note(auditOf(`e${n}`, { at: n }))
    await store.trim(2 + AUDIT_MS)
    expect([await deeds(), await directory.deed('a:mod', 'e1')]).toEqual([['e3', 'e2'], undefined])
  })

  test('[MD56] what an event does is written down with it, if it is added', async () => {
    const { id: messageId } = await append(messageOf('m1'))
    const doing = (cid: string, content: Content) =>
      append({ room: 'r', user: MOD, cid, content, audit: auditOf(`e-${cid}`) })
    const deletion: Content = { kind: 'message_deleted', messageId, by: 'moderator' }
    expect(await doing('c1', deletion)).toMatchObject({ duplicate: false })
    expect(await doing('c1', deletion)).toMatchObject({ duplicate: true })
    expect(await doing('c2', deletion)).toMatchObject({ unchanged: true })
    expect(await doing('c3', { ...deletion, messageId: 'nowhere' })).toEqual({ refused: 'not_found' })
    expect(await doing('c4', { kind: 'room_changed', changes: { locked: true } })).toEqual({ refused: 'not_found' })
    await log.directory.addRoom(roomOf('r'))
    expect(await doing('c5', { kind: 'room_changed', changes: { locked: true } })).toMatchObject({ duplicate: false })
    expect(await doing('c6', { kind: 'room_changed', changes: { locked: true } })).toMatchObject({ unchanged: true })
    expect((await deeds()).sort()).toEqual(['e-c1', 'e-c5'])
  })

  test('[MD57] a deletion that is hidden says of nobody who did it, live and read back; one of one’s own does', async () => {
    const ids = []
    for (const cid of ['m1', 'm2', 'm3']) ids.push((await append(messageOf(cid, cid === 'm2' ? { user: MOD } : {}))).id)
    const remove = (cid: string, messageId = '', hidden?: true) =>
      append({
        room: 'r',
        user: MOD,
        cid,
        content: { kind: 'message_deleted', messageId, by: 'moderator', reason: 'R', hidden },
      })
    await remove('c1', ids[0], true)
    await remove('c2', ids[1], true)
    await remove('c3', ids[2])
    const deletions = events.slice(3)
    expect(deletions).toMatchObject([{ by: 'moderator', reason: 'R' }, { by: 'author', user: MOD }, { user: MOD }])
    expect(deletions[0]).not.toHaveProperty('user')
    for (const each of deletions) expect(each).not.toHaveProperty('hidden')
    // a repeat is known by who did it
    expect(await remove('c1', ids[0], true)).toMatchObject({ seq: 4, duplicate: true })
    const { epoch } = await log.head('r')
    const { events: missed } = await log.resume('r', { epoch, seq: 3 }, 10)
    expect(missed).toEqual(deletions)
    expect(missed?.[0]).not.toHaveProperty('user')
    const page = await log.page('r', { limit: 9, maxBytes: 1e9 })
    expect(page?.messages.map(({ by }) => by)).toEqual(['moderator', 'author', 'moderator'])
  })

  test('[MD58] whether moderators are shown, and what a room does not let in, is set as the rest is', async () => {
    const { directory } = log
    const filters = { words: [{ word: 'bad \u{1F600}', action: 'hold' }] }
    await directory.addRoom(roomOf('r', { hideModerators: true, filters }))
    expect(await directory.room('r')).toEqual(roomOf('r', { hideModerators: true, filters }))
    const { heard, listener } = hearing()
    directory.watchRoom('r', listener)
    await directory.changeRoom('r', { filters: structuredClone(filters), hideModerators: true })
    expect(heard).toEqual([])
    expect(await directory.changeRoom('r', { filters: { links: 'block' } })).toMatchObject({
      filters: { links: 'block' },
    })
    expect(await directory.changeRoom('r', { hideModerators: false })).toMatchObject({ filters: { links: 'block' } })
    expect((await directory.room('r'))?.hideModerators ?? false).toBe(false)
    await directory.changeRoom('r', { filters: {} })
    expect((await directory.room('r'))?.filters).toBe(undefined)
    expect(heard).toEqual(['room r', 'room r', 'room r'])
    const changes = { hideModerators: true, filters: { links: 'hold' } }
    await append({ room: 'r', user: MOD, cid: 'c1', content: { kind: 'room_changed', changes } })
    expect(events).toMatchObject([{ type: 'room_changed', changes: { hideModerators: true } }])
    expect(events[0]).not.toHaveProperty('changes.filters')
    expect(await directory.room('r')).toEqual(roomOf('r', { hideModerators: true }))
  })

  test('[MD59] who is removed has no name in reports and in what was done; what they wrote stays with its report', async () => {
    const { directory } = log
    await directory.addAccount(accountOf('ann', { guestIds: ['g:ann'] }))
    const ann = { id: 'a:ann', name: 'Ann' }
    const guest = { id: 'g:ann', name: 'Ann', guest: true } as const
    const bob = { id: 'a:bob', name: 'Bob' }
    await directory.addReport(reportOf('p1', 'm1', { by: bob }))
    await directory.addReport(reportOf('p2', 'm2', { by: guest, snapshot: snapshotOf('m2', { user: bob }) }))
    await directory.note(auditOf('e1', { target: { user: guest, messageId: 'm' } }))
    await directory.note(auditOf('e2', { by: ann, target: { user: bob } }))
    await directory.removeAccount('a:ann')
    const gone = (id: string) => ({ id, name: '', deleted: true })
    expect(await directory.report('r', 'p1')).toEqual(
      reportOf('p1', 'm1', { snapshot: snapshotOf('m1', { user: gone('a:ann') as never }) }),
    )
    expect(await directory.report('r', 'p2')).toMatchObject({ by: gone('g:ann'), snapshot: { user: bob } })
    expect(await directory.audit('r', ...ALL)).toEqual([
      auditOf('e2', { by: gone('a:ann') as never, target: { user: bob } }),
      auditOf('e1', { target: { user: gone('g:ann') as never, messageId: 'm' } }),
    ])
    // what comes late has none, either
    await directory.note(auditOf('e3', { target: { user: ann } }))
    expect(await directory.deed('a:mod', 'e3')).toMatchObject({ target: { user: gone('a:ann') } })
    await directory.addReport(reportOf('p3', 'm3'))
    expect(await directory.report('r', 'p3')).toMatchObject({ snapshot: { text: 'text of m3', user: gone('a:ann') } })
  })

  test('[MD60] what stands for addresses has a key of this store, the same for ever', async () => {
    const key = await log.directory.addressKey()
    expect(key).toMatch(/^[0-9a-f]{32}$/)
    await append(heldOf('c1'))
    expect(await log.directory.addressKey()).toBe(key)
    const other = durableLog({ clock }, await openStore(), name === 'memory' ? 0 : undefined)
    onTestFinished(() => other.close())
    expect(await other.directory.addressKey()).not.toBe(key)
  })
})
