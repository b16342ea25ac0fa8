import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { User } from '../../../../sdk/protocol/records.ts'
import { EMPTY_ROSTER, peopleView, type RosterEvent, type RosterState, roster } from '../../../../sdk/store/roster.ts'
import type { PeopleView } from '../../../../sdk/store/view-model.ts'

const english = new Intl.Collator('en')
const collator = () => english
const user = (id: string, name = id): User => ({ id, name })
const none: PeopleView = { count: 0, users: [], more: false, loading: false }
const members = (users: User[], over: Partial<Extract<RosterEvent, { type: 'members' }>> = {}): RosterEvent => ({
  type: 'members',
  count: users.length,
  complete: true,
  users,
  left: [],
  ...over,
})
const run = (events: RosterEvent[], state: RosterState = EMPTY_ROSTER) => events.reduce(roster, state)
const names = (view: PeopleView) => view.users.map(each => each.name)

test('[TL10] this user comes first, the others by name as people sort them', () => {
  const state = run([members([user('1', 'zoe'), user('2', 'Émile'), user('3', 'adam'), user('4', 'Mia')])])
  expect(names(peopleView(state, user('4', 'Mia'), collator, none))).toEqual(['Mia', 'adam', 'Émile', 'zoe'])
  expect(names(peopleView(state, undefined, collator, none))).toEqual(['adam', 'Émile', 'Mia', 'zoe'])
})

test('[TL10] the list keeps its identity while nobody came or went', () => {
  const a = peopleView(run([members([user('1'), user('2')])]), undefined, collator, none)
  expect(peopleView(run([members([user('2'), user('1')])]), undefined, collator, a)).toBe(a)
  const counted = peopleView(
    run([members([user('1'), user('2')], { count: 900, complete: false })]),
    undefined,
    collator,
    a,
  )
  expect(counted).not.toBe(a)
  expect(counted.users).toBe(a.users)
  expect(counted).toMatchObject({ count: 900, more: true })
})

test('[TL11] a large room is paged to its end, each user once', () => {
  const large = members([user('1'), user('2')], { count: 4, complete: false })
  const page = (users: User[], next?: string): RosterEvent => ({
    type: 'users',
    fetched: { users, next, count: 4, version: 1 },
  })
  let state = run([large, { type: 'users', fetched: 'asked' }])
  expect(peopleView(state, undefined, collator, none).loading).toBe(true)
  state = run([page([user('1'), user('3')], 'c')], state)
  expect(state.next).toBe('c')
  expect(peopleView(state, undefined, collator, none)).toMatchObject({ more: true, loading: false })
  state = run([{ type: 'users', fetched: 'asked' }, page([user('4')])], state)
  expect(peopleView(state, undefined, collator, none)).toMatchObject({
    users: [{ id: '1' }, { id: '2' }, { id: '3' }, { id: '4' }],
    more: false,
  })
  expect(
    run(
      [
        { type: 'users', fetched: 'asked' },
        { type: 'users', fetched: 'failed' },
      ],
      state,
    ).loading,
  ).toBe(false)
})

test('[TL11] what was paged to goes when users leave, at a rejoin, and when the room is small again', () => {
  const large = members([user('1')], { count: 3, complete: false })
  const state = run([
    large,
    { type: 'users', fetched: 'asked' },
    { type: 'users', fetched: { users: [user('2'), user('3')], count: 3, version: 1 } },
  ])
  expect(run([members([user('1')], { count: 2, complete: false, left: [user('2')] })], state).paged).toEqual([
    user('3'),
  ])
  expect(run([{ type: 'rejoined' }], state)).toMatchObject({ paged: [], ended: false })
  expect(names(peopleView(run([members([user('1')])], state), undefined, collator, none))).toEqual(['1'])
  expect(
    run([{ type: 'users', fetched: { users: [user('9')], count: 9, version: 9 } }], run([{ type: 'rejoined' }], state))
      .paged,
    'a late page',
  ).toEqual([])
})

test('[TL10] [TL11] whatever comes, the list has each user once, in order, this user first', () => {
  const someone = fc.record({ id: fc.constantFrom(...'abcdefgh'), name: fc.string({ maxLength: 3 }) })
  const users = fc.uniqueArray(someone, { selector: each => each.id, maxLength: 8 })
  const reply = fc.record({
    users,
    next: fc.option(fc.string(), { nil: undefined }),
    count: fc.nat(20),
    version: fc.nat(),
  })
  const event: fc.Arbitrary<RosterEvent> = fc.oneof(
    fc.record({ type: fc.constant('members' as const), count: fc.nat(20), complete: fc.boolean(), users, left: users }),
    fc.constant({ type: 'rejoined' as const }),
    fc.record({
      type: fc.constant('users' as const),
      fetched: fc.oneof(fc.constantFrom('asked' as const, 'failed' as const), reply),
    }),
  )
  fc.assert(
    fc.property(fc.array(event, { maxLength: 20 }), events => {
      const me = user('a')
      const view = peopleView(run(events), me, collator, none)
      const ids = view.users.map(each => each.id)
      expect(new Set(ids).size).toBe(ids.length)
      if (ids.includes('a')) expect(ids[0]).toBe('a')
      const others = view.users.filter(each => each.id !== 'a')
      for (const [i, each] of others.entries()) {
        if (i > 0) expect(english.compare(others[i - 1]!.name, each.name)).toBeLessThanOrEqual(0)
      }
    }),
  )
})
