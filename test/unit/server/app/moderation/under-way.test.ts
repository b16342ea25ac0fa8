import { describe, expect, test } from 'vitest'
import type { Filters } from '../../../../../sdk/protocol/filters.ts'
import type { Authenticator } from '../../../../../server/app/identity/authenticator.ts'
import type { Directory } from '../../../../../server/ports/directory.ts'
import { HeldQuestions } from '../../../../support/held-questions.ts'
import type { HarnessOptions } from '../../../../support/hub-harness.ts'
import { identityOf, PeopleHarness } from '../../../../support/people-harness.ts'

const HOUR = 3_600_000

async function tea(options: HarnessOptions = {}) {
  const questions = new HeldQuestions()
  const harness = new PeopleHarness({ wrapDirectory: questions.wrap, ...options })
  await harness.accounts('a:own', 'a:mod', 'a:mod2', 'a:ann')
  await harness.room('tea', {}, { 'a:own': 'owner', 'a:mod': 'moderator', 'a:mod2': 'moderator', 'a:ann': 'member' })
  let cid = 0
  const ask = (token: string, type: string, fields: object) =>
    harness.perform(token, { type, room: 'tea', cid: `d${++cid}`, ...fields } as never)
  const become = (id: string, guest: string) =>
    harness.directory.changeAccount(id, { guestIds: [guest] }).then(() => harness.quiet())
  return { harness, questions, ask, become }
}

describe('what is laid on who was a guest', () => {
  test('[MD160] whoever is named by an id of before is who they are now: those above stay above, and it counts at once', async () => {
    const { harness, questions, ask, become } = await tea()
    for (const guest of ['g:own', 'g:mod2', 'g:ann']) await (await harness.as(guest, 'tea')).send('tea', `of ${guest}`)
    await become('a:own', 'g:own')
    await become('a:mod2', 'g:mod2')
    await become('a:ann', 'g:ann')
    const ban = { kind: 'ban', forMs: HOUR }
    for (const user of ['g:own', 'g:mod2'])
      expect(await ask('a:mod', 'sanction', { user, ...ban })).toMatchObject({ code: 'forbidden' })
    expect(await harness.directory.sanctions('tea', 'a:own', 0)).toEqual([])
    const ann = await harness.as('a:ann', 'tea')
    questions.hold('sanctions')
    const laid = ask('a:mod', 'sanction', { user: 'g:ann', kind: 'mute', forMs: HOUR })
    let isAnswered = false
    void laid.then(() => {
      isAnswered = true
    })
    await harness.quiet()
    expect(isAnswered).toBe(false)
    questions.release()
    expect(await laid).toMatchObject({ duplicate: false })
    expect(await ann.send('tea', 'no')).toMatchObject({ code: 'muted' })
    expect(await ask('a:mod', 'lift', { user: 'g:ann', kind: 'mute' })).toEqual({})
    expect(await ann.send('tea', 'yes')).toMatchObject({ type: 'ok' })
  })

  test('[MD161] it counts on a connection that is still the guest’s, and what becomes of a held message is told there', async () => {
    const { harness, ask, become } = await tea({ filters: { hold: 'everyone' } })
    const guest = harness.open()
    await guest.ask({ type: 'connect', token: 'g:bob', rooms: [{ room: 'tea' }], accepts: ['held'] })
    const { held: hold } = await guest.send('tea', 'hello')
    await become('a:ann', 'g:bob')
    guest.clear()
    await ask('a:mod', 'resolve', { hold, approve: true })
    expect(guest.of('held')).toMatchObject([{ hold, outcome: 'approved' }])
    await ask('a:mod', 'sanction', { user: 'a:ann', kind: 'mute', forMs: HOUR })
    expect(await guest.send('tea', 'no')).toMatchObject({ code: 'muted' })
    await ask('a:mod', 'lift', { user: 'a:ann', kind: 'mute' })
    expect(await guest.send('tea', 'yes')).toMatchObject({ type: 'ok' })
  })

  test('[MD162] what goes with a sanction goes under all ids of its person', async () => {
    const { harness, ask, become } = await tea()
    await (await harness.as('g:bob', 'tea')).send('tea', 'as a guest')
    await become('a:ann', 'g:bob')
    const ann = await harness.as('a:ann', 'tea')
    await ann.send('tea', 'as an account', 'another')
    await ask('a:mod', 'sanction', { user: 'a:ann', kind: 'mute', forMs: HOUR, deleteMs: HOUR })
    await harness.pass(2_000)
    const { messages } = await ann.ask({ type: 'history', room: 'tea' })
    expect(messages.map(({ deleted }: { deleted?: boolean }) => deleted)).toEqual([true, true])
  })
})

test('[MD168] a guest who was silenced is so as the account that they go on as, from the first moment', async () => {
  const token: Authenticator = {
    attach: async id => ({ ok: true, identity: identityOf(id), detach() {} }),
    adopt: async (guest, account) => {
      await adopting(guest.user.id, account.user.id)
      return { ok: true, identity: { ...account, formerIds: [guest.user.id] }, endGuest: async () => true }
    },
  }
  const { harness, questions, ask } = await tea({ authenticator: token })
  const adopting = (guest: string, account: string) => harness.directory.changeAccount(account, { guestIds: [guest] })
  const bob = await harness.as('g:bob', 'tea')
  await ask('a:mod', 'sanction', { user: 'g:bob', kind: 'mute', forMs: HOUR })
  bob.clear()
  const ref = bob.say({ type: 'identify', token: 'a:ann' })
  await harness.quiet()
  // what is asked anew behind it is slow
  questions.hold('sanctions')
  expect(bob.frames.find(frame => 'ref' in frame && frame.ref === ref)?.type).toBe('ok')
  questions.release()
  for (const { can } of bob.of('rights')) expect(can).not.toContain('send')
  expect(await bob.send('tea', 'free at last')).toMatchObject({ code: 'muted' })
})

test('[MD169] who joins is told what waits of theirs, though an older count of what waits comes later than a newer one', async () => {
  let slow: Promise<void> | undefined
  const wrapDirectory = (directory: Directory) => {
    const queue: Directory['queue'] = async (...about) => {
      const counts = await directory.queue(...about)
      const late = slow
      slow = undefined
      await late
      return counts
    }
    return new Proxy(directory, {
      get: (of, name: keyof Directory) => (name === 'queue' ? queue : (of[name] as () => void).bind?.(of)),
    })
  }
  const { harness } = await tea({ filters: { hold: 'everyone' }, wrapDirectory })
  const enter = async () => {
    const client = harness.open()
    client.say({ type: 'connect', token: 'g:bob', rooms: [{ room: 'tea' }], accepts: ['held'] })
    await harness.quiet()
    return client
  }
  let release = () => {}
  slow = new Promise(resolve => {
    release = resolve
  })
  void enter()
  await harness.quiet()
  const bob = harness.open()
  await bob.ask({ type: 'connect', token: 'g:bob', rooms: [], accepts: ['held'] })
  const write = { room: 'tea', user: { id: 'g:bob', name: 'bob' }, cid: 'c1', hold: {} }
  await harness.log.append({ ...write, content: { kind: 'new_message', text: 'waits' } })
  await enter()
  release()
  await harness.quiet()
  const answer = (await enter()).frames.find(({ type }) => type === 'ok')
  expect(answer).toMatchObject({ rooms: [{ held: [{ cid: 'c1' }] }] })
})

test('[MD170] who joins is not told that something of theirs waits which was let in meanwhile', async () => {
  const { harness, questions, ask } = await tea({ filters: { hold: 'everyone' } })
  const enter = () => {
    const client = harness.open()
    client.say({ type: 'connect', token: 'g:bob', rooms: [{ room: 'tea' }], accepts: ['held'] })
    return client
  }
  const first = enter()
  await harness.quiet()
  const [one, two] = [await first.send('tea', 'one'), await first.send('tea', 'two')]
  questions.hold('holdsOf')
  const second = enter()
  await harness.quiet()
  await ask('a:mod', 'resolve', { hold: one.held, approve: true })
  questions.release()
  await harness.quiet()
  const answer = second.frames.find(({ type }) => type === 'ok')
  expect(answer).toMatchObject({ rooms: [{ held: [{ hold: two.held }] }] })
})

test('[MD172] a guest whose mute is lifted while they join is in the room without it', async () => {
  const { harness, ask } = await tea()
  await harness.as('g:bob', 'tea')
  await ask('a:mod', 'sanction', { user: 'g:bob', kind: 'mute', forMs: HOUR })
  let release = () => {}
  const reading = new Promise<void>(resolve => {
    release = resolve
  })
  const page = harness.log.page
  harness.log.page = async (...about) => {
    await reading
    return page.apply(harness.log, about)
  }
  const second = await harness.as('g:bob')
  const ref = second.say({ type: 'join', room: 'tea' })
  await harness.quiet()
  await ask('a:mod', 'lift', { user: 'g:bob', kind: 'mute' })
  release()
  await harness.quiet()
  const joined = second.frames.find(frame => 'ref' in frame && frame.ref === ref)
  expect(joined).toMatchObject({ type: 'ok', can: expect.arrayContaining(['send']) })
  expect(joined).not.toHaveProperty('sanctions')
  expect(await second.send('tea', 'free')).toMatchObject({ type: 'ok', seq: 1 })
})

describe('what ends by itself', () => {
  test('[MD163] whoever is in the room when their address is watched no more is as free as who comes then', async () => {
    const { harness, ask } = await tea()
    const bad = await harness.as('g:bad', 'tea')
    const { id: messageId } = await (await harness.as('a:ann', 'tea')).send('tea', 'hello')
    await bad.send('tea', 'spam')
    await ask('a:mod', 'sanction', { user: 'g:bad', kind: 'mute', forMs: 10_000 })
    const fresh = harness.open()
    await fresh.ask({ type: 'connect', token: 'g:new', rooms: [{ room: 'tea' }], accepts: ['held'] })
    const react = (cid: string) => fresh.ask({ type: 'react', room: 'tea', cid, messageId, emoji: '👍', on: true })
    expect(await react('r1')).toMatchObject({ code: 'forbidden' })
    expect(await fresh.send('tea', 'one', 'c1')).toMatchObject({ held: expect.any(String) })
    await harness.pass(10_000)
    expect(await react('r2')).toMatchObject({ count: 1 })
    expect(await fresh.send('tea', 'two', 'c2')).toMatchObject({ seq: expect.any(Number) })
  })

  test('[MD164] whose mute ended hears of it, though the room was set meanwhile and the directory is slow', async () => {
    const { harness, questions, ask } = await tea()
    const ann = await harness.as('a:ann', 'tea')
    await ask('a:mod', 'sanction', { user: 'a:ann', kind: 'mute', forMs: 1_000 })
    ann.clear()
    questions.hold('sanctions')
    await harness.pass(1_000)
    await harness.directory.changeRoom('tea', { filters: { words: [{ term: 'darn', action: 'block' }] } })
    await harness.quiet()
    questions.release()
    await harness.quiet()
    expect(ann.of('rights').at(-1)).toMatchObject({ can: expect.arrayContaining(['send', 'edit']) })
  })
})

describe('what waits to be looked at', () => {
  /** A guest whose messages wait until it is known whether they have written here. */
  async function slowly() {
    let release = () => {}
    const known = new Promise<void>(resolve => {
      release = resolve
    })
    const personal = {
      roomsOfPerson: () => known.then(() => ['tea']),
      writtenBy: async () => ({ messages: [], next: undefined }),
    }
    const filters: Filters = { words: [{ term: 'heck', action: 'hold' }], hold: 'first' }
    const { harness, ask } = await tea({ filters, personal })
    const bob = harness.open()
    await bob.ask({ type: 'connect', token: 'g:bob', rooms: [{ room: 'tea' }], accepts: ['held'] })
    return { harness, ask, bob, release }
  }

  test('[MD165] keeps its order: what needs no look goes behind what waits for one', async () => {
    const { harness, bob, release } = await slowly()
    const refs = ['fine', 'what the heck', 'fine, too'].map((text, at) =>
      bob.say({ type: 'send_message', room: 'tea', cid: `o${at}`, text }),
    )
    await harness.quiet()
    release()
    await harness.quiet()
    const order = bob.frames.flatMap(frame => ('ref' in frame && refs.includes(frame.ref ?? 0) ? [frame.ref] : []))
    expect(order).toEqual(refs)
  })

  test.each([
    ['mute', 'muted'],
    ['kick', 'not_joined'],
  ])('[MD166] is not written when its author was laid a %s on meanwhile', async (kind, code) => {
    const { harness, ask, bob, release } = await slowly()
    const ref = bob.say({ type: 'send_message', room: 'tea', cid: 'c1', text: 'too late' })
    await harness.quiet()
    expect(await ask('a:mod', 'sanction', { user: 'g:bob', kind, forMs: HOUR })).toMatchObject({ duplicate: false })
    release()
    await harness.quiet()
    expect(bob.frames.find(frame => 'ref' in frame && frame.ref === ref)).toMatchObject({ type: 'error', code })
    const { messages } = await (await harness.as('a:ann', 'tea')).ask({ type: 'history', room: 'tea' })
    expect(messages).toEqual([])
  })
})

test('[MD167] what waits for who is a guest ends with the server, though the store never answers', async () => {
  const { harness, questions } = await tea()
  questions.fails = true
  const before = new PeopleHarness({ wrapDirectory: questions.wrap })
  const bob = before.open()
  const ref = bob.say({ type: 'connect', token: 'g:bob' })
  await before.pass(500)
  before.hub.stop()
  await before.quiet()
  expect(bob.frames.find(frame => 'ref' in frame && frame.ref === ref)).toMatchObject({ code: 'unavailable' })
  harness.hub.stop()
})
