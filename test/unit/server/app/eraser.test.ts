import { expect, test } from 'vitest'
import type { DurableEvent, ReactionEvent } from '../../../../sdk/protocol/events.ts'
import { MemoryStore } from '../../../../server/adapters/memory/store.ts'
import { systemRandom } from '../../../../server/adapters/process/system-random.ts'
import { Eraser } from '../../../../server/app/people/eraser.ts'
import { DurableLog } from '../../../../server/log/durable-log.ts'
import type { Directory } from '../../../../server/ports/directory.ts'
import { LogUnavailable, type RoomLog } from '../../../../server/ports/room-log.ts'
import { accountOf } from '../../../support/server-kit/directories.ts'
import { SILENT } from '../../../support/silent-log.ts'
import { VirtualClock } from '../../../support/virtual-clock.ts'

const ANN = { id: 'a:ann', name: 'Ann' }
const GUEST = { id: 'g:ann', name: 'Ann', guest: true } as const
const BOB = { id: 'a:bob', name: 'Bob' }
const GONE = { id: 'a:ann', name: '', deleted: true }

/** A log, its directory, and an eraser over them. `broken`: the rooms that take nothing. */
async function setUp() {
  const clock = new VirtualClock()
  const store = new MemoryStore({ random: systemRandom })
  const log = new DurableLog({ store, clock, random: systemRandom, log: SILENT, gatherMs: 0, onFault() {} })
  const broken = new Set<string>()
  const events = new Map<string, { at: number; event: DurableEvent }[]>()
  const append: RoomLog['append'] = (draft, lingerMs) =>
    broken.has(draft.room) ? Promise.reject(new LogUnavailable('broken')) : log.append(draft, lingerMs)
  const erasing: RoomLog = Object.assign(Object.create(log), { append })
  const { directory, personal } = log
  const resets = new Set<() => void>()
  const watchRoom: Directory['watchRoom'] = (room, listener) => {
    const tell = () => listener({ type: 'reset' })
    resets.add(tell)
    const end = directory.watchRoom(room, listener)
    return () => {
      resets.delete(tell)
      end()
    }
  }
  const watched = new Proxy<Directory>(directory, {
    get(target, name: keyof Directory) {
      return name === 'watchRoom' ? watchRoom : target[name].bind(target)
    },
  })
  const turns = new Map<string, { node: string; until: number }>()
  /** `node`: it is one of many. */
  const make = (node?: string) => {
    const turn = async (id: string) => {
      const has = turns.get(id)
      if (has && has.node !== node && has.until > clock.now()) return false
      turns.set(id, { node: node ?? '', until: clock.now() + 60_000 })
      return true
    }
    const many = node === undefined ? {} : { turn }
    return new Eraser({
      directory: watched,
      personal,
      log: erasing,
      clock,
      random: systemRandom,
      logger: SILENT,
      ...many,
    })
  }
  let cid = 0
  const say = async (room: string, user: { id: string; name: string }) => {
    if (!events.has(room)) {
      const heard: { at: number; event: DurableEvent }[] = []
      events.set(room, heard)
      log.subscribe(room, news => news.type !== 'reset' && heard.push({ at: clock.now(), event: news }))
    }
    const content = { kind: 'new_message', text: 'hello' } as const
    const answer = await log.append({ room, user, cid: `c${++cid}`, content })
    return 'refused' in answer ? '' : answer.id
  }
  const react = async (room: string, user: { id: string; name: string }, messageId: string) => {
    const content = { kind: 'reaction', messageId, emoji: '👍', on: true, kinds: 20, own: 10 } as const
    await log.append({ room, user, cid: `c${++cid}`, content })
  }
  const deletions = (room: string) => (events.get(room) ?? []).filter(({ event }) => event.type === 'message_deleted')
  const erasures = () => directory.erasures(undefined, 10)
  await directory.addAccount(accountOf('ann', { guestIds: ['g:ann'] }))
  /** The store has failed, and is there again. */
  const reset = () => resets.forEach(tell => void tell())
  return { clock, log, directory, make, say, react, broken, events, deletions, erasures, reset }
}

test('[SE267] of who was removed at most ten messages a second go in a room, and rooms go side by side', async () => {
  const { clock, directory, make, say, deletions, erasures } = await setUp()
  for (let n = 0; n < 30; n++) for (const room of ['one', 'two']) await say(room, n % 3 === 0 ? GUEST : ANN)
  await say('one', BOB)
  await directory.addAccount(accountOf('cid'))
  for (let n = 0; n < 10; n++) await say('one', { id: 'a:cid', name: 'Cid' })
  await directory.removeAccount('a:ann')
  await directory.removeAccount('a:cid')
  const eraser = make()
  eraser.begin()
  const begin = clock.now()
  await clock.run(6_000)
  // two people in one room share its pace
  expect([deletions('one').length, deletions('two').length]).toEqual([40, 30])
  for (const room of ['one', 'two']) {
    const times = deletions(room).map(({ at }) => at)
    for (const [at, time] of times.entries())
      if (at >= 10) expect(time - (times[at - 10] ?? 0)).toBeGreaterThanOrEqual(1_000)
  }
  expect((deletions('two').at(-1)?.at ?? 0) - begin).toBeLessThan(5_000)
  for (const { event } of deletions('two')) expect(event).toMatchObject({ user: GONE, by: 'author' })
  expect(await erasures()).toEqual([])
  eraser.stop()
  expect(clock.pending).toBeLessThanOrEqual(3)
})

test('[SE267] reactions go too, and their counts with them', async () => {
  const { clock, directory, make, say, react, events, log } = await setUp()
  const id = await say('r', BOB)
  await react('r', ANN, id)
  await react('r', BOB, id)
  await directory.removeAccount('a:ann')
  make().begin()
  await clock.run(3_000)
  const last = events.get('r')?.at(-1)?.event as ReactionEvent
  expect(last).toMatchObject({ type: 'reaction', on: false, count: 1, users: [BOB] })
  const page = await log.page('r', { limit: 10, maxBytes: 1e9 })
  expect(page?.messages[0]?.reactions).toEqual([{ emoji: '👍', count: 1, users: [BOB] }])
  expect(await log.personal.roomsOfPerson(['a:ann', 'g:ann'], undefined, 10)).toEqual([])
})

test('[RE233] what a node was erasing that is gone another goes on with, and only one does at a time', async () => {
  const { clock, directory, make, say, deletions, erasures } = await setUp()
  for (let n = 0; n < 30; n++) await say('one', ANN)
  const nodes = ['one', 'two', 'three'].map(make)
  for (const node of nodes) node.begin()
  await clock.run(1_000)
  await directory.removeAccount('a:ann')
  nodes[0]?.begin()
  await clock.run(1_500)
  expect(deletions('one').length).toBeLessThan(25)
  nodes[0]?.stop()
  await clock.run(180_000)
  expect([deletions('one').length, await erasures()]).toEqual([30, []])
  for (const node of nodes) node.stop()
})

test('[RE234] what another node took of somebody a moment after they were removed goes, too', async () => {
  const { clock, directory, make, say, deletions, erasures } = await setUp()
  await say('one', ANN)
  await directory.removeAccount('a:ann')
  const eraser = make('one')
  eraser.begin()
  await clock.run(2_000)
  expect(deletions('one')).toHaveLength(1)
  await say('one', ANN)
  await clock.run(10_000)
  expect([deletions('one').length, await erasures()]).toEqual([2, []])
  eraser.stop()
})

test('[SE268] a room that takes nothing is tried again later, ever less often, and holds up nothing else', async () => {
  const { clock, directory, make, say, broken, deletions, erasures } = await setUp()
  for (const room of ['bad', 'good']) for (let n = 0; n < 3; n++) await say(room, ANN)
  broken.add('bad')
  await directory.removeAccount('a:ann')
  const eraser = make()
  eraser.begin()
  await clock.run(3_000)
  expect([deletions('bad').length, deletions('good').length]).toEqual([0, 3])
  expect(await erasures()).toEqual([{ id: 'a:ann', ids: ['a:ann', 'g:ann'] }])
  // whoever is removed meanwhile is not held up
  await directory.addAccount(accountOf('cid'))
  await say('good', { id: 'a:cid', name: 'Cid' })
  await directory.removeAccount('a:cid')
  eraser.begin()
  await clock.run(60_000)
  expect([deletions('bad').length, deletions('good').length]).toEqual([0, 4])
  expect((await erasures()).map(({ id }) => id)).toEqual(['a:ann'])
  broken.clear()
  await clock.run(120_000)
  expect(deletions('bad')).toHaveLength(3)
  expect(await erasures()).toEqual([])
})

test('[SE275] what a store that has failed may have lost of it is looked for again, also of whom it is busy with', async () => {
  const { clock, directory, make, say, deletions, erasures, reset } = await setUp()
  for (let n = 0; n < 5; n++) await say('r', ANN)
  await directory.removeAccount('a:ann')
  const eraser = make()
  eraser.begin()
  await clock.run(250)
  const some = deletions('r').length
  expect(some).toBeGreaterThan(0)
  // one that was written at a place that it has passed
  await say('early', ANN)
  reset()
  await clock.run(5_000)
  expect([deletions('r').length, deletions('early').length, await erasures()]).toEqual([5, 1, []])
  // and of whom nothing was left, as far as it knew
  await directory.addAccount(accountOf('cid'))
  await say('r', { id: 'a:cid', name: 'Cid' })
  await directory.removeAccount('a:cid')
  await clock.run(5_000)
  expect(deletions('r')).toHaveLength(5)
  reset()
  await clock.run(5_000)
  expect([deletions('r').length, await erasures()]).toEqual([6, []])
  eraser.stop()
})

test('[SE266] another process goes on where one has stopped', async () => {
  const { clock, directory, make, say, deletions, erasures } = await setUp()
  for (let n = 0; n < 20; n++) await say('r', ANN)
  await directory.removeAccount('a:ann')
  const first = make()
  first.begin()
  await clock.run(1_000)
  first.stop()
  const some = deletions('r').length
  expect(some).toBeGreaterThan(0)
  expect(some).toBeLessThan(20)
  await clock.run(5_000)
  expect(deletions('r').length).toBeLessThanOrEqual(some + 1)
  make().begin()
  await clock.run(5_000)
  expect(deletions('r')).toHaveLength(20)
  expect(await erasures()).toEqual([])
})
