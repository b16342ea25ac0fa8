import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MemoryDirectory } from '../../../../../server/adapters/memory/directory.ts'
import { askDirectory } from '../../../../../server/adapters/redis/directory-ask.ts'
import { writeDirectory } from '../../../../../server/directory/write-directory.ts'
import type { DirectoryTables } from '../../../../../server/ports/directory.ts'
import type { DirectoryChange } from '../../../../../server/ports/directory-change.ts'
import type { MemoryRedisServer } from '../../../../support/redis/memory-engine.ts'
import { makeAll, PREFIX, twoNodes } from '../../../../support/redis/two-nodes.ts'
import { accountOf, roomOf, sanctionOf } from '../../../../support/server-kit/directories.ts'
import { auditOf, reportOf } from '../../../../support/server-kit/moderation.ts'

const ALL = [undefined, 1_000] as const
const option = <T>(arb: fc.Arbitrary<T>) => fc.option(arb, { nil: undefined })

// few of each, so that they meet
const PEOPLE = ['a:1', 'a:2', 'a:3']
const USERS = [...PEOPLE, 'g:1', 'g:2']
const ROOMS = ['r', 's']
const accountId = fc.constantFrom(...PEOPLE)
const userId = fc.constantFrom(...USERS)
const room = fc.constantFrom(...ROOMS)
const place = fc.constantFrom(...ROOMS, '')
const role = fc.constantFrom('member', 'moderator', 'owner')
const kind = fc.constantFrom('mute', 'ban')
const time = fc.integer({ min: 0, max: 20 })
const keys = fc.uniqueArray(fc.constantFrom('k1', 'k2', 'k3'), { minLength: 1, maxLength: 2 })
const guests = fc.uniqueArray(fc.constantFrom('g:1', 'g:2'), { maxLength: 2 })

const changes = fc.oneof(
  fc
    .record({ id: accountId, keys, password: option(fc.constant('p')), seenAt: time, guestIds: guests })
    .map(({ id, ...rest }): DirectoryChange => ({ type: 'addAccount', account: accountOf(id.slice(2), { ...rest }) })),
  fc.tuple(accountId, keys, guests, time).map(
    ([id, its, guestIds, seenAt]): DirectoryChange => ({
      type: 'changeAccount',
      id,
      change: { name: its[0] ?? '', keys: its, guestIds, seenAt },
    }),
  ),
  fc.tuple(userId, time).map(([id, at]): DirectoryChange => ({ type: 'removeAccount', id, at })),
  fc.tuple(room, option(accountId)).map(
    ([name, owner]): DirectoryChange => ({
      type: 'addRoom',
      record: roomOf(name),
      members: owner ? [{ room: name, user: owner, role: 'owner', since: 1 }] : [],
    }),
  ),
  fc
    .tuple(room, fc.constantFrom('A', 'B', ''))
    .map(([name, title]): DirectoryChange => ({ type: 'changeRoom', room: name, change: { title } })),
  fc
    .tuple(room, userId, option(role), time)
    .map(([name, user, its, at]): DirectoryChange => ({ type: 'setRole', room: name, user, role: its, at })),
  fc
    .tuple(room, accountId, accountId)
    .map(([name, user, by]): DirectoryChange => ({ type: 'invite', invitation: { room: name, user, by, at: 1 } })),
  fc
    .tuple(accountId, accountId, fc.boolean())
    .map(([by, user, on]): DirectoryChange => ({ type: 'block', by, user, on })),
  fc.tuple(place, fc.oneof(userId, fc.constant('ip:1')), kind, option(time), time).map(
    ([name, user, its, until, at]): DirectoryChange => ({
      type: 'addSanction',
      sanction: sanctionOf(user, { room: name, kind: its, until, at }),
      audit: auditOf(`e-${user}-${at}`, { target: { user: { id: user, name: 'It' } } }),
    }),
  ),
  fc
    .tuple(place, userId, kind)
    .map(([name, user, its]): DirectoryChange => ({ type: 'liftSanction', room: name, user, kind: its })),
  fc.tuple(room, accountId, fc.constantFrom('m1', 'm2'), fc.nat(3)).map(
    ([name, id, message, n]): DirectoryChange => ({
      type: 'addReport',
      report: reportOf(`p-${name}-${id}-${message}-${n}`, message, { room: name, by: { id, name: 'It' } }),
    }),
  ),
)

/** Everything that the tables say of these few. */
async function allOf(ask: (what: keyof DirectoryTables, about: never) => unknown): Promise<unknown> {
  const said: [string, unknown][] = []
  const note = async <What extends keyof DirectoryTables>(what: What, ...about: Parameters<DirectoryTables[What]>) =>
    void said.push([`${what} ${about.join(' ')}`, await ask(what, about as never)])
  for (const name of ROOMS) {
    await note('room', name)
    await note('members', name, ...ALL)
    await note('reports', name, ...ALL)
  }
  for (const name of [...ROOMS, '']) await note('audit', name, ...ALL)
  for (const user of USERS) {
    await note('account', user)
    await note('accountOfGuest', user)
    await note('roomsOf', user, ...ALL)
    await note('sanctionsOf', user, ...ALL)
    await note('invitationsOf', user, ...ALL)
    await note('blocks', user)
    await note('reportsBy', user, ...ALL)
    await note('roomsMadeBy', user, ...ALL)
  }
  for (const key of ['k1', 'k2', 'k3']) {
    await note('accountNamed', [key])
    await note('isNameKept', [key], 10)
  }
  await note('guestSanctions', -1, ...ALL)
  await note('listed', ...ALL)
  await note('removedIds', ...ALL)
  await note('erasures', ...ALL)
  await note('hasAccounts')
  return JSON.parse(JSON.stringify(said))
}

/** What is counted as it is changed. */
function countsOf(server: MemoryRedisServer): Record<string, number> {
  const flat = server.redis.run(['HGETALL', 't:{d}:n']) as string[]
  const counts: Record<string, number> = {}
  for (let at = 0; at < flat.length; at += 2) if (flat[at + 1] !== '0') counts[flat[at] ?? ''] = Number(flat[at + 1])
  return counts
}

/** The same from each of the lists that has all of them. */
function listsOf(server: MemoryRedisServer): Record<string, number> {
  const sizes = new Map<string, number>()
  for (const [key, { value }] of server.redis.copy()) {
    const kind = key.split(':')[2] ?? ''
    const its = kind === 'a' ? Number((value as Map<string, string>).has('j')) : (value as Map<string, string>).size
    sizes.set(kind, (sizes.get(kind) ?? 0) + its)
  }
  const lists = {
    accounts: ['a'],
    removed: ['gone'],
    rooms: ['r', 'm', 'l'],
    memberships: ['u', 'mn', 'mo'],
    sanctions: ['s', 'sn'],
    invitations: ['iu', 'ir', 'ib'],
    blocks: ['b', 'bo'],
    reports: ['pr', 'pb', 'pk', 'pa', 'p'],
  }
  const all: Record<string, number> = {}
  for (const [table, kinds] of Object.entries(lists)) {
    const [size = 0, ...others] = kinds.map(kind => sizes.get(kind) ?? 0)
    expect(others).toEqual(others.map(() => size))
    if (size > 0) all[table] = size
  }
  expect(sizes.get('se') ?? 0).toBeLessThanOrEqual(sizes.get('s') ?? 0)
  expect(sizes.get('sge') ?? 0).toBeLessThanOrEqual(sizes.get('sg') ?? 0)
  return all
}

test('[RE63] what two nodes change at once ends as if it were made in the order of the log', async () => {
  let refused = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(changes, { minLength: 30, maxLength: 80 }),
      fc.array(fc.nat(9), { minLength: 1, maxLength: 20 }),
      async (all, waits) => {
        const both = twoNodes(waits)
        const made = await makeAll(both, all, 4)
        expect(made.map(({ seq }) => seq)).toEqual(made.map((_, at) => at + 1))
        const rows = new MemoryDirectory()
        for (const { it, answer } of made) expect(answer).toEqual(writeDirectory(rows, it))
        const inMemory = await allOf((what, about: never[]) => (rows[what] as (...its: never[]) => unknown)(...about))
        const inRedis = await allOf((what, about) => askDirectory(both.nodes[0], PREFIX, what, about))
        expect(inRedis).toEqual(inMemory)
        expect(countsOf(both.server)).toEqual(listsOf(both.server))
        refused += both.nodes[0].refused + both.nodes[1].refused
      },
    ),
    { numRuns: 100 },
  )
  // they did get in each other's way
  expect(refused).toBeGreaterThan(100)
})
