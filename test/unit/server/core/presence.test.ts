import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PresenceSnapshot, User } from '../../../../sdk/protocol/records.ts'
import { Presence } from '../../../../server/core/presence.ts'
import { PresenceClient } from '../../../support/presence-client.ts'

const GRACE = 8_000
const user = (id: string | number): User => ({ id: `id-${id}`, name: `name ${id}` })
const create = (largeAbove = 200) => new Presence({ room: 'lobby', graceMs: GRACE, largeAbove })
const snapshot = (presence: Presence, joiner: User) => JSON.parse(presence.snapshotJson(joiner)) as PresenceSnapshot

/** Ticks until nothing is due. */
function settle(presence: Presence, now: number): number {
  for (let due = presence.nextDue(); due !== undefined; due = presence.nextDue()) {
    now = Math.max(now, due)
    presence.tick(now)
  }
  return now
}

describe('presence', () => {
  test('[PR1] a second connection joins nobody, and losing one of two makes nobody leave', () => {
    const presence = create()
    presence.enter(user('a'))
    expect(presence.tick(0)).toEqual([{ type: 'user_joined', room: 'lobby', users: [user('a')], count: 1, version: 1 }])
    presence.enter(user('a'))
    expect(presence.nextDue()).toBeUndefined()
    presence.leave('id-a', true, 10)
    expect(presence.nextDue()).toBeUndefined()
    presence.leave('id-a', true, 20)
    expect(presence.tick(1_000)).toEqual([
      { type: 'user_left', room: 'lobby', users: [user('a')], count: 0, version: 2 },
    ])
    expect(presence.empty).toBe(true)
  })

  test('[PR2] a loss becomes a leave after the grace, and a return within it is not told', () => {
    const presence = create()
    presence.enter(user('a'))
    presence.tick(0)
    presence.leave('id-a', false, 1_000)
    expect(presence.nextDue()).toBe(1_000 + GRACE)
    expect(presence.tick(1_000 + GRACE - 1)).toEqual([])
    presence.enter(user('a'))
    expect(presence.nextDue()).toBeUndefined()
    presence.leave('id-a', false, 20_000)
    expect(presence.tick(20_000 + GRACE).map(event => event.type)).toEqual(['user_left'])
  })

  test('[PR2] one of two users in grace comes back, the other leaves on time', () => {
    const presence = create()
    for (const id of ['a', 'b']) presence.enter(user(id))
    presence.tick(0)
    presence.leave('id-a', false, 1_000)
    presence.leave('id-b', false, 2_000)
    presence.enter(user('a'))
    presence.leave('id-a', false, 5_000)
    expect(presence.tick(2_000 + GRACE)).toMatchObject([{ type: 'user_left', users: [user('b')], count: 1 }])
    expect(presence.nextDue()).toBe(5_000 + GRACE)
  })

  test('[PR3] an announced leave takes effect at once', () => {
    const presence = create()
    presence.enter(user('a'))
    presence.tick(0)
    presence.leave('id-a', true, 500)
    expect(presence.tick(500)).toMatchObject([{ type: 'user_left', count: 0 }])
  })

  test('[PR4] one flush with joins and leaves has a version and a count for each', () => {
    const presence = create()
    for (const id of ['a', 'b']) presence.enter(user(id))
    presence.tick(0)
    presence.leave('id-a', true, 10)
    presence.enter(user('c'))
    presence.enter(user('d'))
    expect(presence.tick(100)).toEqual([
      { type: 'user_left', room: 'lobby', users: [user('a')], count: 1, version: 2 },
      { type: 'user_joined', room: 'lobby', users: [user('c'), user('d')], count: 3, version: 3 },
    ])
  })

  test('[PR5] a user who comes and goes between two flushes is never told, nor one who goes and comes', () => {
    const presence = create()
    presence.enter(user('a'))
    presence.tick(0)
    presence.enter(user('b'))
    expect(presence.tick(50)).toEqual([])
    presence.leave('id-b', true, 60)
    presence.leave('id-a', true, 60)
    presence.enter(user('a'))
    expect(presence.nextDue()).toBeUndefined()
    expect(presence.tick(1_000)).toEqual([])
  })

  test('[PR6] a snapshot shows the last flushed state and the joiner, not what others still wait to tell', () => {
    const presence = create()
    presence.enter(user('a'))
    presence.tick(0)
    presence.enter(user('b'))
    expect(snapshot(presence, user('c'))).toEqual({
      version: 1,
      count: 2,
      complete: true,
      users: [user('a'), user('c')],
    })
    expect(snapshot(presence, user('a'))).toMatchObject({ count: 1, users: [user('a')] })
  })

  test('[PR9] the first page shows the asker too, also one that nobody was told of yet', () => {
    const presence = create()
    presence.enter(user('a'))
    presence.tick(0)
    presence.enter(user('b'))
    const first = presence.page(user('b'), undefined, 1)
    expect(first).toMatchObject({ users: [user('b')], count: 2, version: 1 })
    expect(presence.page(user('b'), first?.next, 1)).toEqual({
      users: [user('a')],
      next: undefined,
      count: 2,
      version: 1,
    })
    expect(presence.page(user('a'), undefined, 5)).toMatchObject({ users: [user('a')], count: 1 })
  })

  test('[PR7] a large room tells counts only, at most once a second', () => {
    const presence = create(3)
    let now = 0
    for (let i = 0; i < 4; i++) presence.enter(user(i))
    expect(presence.tick(now)).toEqual([{ type: 'user_joined', room: 'lobby', users: [], count: 4, version: 1 }])
    presence.enter(user('x'))
    expect(presence.tick(now + 999)).toEqual([])
    now = settle(presence, now)
    expect(now).toBe(1_000)
    for (let i = 0; i < 100; i++) presence.enter(user(`y${i}`))
    settle(presence, now)
    const page = snapshot(presence, user('late'))
    expect(page).toMatchObject({ count: 106, complete: false, version: 3 })
    expect(page.users).toHaveLength(31)
    expect(page.users.at(-1)).toEqual(user('late'))
  })

  test('[PR7] who joins when it has become large has the first page only, though others do not know yet', () => {
    const presence = create(60)
    for (let i = 0; i < 60; i++) presence.enter(user(i))
    presence.tick(0)
    expect(snapshot(presence, user(59))).toMatchObject({ count: 60, complete: true })
    presence.enter(user('x'))
    const page = snapshot(presence, user('x'))
    expect(page).toMatchObject({ count: 61, complete: false, version: 1 })
    expect(page.users).toHaveLength(31)
  })

  test('[PR7] a storm of joins makes a room large before others know of it', () => {
    const presence = create(60)
    presence.enter(user(0))
    expect(presence.tick(0)).toHaveLength(1)
    for (let i = 1; i < 61; i++) presence.enter(user(i))
    expect(presence.nextDue()).toBe(1_000)
    expect(presence.tick(999)).toEqual([])
    expect(presence.tick(1_000)).toEqual([{ type: 'user_joined', room: 'lobby', users: [], count: 61, version: 2 }])
  })

  test('[PR8] a large room that becomes small publishes one complete list', () => {
    const presence = create(3)
    for (let i = 0; i < 5; i++) presence.enter(user(i))
    presence.tick(0)
    presence.leave('id-0', true, 10)
    presence.leave('id-1', true, 10)
    expect(presence.tick(1_000)).toEqual([
      {
        type: 'update_user_list',
        room: 'lobby',
        users: [user(2), user(3), user(4)],
        count: 3,
        complete: true,
        version: 2,
      },
    ])
  })

  test('[PR8] a room that almost became large tells all names to those who had the first page only', () => {
    const presence = create(3)
    for (let i = 0; i < 3; i++) presence.enter(user(i))
    presence.tick(0)
    presence.enter(user('x'))
    // a second connection of one who is known
    expect(snapshot(presence, user(0))).toMatchObject({ complete: false })
    presence.enter(user(0))
    presence.leave('id-x', true, 10)
    expect(presence.nextDue()).toBeDefined()
    const list = { type: 'update_user_list', users: [user(0), user(1), user(2)], count: 3, complete: true }
    expect(presence.tick(1_000)).toMatchObject([list])
    expect(presence.nextDue()).toBeUndefined()
    expect(presence.tick(2_000)).toEqual([])
  })

  test('[PR16] the grace of a user whose session ended is over', () => {
    const presence = create()
    presence.enter(user('a'))
    presence.tick(0)
    expect(presence.endGrace('id-a')).toBe(false)
    presence.leave('id-a', false, 200)
    expect(presence.endGrace('id-a')).toBe(true)
    expect(presence.tick(300)).toMatchObject([{ type: 'user_left', count: 0 }])
  })

  test('[PR10] clients that fold snapshots and deltas know who is there, whatever happened', () => {
    // Much happens between two flushes, and now and then a grace ends.
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.record({ kind: fc.constant('enter' as const), id: fc.nat(9) }) },
      {
        weight: 4,
        arbitrary: fc.record({ kind: fc.constant('leave' as const), id: fc.nat(9), announced: fc.boolean() }),
      },
      {
        weight: 1,
        arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.constantFrom(1, 50, 100, 1_000, 8_000) }),
      },
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), steps => {
        const presence = create(4)
        const connections = new Map<string, number>()
        const clients: { id: string; view: PresenceClient }[] = []
        let now = 0
        const tick = () => {
          for (const event of presence.tick(now)) for (const { view } of clients) view.apply(event)
        }
        for (const action of steps) {
          if (action.kind === 'wait') now += action.ms
          else {
            const { id } = user(action.id)
            const held = connections.get(id) ?? 0
            if (action.kind === 'enter') {
              clients.push({ id, view: new PresenceClient(snapshot(presence, user(action.id))) })
              presence.enter(user(action.id))
              connections.set(id, held + 1)
            } else if (held > 0) {
              // One connection of this user stops to listen.
              clients.splice(
                clients.findIndex(client => client.id === id),
                1,
              )
              presence.leave(id, action.announced, now)
              connections.set(id, held - 1)
            }
          }
          tick()
        }
        for (let due = presence.nextDue(); due !== undefined; due = presence.nextDue()) {
          now = Math.max(now, due)
          tick()
        }
        const present = [...connections].filter(([, held]) => held > 0).map(([id]) => id)
        expect(presence.count).toBe(present.length)
        for (const { view } of clients) {
          expect(view.count).toBe(present.length)
          if (present.length <= 4) {
            expect(view.complete).toBe(true)
            expect([...view.users.keys()].sort()).toEqual(present.sort())
          }
        }
        const paged = presence.page(user(0), undefined, 100)
        if (!present.includes('id-0')) present.push('id-0')
        expect(paged?.count).toBe(present.length)
        expect(paged?.users.map(({ id }) => id).sort()).toEqual(present.sort())
      }),
      { numRuns: 1_000 },
    )
  })
})
