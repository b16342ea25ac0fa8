import { expect, onTestFinished, test } from 'vitest'
import { MemoryStore } from '../../../../server/adapters/memory/store.ts'
import { systemRandom } from '../../../../server/adapters/process/system-random.ts'
import { guestsOnly } from '../../../../server/app/identity/login-methods.ts'
import { assemblePeople } from '../../../../server/assemble-people.ts'
import { DurableLog } from '../../../../server/log/durable-log.ts'
import { LogWithoutNames } from '../../../../server/log/log-without-names.ts'
import { RemovedPeople } from '../../../../server/log/removed-people.ts'
import { LogUnavailable } from '../../../../server/ports/room-log.ts'
import type { Write } from '../../../../server/ports/store.ts'
import { HubHarness } from '../../../support/hub-harness.ts'
import { FaultyStore } from '../../../support/server-kit/faulty-store.ts'
import { SILENT } from '../../../support/silent-log.ts'
import { settle, VirtualClock } from '../../../support/virtual-clock.ts'

/** A hub whose people can be removed, over a store whose commits can be held. */
async function setUp() {
  const clock = new VirtualClock()
  const store = new FaultyStore(new MemoryStore({ random: systemRandom }))
  const commit = store.commit
  const groups: { writes: readonly Write[]; go: () => void }[] = []
  let held = false
  store.commit = async writes => {
    if (held) await new Promise<void>(go => groups.push({ writes, go }))
    return commit(writes)
  }
  const inner = new DurableLog({ store, clock, random: systemRandom, log: SILENT, gatherMs: 0, onFault() {} })
  const removed = new RemovedPeople()
  const log = new LogWithoutNames(inner, removed)
  const harness = new HubHarness({ wrapLog: () => log })
  const { sessions } = harness
  const people = assemblePeople({
    store: { roomLog: inner, directory: inner.directory, personal: inner.personal },
    sessions,
    logins: guestsOnly(sessions),
    removed,
    hide: ids => harness.hub.hide(ids),
    clock,
    random: systemRandom,
    logger: SILENT,
  })
  onTestFinished(() => people.eraser?.stop())
  const personOf = async (token: string) => {
    const who = await people.who.of(token)
    if (!who.ok) throw new Error('nobody')
    return who.person
  }
  const release = async () => {
    held = false
    for (const { go } of groups.splice(0)) go()
    await settle()
    await harness.quiet()
  }
  const hold = () => {
    held = true
  }
  /** What stands in a room, once what is to be erased is. */
  const standing = async (room: string) => {
    await clock.run(20_000)
    const page = await log.page(room, { limit: 50, maxBytes: 1e9 })
    return page?.messages.filter(({ deleted }) => !deleted).map(({ text }) => text)
  }
  return { clock, store, inner, harness, people, personOf, hold, release, standing, groups }
}

test('[SE302] nothing is taken of who is being removed, and nothing of what was on its way stays', async () => {
  const { harness, people, personOf, hold, release, standing, inner } = await setUp()
  const token = harness.login('Ann')
  const ann = await harness.enter(token, 'r')
  await ann.send('r', 'before')
  const person = await personOf(token)
  hold()
  ann.say({ type: 'send_message', room: 'r', cid: 'w1', text: 'in the group on its way' })
  await harness.quiet()
  ann.say({ type: 'send_message', room: 'r', cid: 'w2', text: 'behind it' })
  await harness.quiet()
  const done = people.removal.remove(person)
  expect(await ann.ask({ type: 'send_message', room: 'r', cid: 'w3', text: 'too late' })).toMatchObject({
    code: 'unavailable',
  })
  await release()
  expect(await done).toBe(true)
  expect(ann.socket.ended?.code).toBe(4501)
  expect(await standing('r')).toEqual([])
  expect(await inner.directory.erasures(undefined, 9)).toEqual([])
  expect((await inner.head('r')).seq).toBe(6)
})

test('[SE302] where the store does not take the removal they write on', async () => {
  const { clock, harness, people, personOf, store, standing } = await setUp()
  const token = harness.login('Ann')
  const ann = await harness.enter(token, 'r')
  await ann.send('r', 'before')
  const person = await personOf(token)
  store.fault = 'refuse'
  // one that fails lets nobody in whom another still removes
  const both = await Promise.allSettled([people.removal.remove(person), people.removal.remove(person)])
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  store.fault = 'none'
  await clock.run(20_000)
  expect(await ann.send('r', 'after', 'w')).toMatchObject({ seq: 2 })
  expect(await standing('r')).toEqual(['before', 'after'])
})

test('[SE303] what waited for the store for long when somebody was removed goes like the rest', async () => {
  const { clock, harness, people, personOf, hold, release, standing } = await setUp()
  const token = harness.login('Ann')
  const ann = await harness.enter(token, 'r')
  const person = await personOf(token)
  hold()
  for (let n = 0; n < 5; n++) ann.say({ type: 'send_message', room: 'r', cid: `w${n}`, text: `on its way ${n}` })
  await harness.quiet()
  const done = people.removal.remove(person)
  await clock.run(30_000)
  await release()
  expect(await done).toBe(true)
  expect(await standing('r')).toEqual([])
})

test('[SE303] a guest whose one message is on its way when they ask has left something', async () => {
  const { harness, people, personOf, hold, release, standing, inner } = await setUp()
  const token = harness.login('Ann')
  const ann = await harness.enter(token, 'r')
  hold()
  ann.say({ type: 'send_message', room: 'r', cid: 'w', text: 'my only one' })
  await harness.quiet()
  ann.socket.close(1000, '')
  await harness.quiet()
  const person = await personOf(token)
  expect(person.session?.inUse).toBe(false)
  const done = people.removal.remove(person)
  await release()
  expect(await done).toBe(true)
  expect((await inner.directory.removed([person.user.id])).size).toBe(1)
  expect(await standing('r')).toEqual([])
})

test('[SE303] the store is asked to remove them behind all that was taken of them', async () => {
  const { harness, people, personOf, hold, release, groups } = await setUp()
  const token = harness.login('Ann')
  const ann = await harness.enter(token, 'r')
  const person = await personOf(token)
  hold()
  ann.say({ type: 'send_message', room: 'r', cid: 'w0', text: 'alone' })
  await harness.quiet()
  for (const cid of ['w1', 'w2']) ann.say({ type: 'send_message', room: 'r', cid, text: 'waits' })
  await harness.quiet()
  const done = people.removal.remove(person).catch(error => error)
  await harness.quiet()
  const kinds: string[] = []
  while (groups.length > 0) {
    const [first] = groups.splice(0, 1)
    for (const write of first?.writes ?? []) kinds.push(write.kind)
    first?.go()
    await settle()
  }
  await release()
  expect(await done).not.toBeInstanceOf(LogUnavailable)
  expect(kinds.slice(0, 4)).toEqual(['event', 'event', 'event', 'directory'])
})

test('[SE304] that who was removed left and does not type any more is told without their name', async () => {
  const { harness, people, personOf } = await setUp()
  const token = harness.login('Ann Gone')
  const ann = await harness.enter(token, 'r')
  const tab = await harness.enter(token, 'r')
  const bob = await harness.user('Bob', 'r')
  await harness.pass(1_000)
  await ann.ask({ type: 'typing', room: 'r', active: true })
  await harness.quiet()
  const person = await personOf(token)
  expect(bob.of('typing').map(({ user }) => user.name)).toEqual(['Ann Gone'])
  bob.clear()
  expect(await people.removal.remove(person)).toBe(true)
  // somebody who comes before all were told sees no name, either
  const late = harness.open()
  const { rooms } = await late.ask({ type: 'connect', token: harness.login('Cid'), rooms: [{ room: 'r' }] })
  expect(JSON.stringify(rooms)).not.toContain('Ann Gone')
  await harness.pass(2_000)
  const gone = { id: person.user.id, name: '', deleted: true }
  expect(bob.of('typing')).toMatchObject([{ active: false, user: gone }])
  expect(bob.of('user_left')).toMatchObject([{ users: [gone], count: 1 }])
  expect(JSON.stringify([bob.frames, late.frames])).not.toContain('Ann Gone')
  expect([ann.socket.ended?.code, tab.socket.ended?.code]).toEqual([4501, 4501])
})
