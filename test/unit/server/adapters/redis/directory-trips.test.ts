import { expect, test } from 'vitest'
import { systemRandom } from '../../../../../server/adapters/process/system-random.ts'
import { askDirectory } from '../../../../../server/adapters/redis/directory-ask.ts'
import { hasHoldsCommand, otherIdsCommand, otherIdsIn } from '../../../../../server/adapters/redis/directory-cells.ts'
import { changeDirectory } from '../../../../../server/adapters/redis/directory-commit.ts'
import { RedisDirectoryRows } from '../../../../../server/adapters/redis/directory-rows.ts'
import { ask, transact } from '../../../../../server/adapters/redis/transact.ts'
import type { DirectoryTables } from '../../../../../server/ports/directory.ts'
import type { DirectoryChange } from '../../../../../server/ports/directory-change.ts'
import { CountingEngine } from '../../../../support/redis/counting-engine.ts'
import { MemoryRedisServer } from '../../../../support/redis/memory-engine.ts'
import { accountOf, roomOf, sanctionOf, siteAccountOf } from '../../../../support/server-kit/directories.ts'
import { auditOf, reportOf } from '../../../../support/server-kit/moderation.ts'

const PREFIX = 't:'

function begin() {
  const engine = new CountingEngine(new MemoryRedisServer(() => 0))
  const change = async (it: DirectoryChange) =>
    (await changeDirectory(engine, PREFIX, it, systemRandom)).answer as { value: unknown }
  const question = <What extends keyof DirectoryTables>(what: What, ...about: Parameters<DirectoryTables[What]>) =>
    askDirectory(engine, PREFIX, what, about)
  return { engine, change, question }
}

type Node = ReturnType<typeof begin>

/** Some people and rooms, and so many more beside them. */
async function filled(more: number): Promise<Node> {
  const node = begin()
  const { change } = node
  for (const name of ['ann', 'bob', 'cid'])
    await change({ type: 'addAccount', account: accountOf(name, { guestIds: [`g:${name}`] }) })
  await change({ type: 'addAccount', account: siteAccountOf('site') })
  const members = [{ room: 'r', user: 'a:ann', role: 'owner', since: 1 }] as const
  await change({ type: 'addRoom', record: roomOf('r'), members })
  await change({ type: 'addRoom', record: roomOf('dm:1', { kind: 'direct', pair: ['a:ann', 'a:bob'] }), members: [] })
  for (let n = 0; n < more; n++) {
    const user = `a:more-${n}`
    await change({ type: 'addAccount', account: accountOf(`more-${n}`, { guestIds: [`g:${n}`] }) })
    await change({ type: 'setRole', room: 'r', user, role: 'member', at: n })
    await change({ type: 'addSanction', sanction: sanctionOf(`g:more-${n}`, { until: 1e6 + n }) })
    await change({ type: 'addRoom', record: roomOf(`r-${n}`, { createdBy: user }), members: [] })
    await change({ type: 'invite', invitation: { room: `r-${n}`, user: 'a:ann', by: user, at: n } })
    await change({ type: 'block', by: user, user: 'a:ann', on: true })
    await change({ type: 'note', audit: auditOf(`e-${n}`, { at: 1e6 }) })
    await change({ type: 'addReport', report: reportOf(`p-${n}`, `m-${n}`, { by: { id: user, name: 'More' } }) })
  }
  return node
}

const AUDIT = auditOf('e', { target: { user: { id: 'a:bob', name: 'Bob' } } })
const positions = Array.from({ length: 500 }, (_, n) => ({ user: `a:x-${n}`, room: 'r', epoch: 'e', seq: n }))

/** What is asked and done most, and how often it goes to the server. */
const COMMON: [string, number, (node: Node) => Promise<unknown>][] = [
  ['account', 1, ({ question }) => question('account', 'a:ann')],
  ['removed', 1, ({ question }) => question('removed', ['a:ann', 'a:bob', 'g:ann'])],
  ['room', 1, ({ question }) => question('room', 'r')],
  ['membership', 1, ({ question }) => question('membership', 'r', 'a:bob')],
  ['members', 1, ({ question }) => question('members', 'r', undefined, 5)],
  ['rooms of somebody', 1, ({ question }) => question('roomsOf', 'a:bob', undefined, 5)],
  ['sanctions', 1, ({ question }) => question('sanctions', 'r', 'a:bob', 5)],
  ['position', 1, ({ question }) => question('position', 'a:bob', 'r')],
  ['share a room', 1, ({ question }) => question('shareRoom', 'a:ann', 'a:bob')],
  ['blocks', 1, ({ question }) => question('blocks', 'a:ann')],
  ['queue', 1, ({ question }) => question('queue', 'empty', 5)],
  ['name kept', 1, ({ question }) => question('isNameKept', ['ann', 'x', 'y'], 5)],
  // found by something else first, and looked at again, so that it is as of one moment
  ['account by name', 3, ({ question }) => question('accountNamed', ['x', 'ann'])],
  ['account of a site', 3, ({ question }) => question('accountOf', 'https://site.example', 'site')],
  ['direct room', 3, ({ question }) => question('direct', 'a:ann', 'a:bob')],
  [
    'add account',
    2,
    ({ change }) => change({ type: 'addAccount', account: accountOf('new', { guestIds: ['g:new'] }) }),
  ],
  ['see account', 3, ({ change }) => change({ type: 'changeAccount', id: 'a:ann', change: { seenAt: 9 } })],
  ['role', 2, ({ change }) => change({ type: 'setRole', room: 'r', user: 'a:bob', role: 'moderator', at: 5 })],
  ['leave', 2, ({ change }) => change({ type: 'setRole', room: 'r', user: 'a:bob', role: undefined, at: 6 })],
  ['sanction', 2, ({ change }) => change({ type: 'addSanction', sanction: sanctionOf('a:bob'), audit: AUDIT })],
  ['sanction of a guest', 2, ({ change }) => change({ type: 'addSanction', sanction: sanctionOf('g:zed') })],
  ['lift', 2, ({ change }) => change({ type: 'liftSanction', room: 'r', user: 'a:bob', kind: 'mute', audit: AUDIT })],
  ['add room', 2, ({ change }) => change({ type: 'addRoom', record: roomOf('new'), members: [] })],
  ['change room', 2, ({ change }) => change({ type: 'changeRoom', room: 'r', change: { title: 'New' } })],
  [
    'invite',
    2,
    ({ change }) => change({ type: 'invite', invitation: { room: 'r', user: 'a:cid', by: 'a:ann', at: 1 } }),
  ],
  ['block', 2, ({ change }) => change({ type: 'block', by: 'a:cid', user: 'a:bob', on: true })],
  ['report', 2, ({ change }) => change({ type: 'addReport', report: reportOf('p', 'm', { room: 'other' }) })],
  ['note', 2, ({ change }) => change({ type: 'note', audit: auditOf('e2') })],
  // only of whom one comes it is asked how many there are
  ['new positions', 3, ({ change }) => change({ type: 'keepPositions', positions })],
  ['positions', 2, ({ change }) => change({ type: 'keepPositions', positions })],
]

/** Trips and characters of each. */
async function costs(more: number) {
  const node = await filled(more)
  const all: Record<string, { trips: number; size: number }> = {}
  for (const [name, , run] of COMMON) {
    const { trips, size } = node.engine
    await run(node)
    all[name] = { trips: node.engine.trips - trips, size: node.engine.size - size }
  }
  return all
}

test('[RE61] what is asked and done most takes few trips, whatever the number of accounts, rooms and members', async () => {
  const [few, many] = [await costs(6), await costs(150)]
  const trips = (all: typeof few) => Object.entries(all).map(([name, { trips: its }]) => [name, its])
  expect(trips(few)).toEqual(COMMON.map(([name, most]) => [name, most]))
  expect(trips(many)).toEqual(trips(few))
  // a count that is longer is not more
  for (const [name, { size }] of Object.entries(many))
    expect(size, name).toBeLessThanOrEqual((few[name]?.size ?? 0) + 20)
})

test('[RE61] whoever is removed with much is gone after few trips', async () => {
  const { engine, change, question } = await filled(40)
  const before = engine.trips
  await change({ type: 'removeAccount', id: 'a:ann', at: 9 })
  expect(engine.trips - before).toBeLessThanOrEqual(10)
  expect(await question('members', 'r', undefined, 1)).toEqual([
    { room: 'r', user: 'a:more-0', role: 'owner', since: 9 },
  ])
  expect(await question('blocks', 'a:more-7')).toEqual([])
})

test('[RE62] what every message asks is one command, and its answer is that of the rows', async () => {
  const { engine } = await filled(0)
  const holds = await question(engine, rows => rows.hasHolds('r'))
  expect(holds).toEqual({ value: false, commands: [hasHoldsCommand(PREFIX, 'r')] })
  for (const id of ['a:ann', 'g:ann', 'a:site', 'g:nobody']) {
    const command = otherIdsCommand(PREFIX, id)
    const { value, commands } = await question(engine, rows => rows.otherIds(id))
    expect(commands).toEqual([command])
    const { replies } = await engine.view('d', [command])
    expect(otherIdsIn(id, replies[0] as string | null)).toEqual(value)
  }
  const hold = { id: 'h', room: 'r', user: { id: 'a:ann', name: 'Ann' }, cid: 'c', text: 'text', at: 1 }
  await transact(engine, 'd', cells => ({ value: new RedisDirectoryRows(cells, PREFIX).putHold(hold) }))
  const { replies } = await engine.view('d', [hasHoldsCommand(PREFIX, 'r')])
  expect([replies, (await question(engine, rows => rows.hasHolds('r'))).value]).toEqual([[1], true])
})

async function question<T>(engine: CountingEngine, run: (rows: RedisDirectoryRows) => T) {
  let commands: readonly (readonly string[])[] = []
  const value = await ask(engine, 'd', cells => {
    const answer = run(new RedisDirectoryRows(cells, PREFIX))
    commands = [...cells.relied]
    return answer
  })
  return { value, commands }
}
