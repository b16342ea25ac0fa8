import { expect, test } from 'vitest'
import { systemRandom } from '../../../../../server/adapters/process/system-random.ts'
import {
  addressKey,
  changeDirectory,
  type DirectoryTold,
  trimDirectory,
} from '../../../../../server/adapters/redis/directory-commit.ts'
import type { DirectoryChange } from '../../../../../server/ports/directory-change.ts'
import { SNAPSHOT_MS } from '../../../../../server/ports/moderation.ts'
import type { CountingEngine } from '../../../../support/redis/counting-engine.ts'
import { makeAll, PREFIX, twoNodes } from '../../../../support/redis/two-nodes.ts'
import { accountOf, roomOf, sanctionOf } from '../../../../support/server-kit/directories.ts'
import { auditOf, reportOf } from '../../../../support/server-kit/moderation.ts'

const ALL = [undefined, 1_000] as const

test('[RE63] where all go at once an owner remains, and a name is one’s, and a cap holds', async () => {
  const both = twoNodes([3, 0, 1, 7, 2])
  const { nodes, change, question } = both
  const names = Array.from({ length: 20 }, (_, n) => `a:${n}`)
  await makeAll(
    both,
    names.map(id => ({ type: 'addAccount', account: accountOf(id.slice(2), { keys: ['one', id] }) })),
    10,
  )
  const there = await Promise.all(names.map(id => question('account', id)))
  expect(there.filter(Boolean)).toHaveLength(1)
  await makeAll(
    both,
    names.map(id => ({ type: 'addAccount', account: accountOf(id.slice(2)) })),
    10,
  )
  const members = names.slice(0, 10).map(user => ({ room: 'r', user, role: 'owner', since: 1 }) as const)
  await change(nodes[0], { type: 'addRoom', record: roomOf('r'), members })
  await makeAll(
    both,
    members.map(({ room: name, user }) => ({ type: 'setRole', room: name, user, role: undefined, at: 2 })),
    10,
  )
  expect(await question('members', 'r', ...ALL)).toHaveLength(1)
  const rooms = Array.from({ length: 230 }, (_, n) => `i-${n}`)
  await makeAll(
    both,
    rooms.map(name => ({ type: 'addRoom', record: roomOf(name), members: [] })),
    10,
  )
  await makeAll(
    both,
    rooms.map((name, n) => ({
      type: 'invite',
      invitation: { room: name, user: 'a:1', by: n % 2 ? 'a:2' : 'a:3', at: 1 },
    })),
    10,
  )
  expect(await question('invitationsOf', 'a:1', ...ALL)).toHaveLength(200)
})

test('[RE64] a thousand changes of different people, in the same rooms, do not wait for each other', async () => {
  const both = twoNodes([1, 0, 4, 2])
  const { nodes, change, question } = both
  await change(nodes[0], { type: 'addRoom', record: roomOf('r'), members: [] })
  const people = Array.from({ length: 200 }, (_, n) => `p${n}`)
  await makeAll(
    both,
    people.map(name => ({ type: 'addAccount', account: accountOf(name, { guestIds: [`g:${name}`] }) })),
    20,
  )
  await makeAll(
    both,
    people.flatMap((name, n): DirectoryChange[] => [
      { type: 'setRole', room: 'r', user: `a:${name}`, role: 'member', at: n },
      { type: 'addSanction', sanction: sanctionOf(`g:x-${name}`, { until: 1e6 }), audit: auditOf(`e-${name}`) },
      { type: 'addSanction', sanction: sanctionOf(`a:${name}`, { room: '' }), audit: auditOf(`f-${name}`) },
      { type: 'addRoom', record: roomOf(`made-by-${name}`, { createdBy: `a:${name}` }), members: [] },
      { type: 'keepPositions', positions: [{ user: `a:${name}`, room: 'r', epoch: 'e', seq: 1 }] },
    ]),
    20,
  )
  expect(
    [await question('members', 'r', ...ALL), await question('guestSanctions', 5, ...ALL)].map(it => it.length),
  ).toEqual([200, 200])
  expect(nodes[0].refused + nodes[1].refused).toBeLessThanOrEqual(3)
})

test('[RE65] whatever was written is one event of the log, which tells the news and the keys; positions are none', async () => {
  const { server, nodes, change } = twoNodes()
  const heard: string[] = []
  server.hear('t:{d}', text => heard.push(text))
  const ann = await change(nodes[0], { type: 'addAccount', account: accountOf('ann') })
  expect(ann).toMatchObject({ answer: { value: 'ok' }, seq: 1 })
  const again = await change(nodes[1], { type: 'addAccount', account: accountOf('ann') })
  expect(again).toMatchObject({ answer: { value: 'taken' }, seq: 0 })
  const position = { user: 'a:ann', room: 'r', epoch: 'e', seq: 1 }
  expect(await change(nodes[1], { type: 'keepPositions', positions: [position] })).toMatchObject({ seq: 0 })
  expect(await change(nodes[1], { type: 'endErasure', id: 'a:nobody' })).toMatchObject({ seq: 2 })
  expect(heard).toHaveLength(2)
  const [head = '', told = ''] = heard[0]?.split('\n') ?? []
  expect(head).toBe(`0 ${ann.epoch}`)
  const { news, keys: its } = JSON.parse(told) as DirectoryTold
  expect(news).toEqual([{ type: 'account', id: 'a:ann' }])
  expect(its).toContain('t:{d}:a:a:ann')
  for (const key of its) expect(server.redis.run(['EXISTS', key])).toBe(1)
})

test('[RE66] the secret of a store is made once, by whoever comes first', async () => {
  const { nodes, question } = twoNodes([2, 0, 1])
  const all = await Promise.all([...nodes, ...nodes].map(engine => addressKey(engine, PREFIX, systemRandom)))
  expect(new Set(all).size).toBe(1)
  expect(await question('addressKey')).toBe(all[0])
  expect(all[0]).toMatch(/^[0-9a-f]{32}$/)
})

test('[RE67] what is given up goes in parts, once, whichever node does it', async () => {
  const both = twoNodes([1, 3, 0])
  const { nodes, change, question } = both
  const ids = Array.from({ length: 150 }, (_, n) => `p${1_000 + n}`)
  for (const id of ids) {
    await change(nodes[0], { type: 'addReport', report: reportOf(id, `m-${id}`) })
    await change(nodes[0], { type: 'closeReport', room: 'r', id, at: 1, audit: auditOf(`e-${id}`, { at: 1e12 }) })
  }
  const trim = (engine: CountingEngine) => trimDirectory(engine, PREFIX, SNAPSHOT_MS + 2, 1_000, systemRandom)
  const done = await Promise.all(nodes.map(trim))
  expect(done.map(({ answer }) => answer.more)).toContain(true)
  expect(done.every(({ answer }) => answer.erased)).toBe(true)
  const reports = await question('reportsBy', 'a:bob', ...ALL)
  expect(reports.filter(({ snapshot }) => snapshot !== undefined)).toEqual([])
  const last = await trim(nodes[0])
  expect(last).toMatchObject({ answer: { news: [], more: false, erased: false }, seq: 0 })
})

test('[RE68] of who was removed no key and no value has the name, nor what they said of themselves', async () => {
  const { server, nodes, change } = twoNodes()
  const make = (it: DirectoryChange) => change(nodes[0], it)
  const [secret, other] = ['Zsecretname', 'zother']
  const ann = accountOf('ann', { name: secret, keys: [secret], password: secret, guestIds: ['g:ann'], picture: secret })
  await make({ type: 'addAccount', account: ann })
  await make({ type: 'addAccount', account: accountOf('bob') })
  await make({ type: 'addRoom', record: roomOf('r'), members: [{ room: 'r', user: 'a:ann', role: 'owner', since: 1 }] })
  await make({ type: 'setRole', room: 'r', user: 'a:bob', role: 'member', at: 5 })
  await make({ type: 'changeAccount', id: 'a:ann', change: { name: other, keys: [other] } })
  await make({ type: 'invite', invitation: { room: 'r', user: 'a:cid', by: 'a:ann', at: 1 } })
  await make({ type: 'block', by: 'a:bob', user: 'a:ann', on: true })
  await make({
    type: 'addSanction',
    sanction: sanctionOf('a:ann', { until: 9 }),
    audit: auditOf('e', { by: { id: 'a:ann', name: secret } }),
  })
  await make({ type: 'addSanction', sanction: sanctionOf('g:ann') })
  await make({ type: 'addReport', report: reportOf('p', 'm', { by: { id: 'a:ann', name: secret } }) })
  await make({ type: 'keepPositions', positions: [{ user: 'a:ann', room: 'r', epoch: 'e', seq: 1 }] })
  await make({ type: 'removeAccount', id: 'a:ann', at: 7 })
  const kept = [...server.redis.copy()].map(
    ([key, { value }]) => `${key} ${typeof value === 'string' ? value : JSON.stringify([...value])}`,
  )
  expect(kept.filter(text => text.includes(secret) || text.includes(other))).toEqual([])
  const named = kept.filter(text => /[ag]:ann/.test(text)).map(text => text.split(' ')[0])
  // removed, to be erased, who made a room, and what is kept for those who keep order
  expect(named.sort()).toEqual(
    ['e', 'eb:a:ann', 'ed', 'er', 'erase', 'gone', 'm:a:ann', 'p', 'pa:a:ann', 'pb:a:ann', 'r:r'].map(
      key => `t:{d}:${key}`,
    ),
  )
})

test('[RE69] where there are as many as there may be there is no place for another, until one goes', async () => {
  const { nodes } = twoNodes()
  const most = { accounts: 3, blocks: 1 }
  const make = async (it: DirectoryChange) => {
    const { answer } = await changeDirectory(nodes[0], PREFIX, it, systemRandom, most)
    return answer === 'full' ? answer : answer.value
  }
  const add = (name: string) => make({ type: 'addAccount', account: accountOf(name) })
  const block = (by: string, user: string, on = true) => make({ type: 'block', by, user, on })
  expect([await add('ann'), await add('bob'), await add('cid'), await add('dan')]).toEqual(['ok', 'ok', 'ok', 'full'])
  expect([await block('a:ann', 'a:bob'), await block('a:bob', 'a:ann')]).toEqual(['ok', 'full'])
  expect([await block('a:ann', 'a:bob', false), await block('a:bob', 'a:ann')]).toEqual(['ok', 'ok'])
  // an id that is not given again takes its place, too
  await make({ type: 'removeAccount', id: 'a:cid', at: 1 })
  expect(await add('dan')).toBe('full')
})
