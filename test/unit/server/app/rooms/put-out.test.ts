import { describe, expect, test } from 'vitest'
import { HeldLog } from '../../../../support/held-log.ts'
import { HeldQuestions } from '../../../../support/held-questions.ts'
import type { HarnessClient } from '../../../../support/hub-harness.ts'
import { PeopleHarness } from '../../../../support/people-harness.ts'

const ROOM = 'priv:AAAAAAAAAAAAAAAAAAAAAA'
const OUT = [
  { type: 'removed', room: ROOM, code: 'rights' },
  { type: 'resync', room: ROOM, epoch: '', seq: 0 },
]
const NO_ROOM = { code: 'not_found', message: 'There is no such room.' }

async function room() {
  let log = undefined as unknown as HeldLog
  const harness = new PeopleHarness({ wrapLog: inner => (log = new HeldLog(inner)) })
  await harness.accounts('a:ann', 'a:bob')
  await harness.room(ROOM, { kind: 'members' }, { 'a:ann': 'owner', 'a:bob': 'member' })
  const ann = await harness.as('a:ann', ROOM)
  return { harness, log, ann }
}

/** Both ways by which somebody loses their place: the owner asks for it, or the directory alone knows. */
const WAYS = {
  'by an owner': async (_harness: PeopleHarness, ann: HarnessClient) => {
    ann.say({ type: 'set_role', room: ROOM, cid: 'out', user: 'a:bob', role: 'none' })
  },
  'by the directory': async (harness: PeopleHarness) => {
    await harness.directory.setRole(ROOM, 'a:bob', undefined)
  },
}

const about = (client: HarnessClient) => client.frames.filter(frame => 'room' in frame && frame.room === ROOM)
/** What shows something of what was written there. */
const said = (client: HarnessClient) => client.frames.filter(frame => 'text' in frame || 'messages' in frame)

describe.each(Object.entries(WAYS))('who is put out of a room, %s', (_way, putOut) => {
  test('[RT47] is told so on all connections and gets nothing more, also of what waited; the others see them leave', async () => {
    const { harness, ann } = await room()
    const both = [await harness.as('a:bob', ROOM, 'lobby'), await harness.as('a:bob', ROOM)]
    await harness.pass(1_000)
    ann.clear()
    // a quiet room tells the first at once, and gathers the others
    for (let n = 0; n < 5; n++) ann.say({ type: 'send_message', room: ROOM, cid: `c${n}`, text: `before ${n}` })
    await harness.quiet()
    const before = both.map(client => client.of('new_message').length)
    await putOut(harness, ann)
    await harness.quiet()
    for (let n = 0; n < 5; n++) ann.say({ type: 'send_message', room: ROOM, cid: `d${n}`, text: `after ${n}` })
    await harness.pass(2_000)
    for (const [n, client] of both.entries()) {
      expect(about(client).slice(-2), `connection ${n}`).toEqual(OUT)
      expect(client.of('new_message')).toHaveLength(before[n] ?? 0)
    }
    expect(ann.of('user_left')).toMatchObject([{ users: [{ id: 'a:bob' }], count: 1 }])
    await (await harness.as('g:eve', 'lobby')).send('lobby', 'hello')
    await harness.pass(100)
    expect(both[0]?.of('new_message').at(-1)).toMatchObject({ room: 'lobby', text: 'hello' })
  })

  test('[RT48] in the middle of a join or a resume gets nothing of what was read', async () => {
    const { harness, log, ann } = await room()
    await ann.send(ROOM, 'secret')
    const { epoch } = await harness.perform('a:ann', { type: 'history', room: ROOM })
    const position = { room: ROOM, epoch, seq: 0 }
    const [joins, resumes, connects] = [await harness.as('a:bob'), await harness.as('a:bob'), harness.open()]
    log.hold('page', 'resume')
    const refs = [joins.say({ type: 'join', room: ROOM }), resumes.say({ type: 'join', ...position })]
    connects.say({ type: 'connect', token: 'a:bob', rooms: [{ room: ROOM }, position, { room: 'lobby' }] })
    await harness.quiet()
    await putOut(harness, ann)
    await harness.quiet()
    log.release('page')
    log.release('resume')
    await harness.pass(100)
    for (const [n, client] of [joins, resumes].entries()) {
      expect(said(client)).toEqual([])
      expect(client.frames.filter(frame => 'ref' in frame && frame.ref === refs[n])).toMatchObject([NO_ROOM])
    }
    const [connected] = connects.of('ok') as unknown as { rooms: object[] }[]
    expect(connected?.rooms).toMatchObject([{ error: NO_ROOM }, { error: NO_ROOM }, { room: 'lobby', seq: 0 }])
    await ann.send(ROOM, 'later')
    await harness.pass(1_000)
    expect(connects.of('new_message')).toEqual([])
    expect(harness.hub.stats()).toMatchObject({ rooms: 2 })
  })

  test('[RT49] with requests that wait or are read gets no answer that shows anything', async () => {
    const { harness, log, ann } = await room()
    await ann.send(ROOM, 'secret')
    const bob = await harness.as('a:bob', ROOM)
    log.hold('page')
    bob.say({ type: 'history', room: ROOM })
    bob.say({ type: 'send_message', room: ROOM, cid: 'c', text: 'too late' })
    bob.say({ type: 'history', room: ROOM })
    bob.say({ type: 'users', room: ROOM })
    await harness.quiet()
    await putOut(harness, ann)
    await harness.quiet()
    log.release('page')
    await harness.pass(100)
    expect(said(bob)).toEqual([])
    expect(bob.of('error').map(({ code }) => code)).toEqual(['not_found', 'not_found', 'not_found', 'not_found'])
    expect((await harness.perform('a:ann', { type: 'history', room: ROOM })).messages).toHaveLength(1)
  })

  test('[RT49] and without a socket, too', async () => {
    const { harness, log, ann } = await room()
    await ann.send(ROOM, 'secret')
    log.hold('page')
    const asked = harness.perform('a:bob', { type: 'history', room: ROOM })
    await harness.quiet()
    await putOut(harness, ann)
    await harness.quiet()
    log.release('page')
    expect(await asked).toMatchObject(NO_ROOM)
  })

  test('[RT50] comes back by a new place, and then reads all of it', async () => {
    const { harness, ann } = await room()
    const bob = await harness.as('a:bob', ROOM)
    await putOut(harness, ann)
    await harness.quiet()
    await ann.send(ROOM, 'meanwhile')
    await harness.directory.setRole(ROOM, 'a:bob', 'member')
    expect(await bob.ask({ type: 'join', room: ROOM })).toMatchObject({
      role: 'member',
      messages: [{ text: 'meanwhile' }],
    })
    await ann.send(ROOM, 'again')
    await harness.pass(100)
    expect(bob.of('new_message')).toMatchObject([{ text: 'again' }])
  })
})

test('[RT47] it counts from the event on, whatever the directory takes to answer', async () => {
  const asked = new HeldQuestions()
  const harness = new PeopleHarness({ wrapDirectory: asked.wrap })
  await harness.accounts('a:ann', 'a:bob')
  await harness.room(ROOM, { kind: 'members' }, { 'a:ann': 'owner', 'a:bob': 'member' })
  const [ann, bob] = [await harness.as('a:ann', ROOM), await harness.as('a:bob', ROOM)]
  asked.hold('sanctions')
  ann.say({ type: 'set_role', room: ROOM, cid: 'out', user: 'a:bob', role: 'none' })
  for (let n = 0; n < 5; n++) ann.say({ type: 'send_message', room: ROOM, cid: `c${n}`, text: `after ${n}` })
  await harness.pass(1_000)
  expect(about(bob)).toEqual(OUT)
  expect(ann.of('new_message')).toHaveLength(5)
})
