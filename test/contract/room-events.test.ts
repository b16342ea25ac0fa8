import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { DurableEvent } from '../../sdk/protocol/events.ts'
import type { DurableLog } from '../../server/log/durable-log.ts'
import type { Appended, Content } from '../../server/ports/room-log.ts'
import { LogUnavailable } from '../../server/ports/room-log.ts'
import type { Store } from '../../server/ports/store.ts'
import { accountOf, roomOf, shortNews } from '../support/server-kit/directories.ts'
import { FaultyStore } from '../support/server-kit/faulty-store.ts'
import { durableLog, ofEvents, ROOM_LOGS } from '../support/server-kit/room-logs.ts'
import { until } from '../support/server-kit/until.ts'
import { VirtualClock } from '../support/virtual-clock.ts'

const ALL = { limit: 1_000, maxBytes: 1e9 }
const EVERYBODY = [undefined, 1_000] as const

const changed = (changes: Extract<Content, { kind: 'room_changed' }>['changes']): Content => ({
  kind: 'room_changed',
  changes,
})
const placed = (id: string, role: 'member' | 'moderator' | 'owner' | 'none'): Content => ({
  kind: 'member_changed',
  member: { id, name: id.slice(2) },
  role,
})

describe.for(ROOM_LOGS)('events of a room itself, in $name', ({ name, runs, openStore }) => {
  async function begin(store: Store, clock = new VirtualClock()) {
    const log = durableLog({ clock }, store, name === 'memory' ? 0 : undefined)
    onTestFinished(() => log.close())
    const told: string[] = []
    const events: DurableEvent[] = []
    log.subscribe(
      'r',
      ofEvents(event => {
        events.push(event)
        told.push(`event ${event.seq}`)
      }),
    )
    log.directory.watchRoom('r', news => told.push(shortNews(news)))
    let cids = 0
    const write = (content: Content, cid = `c${++cids}`, user = 'a:ann') =>
      log.append({ room: 'r', user: { id: user, name: user.slice(2) }, cid, content })
    const say = (text: string) => write({ kind: 'new_message', text }) as Promise<Appended>
    return { log, clock, told, events, write, say, directory: log.directory }
  }

  const fresh = async () => begin(await openStore())

  test('[ST157] a change of a room and its event are one: both are there, in one order, and told before the answer', async () => {
    const { log, told, events, write, directory } = await fresh()
    await directory.addRoom(roomOf('r'), [{ user: 'a:ann', role: 'owner' }])
    told.splice(0)
    const answer = (await write(changed({ title: 'T', slowMs: 5 }))) as Appended
    expect(answer).toMatchObject({ seq: 1, duplicate: false })
    expect(told.splice(0).sort()).toEqual(['event 1', 'room r'])
    expect(await directory.room('r')).toMatchObject({ title: 'T', slowMs: 5, locked: false })
    expect(await write(placed('a:bob', 'moderator'))).toMatchObject({ seq: 2 })
    expect(told.splice(0).sort()).toEqual(['event 2', 'rights r a:bob'])
    expect(await directory.membership('r', 'a:bob')).toMatchObject({ role: 'moderator' })
    expect(await write(placed('a:bob', 'none'))).toMatchObject({ seq: 3 })
    expect(await directory.membership('r', 'a:bob')).toBe(undefined)
    const { id, sentAt } = answer
    const who = { room: 'r', user: { id: 'a:ann', name: 'ann' } }
    expect(events[0]).toEqual({
      type: 'room_changed',
      seq: 1,
      id,
      sentAt,
      cid: 'c1',
      ...who,
      changes: { title: 'T', slowMs: 5 },
    })
    expect(events[1]).toMatchObject({ type: 'member_changed', member: { id: 'a:bob', name: 'bob' }, role: 'moderator' })
    expect(events[1]).not.toHaveProperty('messageId')
    expect(events[1]).not.toHaveProperty('target')
    const { epoch } = await log.head('r')
    expect((await log.resume('r', { epoch, seq: 0 }, 10)).events).toEqual(events)
    expect((await log.resume('r', { epoch, seq: 2 }, 10)).events).toEqual(events.slice(2))
  })

  test('[ST157] what cannot be is refused, and neither is there; where nothing is to be changed there is no event', async () => {
    const { log, told, write, directory } = await fresh()
    expect(await write(changed({ title: 'T' }))).toEqual({ refused: 'not_found' })
    await directory.addRoom(roomOf('r', { title: 'T' }), [{ user: 'a:ann', role: 'owner' }])
    await directory.addAccount(accountOf('gone'))
    await directory.removeAccount('a:gone')
    told.splice(0)
    expect(await write(placed('a:gone', 'member'))).toEqual({ refused: 'not_found' })
    expect(await write(placed('a:bob', 'none'))).toEqual({ refused: 'not_found' })
    expect(await write(placed('a:ann', 'none'))).toEqual({ refused: 'conflict' })
    expect(await write(placed('a:ann', 'member'))).toEqual({ refused: 'conflict' })
    for (const same of [changed({ title: 'T' }), changed({}), placed('a:ann', 'owner')])
      expect(await write(same)).toMatchObject({ seq: 0, duplicate: true, unchanged: true })
    expect(told).toEqual([])
    expect(await log.head('r')).toMatchObject({ seq: 0 })
    for (const bad of [changed({ title: 'x'.repeat(1_000) }), placed('', 'member'), placed('a:bob', 'admin' as 'none')])
      await expect(write(bad)).rejects.toThrow(RangeError)
  })

  test('[ST157] whoever gets a place is asked in no longer', async () => {
    const { write, directory } = await fresh()
    for (const each of ['ann', 'bob']) await directory.addAccount(accountOf(each))
    await directory.addRoom(roomOf('r', { kind: 'members' }), [{ user: 'a:ann', role: 'owner' }])
    await directory.invite({ room: 'r', user: 'a:bob', by: 'a:ann', at: 1 })
    const heard: string[] = []
    directory.watchUser('a:bob', news => heard.push(shortNews(news)))
    await write(placed('a:bob', 'member'), 'joined', 'a:bob')
    expect(await directory.invitation('r', 'a:bob')).toBe(undefined)
    expect(heard).toEqual(['rights r a:bob', 'invited r a:bob false'])
  })

  test('[ST158] a cid stands for one of them: its repeat gets the first one’s values, anything else is a conflict', async () => {
    const { events, write, directory } = await fresh()
    await directory.addRoom(roomOf('r'))
    const cases: [string, Content, Content[]][] = [
      ['one', changed({ title: 'A' }), [placed('a:bob', 'member'), { kind: 'new_message', text: 'x' }]],
      ['two', placed('a:bob', 'member'), [placed('a:cid', 'member'), changed({ title: 'B' })]],
    ]
    for (const [cid, content, others] of cases) {
      const { told: _, ...first } = (await write(content, cid)) as Appended & { told?: unknown }
      // others change it meanwhile
      await write(content.kind === 'room_changed' ? changed({ title: 'C' }) : placed('a:bob', 'none'))
      expect(await write(content, cid)).toEqual({ ...first, duplicate: true })
      for (const other of others) expect(await write(other, cid)).toEqual({ refused: 'conflict' })
      expect(await write(content, cid, 'a:dan')).toMatchObject({ duplicate: false })
    }
    expect(events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6])
  })

  test('[ST159] pages have none of them, and end where the messages end; changes and pins pass them by', async () => {
    const store = await openStore()
    const { log, directory, write, say } = await begin(store)
    await directory.addRoom(roomOf('r'))
    for (const slowMs of [1, 2, 3]) await write(changed({ slowMs }))
    const edges = async (of: DurableLog, query = {}) => {
      const page = await of.page('r', { limit: 2, maxBytes: 1e9, ...query })
      return page && [page.messages.map(({ seq }) => seq), page.more, page.newer]
    }
    expect(await edges(log)).toEqual([[], false, false])
    await say('one')
    expect(await edges(log)).toEqual([[4], false, false])
    await write(placed('a:bob', 'member'))
    await say('two')
    await write(changed({ slowMs: 4 }))
    expect(await edges(log)).toEqual([[4, 6], false, false])
    await say('three')
    await write(changed({ slowMs: 5 }))
    const expected = async (of: DurableLog) => {
      expect(await edges(of)).toEqual([[6, 8], true, false])
      expect(await edges(of, { before: 6 })).toEqual([[4], false, true])
      expect(await edges(of, { before: 4 })).toEqual([[], false, true])
      expect(await edges(of, { after: 0 })).toEqual([[4, 6], false, true])
      expect(await edges(of, { after: 8 })).toEqual([[], true, false])
    }
    await expected(log)
    // and as they are read from the store
    const again = durableLog({ clock: new VirtualClock() }, store, name === 'memory' ? 0 : undefined)
    await expected(again)
    expect((await log.changes('r', { since: 0, from: 1, to: 9, after: 0, ...ALL })).messages).toEqual([])
    expect(await log.pins('r')).toEqual([])
  })

  test('[ST159] the first message is known as the first, also where it comes while the room is followed', async () => {
    const { log, directory, write, say } = await fresh()
    await directory.addRoom(roomOf('r'))
    await write(changed({ slowMs: 1 }))
    expect(await log.page('r', ALL)).toMatchObject({ messages: [], more: false, newer: false })
    await write(changed({ slowMs: 2 }))
    await say('one')
    expect(await log.page('r', { ...ALL, limit: 1 })).toMatchObject({ messages: [{ seq: 3 }], more: false })
    await say('two')
    expect(await log.page('r', { ...ALL, limit: 1 })).toMatchObject({ messages: [{ seq: 4 }], more: true })
  })

  test('[ST160] what the store does not take is in neither; what it took although it failed is in both, and told', async () => {
    const store = new FaultyStore(await openStore())
    const { clock, log, told, events, write, directory } = await begin(store)
    await directory.addRoom(roomOf('r'))
    await log.head('r')
    told.splice(0)
    const back = async () => {
      store.fault = 'none'
      await clock.run(10_000)
      await until('the store to work again', () => log.ready())
    }
    store.fault = 'refuse'
    await expect(write(changed({ title: 'lost' }), 'first')).rejects.toThrow(LogUnavailable)
    await back()
    expect(await directory.room('r')).not.toHaveProperty('title', 'lost')
    expect(told.splice(0)).toEqual(['reset'])
    store.fault = 'commit and fail'
    await expect(write(changed({ title: 'kept' }), 'second')).rejects.toThrow(LogUnavailable)
    await back()
    expect(await directory.room('r')).toMatchObject({ title: 'kept' })
    await write(placed('a:bob', 'member'))
    expect(told).toEqual(expect.arrayContaining(['reset', 'rights r a:bob', 'event 2']))
    const { epoch } = await log.head('r')
    const { events: read = [] } = await log.resume('r', { epoch, seq: 0 }, 10)
    expect(read.map(({ type, cid }) => `${type} ${cid}`)).toEqual(['room_changed second', 'member_changed c1'])
    expect(events.at(-1)).toMatchObject({ seq: 2 })
    expect(await write(changed({ title: 'kept' }), 'second')).toMatchObject({ seq: 1, duplicate: true })
  })

  test('[ST161] who was removed has no name in what is kept of a stretch of the room', async () => {
    const store = await openStore()
    const { log, write, directory } = await begin(store)
    await directory.addRoom(roomOf('r'))
    await write(placed('a:bob', 'member'))
    await write(changed({ title: 'T' }), 'bobs', 'a:bob')
    await write(placed('a:cid', 'member'))
    expect(await log.personal.roomsOfPerson(['a:bob'], undefined, 10)).toEqual(['r'])
    expect(await log.personal.roomsOfPerson(['a:cid'], undefined, 10)).toEqual(['r'])
    expect(await log.personal.roomsOfPerson(['a:dan'], undefined, 10)).toEqual([])
    await log.personal.forgetNames('r', ['a:bob'], 0)
    const { epoch } = await log.head('r')
    const fromStore = durableLog({ clock: new VirtualClock() }, store, name === 'memory' ? 0 : undefined)
    const { events = [] } = await fromStore.resume('r', { epoch, seq: 0 }, 10)
    const nobody = { id: 'a:bob', name: '', deleted: true }
    expect(events).toMatchObject([
      { type: 'member_changed', member: nobody, role: 'member' },
      { type: 'room_changed', user: nobody, changes: { title: 'T' } },
      { type: 'member_changed', member: { id: 'a:cid', name: 'cid' } },
    ])
  })

  test('[ST162] whatever is changed at once, the directory is what the events say', { timeout: 60_000 }, async () => {
    const user = fc.constantFrom('a:1', 'a:2', 'a:3', 'g:1')
    const role = fc.constantFrom('member', 'moderator', 'owner', 'none')
    const content: fc.Arbitrary<Content> = fc.oneof(
      fc.record({ title: fc.constantFrom('', 'A', 'B'), slowMs: fc.nat(2) }, { requiredKeys: [] }).map(changed),
      fc.tuple(user, role).map(([id, it]) => placed(id, it)),
      fc.string().map((text): Content => ({ kind: 'new_message', text })),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(content, fc.nat(20), user), { minLength: 5, maxLength: 40 }), async all => {
        const { log, write, directory } = await begin(await openStore())
        await directory.addRoom(roomOf('r'), [{ user: 'a:1', role: 'owner' }])
        await Promise.all(all.map(([each, cid, by]) => write(each, `c${cid}`, by)))
        const { epoch, seq } = await log.head('r')
        const { events = [] } = await log.resume('r', { epoch, seq: 0 }, 1_000)
        expect(events.map(event => event.seq)).toEqual(Array.from({ length: seq }, (_, at) => at + 1))
        const room = { title: '', slowMs: 0 }
        const roles = new Map([['a:1', 'owner']])
        for (const event of events) {
          if (event.type === 'room_changed') Object.assign(room, event.changes)
          if (event.type !== 'member_changed') continue
          if (event.role === 'none') roles.delete(event.member.id)
          else roles.set(event.member.id, event.role)
        }
        const { title = '', slowMs } = (await directory.room('r')) ?? {}
        expect({ title, slowMs }).toEqual(room)
        const members = await directory.members('r', ...EVERYBODY)
        expect(new Map(members.map(member => [member.user, member.role as string]))).toEqual(roles)
        await log.close()
      }),
      { numRuns: Math.ceil(runs / 2) },
    )
  })
})
