import { describe, expect, test } from 'vitest'
import { RoomSettings } from '../../../../../server/app/rooms/room-settings.ts'
import { HeldQuestions } from '../../../../support/held-questions.ts'
import { identityOf, PeopleHarness } from '../../../../support/people-harness.ts'

describe('rooms as they are set', () => {
  test('[RT40] who joins is told how the room is set, by connect and by join', async () => {
    const harness = new PeopleHarness()
    await harness.accounts('a:mod')
    const set = { title: 'News', topic: 'What is new', slowMs: 5_000, locked: true } as const
    await harness.room('news', { kind: 'announce', ...set }, { 'a:mod': 'moderator' })
    await harness.room('help', { write: 'user' })
    const client = harness.open()
    const { rooms } = await client.ask({ type: 'connect', token: 'g:bob', rooms: [{ room: 'news' }] })
    expect(rooms[0]).toMatchObject({ kind: 'announce', role: 'guest', can: ['delete', 'search'], ...set })
    expect(rooms[0].write).toBeUndefined()
    const help = await client.ask({ type: 'join', room: 'help' })
    expect(help).toMatchObject({ kind: 'open', write: 'user', can: ['delete', 'search'] })
    for (const name of ['title', 'topic', 'slowMs', 'locked', 'peer']) expect(help[name]).toBeUndefined()
    const plain = await client.ask({ type: 'join', room: 'plain' })
    expect(plain).toMatchObject({
      kind: 'open',
      role: 'guest',
      can: ['send', 'reply', 'react', 'edit', 'delete', 'search'],
    })
    const mod = await (await harness.as('a:mod')).ask({ type: 'join', room: 'news' })
    expect(mod).toMatchObject({ kind: 'announce', role: 'moderator', locked: true })
    expect(mod.can).toContain('send')
  })

  test('[RT41] of a role that the room gives and one that a site gives the higher counts', async () => {
    const harness = new PeopleHarness()
    await harness.accounts('a:ann', 'a:bob')
    await harness.room('lobby', {}, { 'a:ann': 'member', 'a:bob': 'owner' })
    const roleOf = async (token: string) => (await (await harness.as(token)).ask({ type: 'join', room: 'lobby' })).role
    expect(await roleOf('a:ann')).toBe('member')
    expect(await roleOf('a:ann=moderator')).toBe('moderator')
    expect(await roleOf('a:bob=moderator')).toBe('owner')
    expect(await roleOf('a:bob=admin')).toBe('admin')
  })

  test('[RT42] a guest in an open room costs no question but one for how it is set when it comes alive', async () => {
    const asked = new HeldQuestions()
    const harness = new PeopleHarness({ wrapDirectory: asked.wrap })
    for (const name of ['ann', 'bob', 'eve']) await harness.as(`g:${name}`, 'lobby')
    const eve = await harness.as('g:eve', 'lobby')
    await eve.send('lobby', 'hello')
    await eve.ask({ type: 'history', room: 'lobby' })
    expect(asked.names).toEqual(['addressKey', 'guestSanctions', 'room'])
    await harness.perform('g:zoe', { type: 'history', room: 'lobby' })
    expect(asked.names).toEqual(['addressKey', 'guestSanctions', 'room'])
  })

  test('[RT43] whoever may something else now is told so, and nobody else; what is asked from then on is decided by it', async () => {
    const harness = new PeopleHarness()
    await harness.accounts('a:mod')
    await harness.room('lobby', {}, { 'a:mod': 'moderator' })
    const [guest, mod, other] = [
      await harness.as('g:bob', 'lobby'),
      await harness.as('a:mod', 'lobby'),
      await harness.as('g:eve', 'elsewhere'),
    ]
    await harness.directory.changeRoom('lobby', { title: 'Lobby' })
    await harness.quiet()
    for (const client of [guest, mod, other]) expect(client.of('rights')).toEqual([])
    await harness.directory.changeRoom('lobby', { locked: true })
    await harness.quiet()
    expect(guest.of('rights')).toEqual([{ type: 'rights', room: 'lobby', role: 'guest', can: ['delete', 'search'] }])
    expect(mod.of('rights')).toEqual([])
    expect(await guest.send('lobby', 'no')).toMatchObject({ code: 'forbidden' })
    expect(await mod.send('lobby', 'yes')).toMatchObject({ seq: 1 })
    await harness.directory.changeRoom('lobby', { locked: false, slowMs: 3_000 })
    await harness.quiet()
    expect(guest.of('rights').at(-1)).toMatchObject({
      can: ['send', 'reply', 'react', 'edit', 'delete', 'search'],
      slowMs: 3_000,
    })
    expect(mod.of('rights')).toMatchObject([{ role: 'moderator', slowMs: 3_000 }])
    expect(other.frames.filter(({ type }) => type === 'rights')).toEqual([])
  })

  test('[RT43] in a crowd all are told within moments', async () => {
    const harness = new PeopleHarness()
    await harness.room('lobby')
    const people = []
    for (let n = 0; n < 60; n++) people.push(await harness.as(`g:${n}`, 'lobby'))
    await harness.directory.changeRoom('lobby', { write: 'user' })
    await harness.pass(100)
    for (const person of people) expect(person.of('rights')).toHaveLength(1)
  })

  test('[RT44] a role that changes counts at once on all connections, and they are told', async () => {
    const harness = new PeopleHarness()
    await harness.accounts('a:ann', 'a:own')
    await harness.room('lobby', {}, { 'a:own': 'owner', 'a:ann': 'member' })
    const both = [await harness.as('a:ann', 'lobby', 'x'), await harness.as('a:ann', 'lobby')]
    const { id } = await (await harness.as('g:bob', 'lobby')).send('lobby', 'pin me')
    const pin = { type: 'pin_message', room: 'lobby', messageId: id, on: true } as const
    expect(await both[0]?.ask({ ...pin, cid: 'p1' })).toMatchObject({ code: 'forbidden' })
    await harness.directory.setRole('lobby', 'a:ann', 'moderator')
    await harness.quiet()
    for (const client of both) expect(client.of('rights')).toMatchObject([{ room: 'lobby', role: 'moderator' }])
    expect(await both[0]?.ask({ ...pin, cid: 'p2' })).toMatchObject({ target: 1 })
    await harness.directory.setRole('lobby', 'a:ann', undefined)
    await harness.quiet()
    expect(both[1]?.of('rights').at(-1)).toMatchObject({ role: 'user' })
    expect(await both[1]?.ask({ ...pin, cid: 'p3', on: false })).toMatchObject({ code: 'forbidden' })
  })

  test('[RT45] a sanction that is laid on an account counts at once, and its end too', async () => {
    const harness = new PeopleHarness()
    await harness.accounts('a:ann')
    await harness.room('lobby')
    const ann = await harness.as('a:ann', 'lobby')
    const until = harness.clock.now() + 60_000
    const mute = { room: 'lobby', user: 'a:ann', kind: 'mute', until, by: 'a:mod', at: 1 } as const
    await harness.directory.addSanction(mute)
    await harness.quiet()
    expect(ann.of('rights')).toMatchObject([{ role: 'user', can: ['delete', 'search'] }])
    expect(await ann.send('lobby', 'no')).toMatchObject({ code: 'muted' })
    await harness.directory.liftSanction('lobby', 'a:ann', 'mute')
    await harness.quiet()
    expect(await ann.send('lobby', 'yes')).toMatchObject({ seq: 1 })
    await harness.directory.addSanction({ ...mute, room: '', kind: 'ban' })
    await harness.quiet()
    expect(ann.of('sanction').at(-1)).toMatchObject({ room: '', kind: 'ban', until })
    expect(ann.socket.ended?.code).toBe(4502)
  })

  test('[RT46] a room whose settings cannot be read is not joined, and is when they can', async () => {
    const asked = new HeldQuestions()
    const harness = new PeopleHarness({ wrapDirectory: asked.wrap })
    await harness.room('news', { kind: 'announce' })
    const bob = await harness.as('g:bob')
    asked.fails = true
    expect(await bob.ask({ type: 'join', room: 'news' })).toMatchObject({ code: 'unavailable' })
    asked.fails = false
    expect(await bob.ask({ type: 'join', room: 'news' })).toMatchObject({ kind: 'announce' })
  })
})

test('[RT46] a room that is given up while it is read is never taken for another kind of room', async () => {
  const asked = new HeldQuestions()
  const harness = new PeopleHarness()
  await harness.room('news', { kind: 'announce' })
  const room = { name: 'news' }
  const deps = { directory: asked.wrap(harness.directory), listed: false, timeOfDay: () => 0 }
  asked.hold('room')
  const settings = new RoomSettings(
    room,
    deps,
    () => {},
    () => {},
  )
  const ready = settings.ready()?.then(
    () => 'ready',
    () => 'not',
  )
  settings.stop()
  asked.release()
  expect(await ready).toBe('not')
  await settings.ready()
  expect(settings.seats.place.kind).toBe('announce')
})

describe('rights that are looked up', () => {
  test('[RT52] a guest who goes on as an account has its places from the answer on, and is told', async () => {
    const harness = new PeopleHarness({
      authenticator: {
        attach: async token => ({ ok: true, identity: identityOf(token), detach() {} }),
        adopt: async (_guest, account) => ({ ok: true, identity: account, endGuest: async () => true }),
      },
    })
    await harness.accounts('a:ann')
    await harness.room('tea', {}, { 'a:ann': 'moderator' })
    const guest = await harness.as('g:ann', 'tea', 'other')
    expect(await guest.ask({ type: 'identify', token: 'a:ann' })).toMatchObject({ user: { id: 'a:ann' } })
    expect(guest.of('rights')).toMatchObject([
      { room: 'tea', role: 'moderator' },
      { room: 'other', role: 'user' },
    ])
    const { id } = await guest.send('tea', 'hello')
    expect(await guest.ask({ type: 'pin_message', room: 'tea', cid: 'p', messageId: id, on: true })).toMatchObject({
      type: 'ok',
    })
    await harness.directory.setRole('tea', 'a:ann', 'member')
    await harness.quiet()
    expect(guest.of('rights').at(-1)).toMatchObject({ room: 'tea', role: 'member' })
  })

  test('[RT52] what changes while the guest becomes the account counts, too', async () => {
    let go = () => {}
    const slow = new Promise<void>(resolve => {
      go = resolve
    })
    const harness = new PeopleHarness({
      authenticator: {
        attach: async token => ({ ok: true, identity: identityOf(token), detach() {} }),
        adopt: async (_guest, account) => {
          await slow
          return { ok: true, identity: account, endGuest: async () => true }
        },
      },
    })
    await harness.accounts('a:ann')
    await harness.room('tea', {}, { 'a:ann': 'moderator' })
    const guest = await harness.as('g:ann', 'tea')
    guest.say({ type: 'identify', token: 'a:ann' })
    await harness.quiet()
    await harness.directory.setRole('tea', 'a:ann', 'owner')
    go()
    await harness.pass(100)
    expect(guest.of('rights').at(-1)).toMatchObject({ room: 'tea', role: 'owner' })
  })

  test('[RT53] what could not be read is asked for again until it is', async () => {
    const asked = new HeldQuestions()
    const harness = new PeopleHarness({ wrapDirectory: asked.wrap })
    await harness.accounts('a:ann')
    await harness.room('tea', {}, { 'a:ann': 'moderator', 'a:own': 'owner' })
    const ann = await harness.as('a:ann', 'tea')
    asked.fails = true
    await harness.directory.setRole('tea', 'a:ann', undefined)
    await harness.pass(3_000)
    expect(ann.of('rights')).toEqual([])
    asked.fails = false
    await harness.pass(1_000)
    expect(ann.of('rights')).toMatchObject([{ role: 'user' }])
    expect(harness.logged.length).toBeGreaterThan(1)
  })

  test('[RT44] of two changes at once the last counts, however the answers come', async () => {
    const asked = new HeldQuestions()
    const harness = new PeopleHarness({ wrapDirectory: asked.wrap })
    await harness.accounts('a:ann', 'a:own')
    await harness.room('tea', {}, { 'a:ann': 'member', 'a:own': 'owner' })
    const [ann, own] = [await harness.as('a:ann', 'tea'), await harness.as('a:own', 'tea')]
    asked.hold('sanctions')
    const set = { type: 'set_role', room: 'tea', user: 'a:ann' } as const
    await own.ask({ ...set, cid: 'r1', role: 'moderator' })
    expect(ann.of('rights').at(-1)).toMatchObject({ role: 'moderator' })
    await own.ask({ ...set, cid: 'r2', role: 'member' })
    expect(ann.of('rights').at(-1)).toMatchObject({ role: 'member' })
    asked.release()
    await harness.quiet()
    expect(ann.of('rights').map(({ role }) => role)).toEqual(['moderator', 'member'])
  })
})
