import { describe, expect, test } from 'vitest'
import { DEFAULT_HUB_RATES } from '../../../../../server/app/hub-deps.ts'
import { HeldQuestions } from '../../../../support/held-questions.ts'
import type { HarnessClient } from '../../../../support/hub-harness.ts'
import { PeopleHarness } from '../../../../support/people-harness.ts'

async function people(options: ConstructorParameters<typeof PeopleHarness>[0] = {}) {
  const harness = new PeopleHarness(options)
  await harness.accounts('a:ann', 'a:bob', 'a:cat', 'a:out')
  return harness
}

describe('making rooms', () => {
  test('[RM140] who makes a room owns it; it is there for everybody, or for who has a place', async () => {
    const harness = await people()
    const ann = await harness.as('a:ann')
    const news = { type: 'create_room', cid: 'c1', kind: 'announce', room: 'news', title: ' The \n news ' } as const
    expect(await ann.ask(news)).toMatchObject({ type: 'ok', room: 'news' })
    expect(await ann.ask({ type: 'join', room: 'news' })).toMatchObject({
      kind: 'announce',
      title: 'The news',
      role: 'owner',
      seq: 0,
    })
    const made = await ann.ask({ type: 'create_room', cid: 'c2', kind: 'members', title: 'Us' })
    expect(made.room).toMatch(/^priv:[A-Za-z0-9_-]{22}$/)
    expect(await ann.ask({ type: 'join', room: made.room })).toMatchObject({ kind: 'members', role: 'owner' })
    const bob = await harness.as('a:bob')
    expect(await bob.ask({ type: 'join', room: 'news' })).toMatchObject({
      role: 'user',
      can: ['react', 'edit', 'delete', 'search'],
    })
    expect(await bob.ask({ type: 'join', room: made.room })).toMatchObject({ code: 'not_found' })
  })

  test('[RM140] asked again it is the same room, over a socket or not; a name that is there is nobody’s to take', async () => {
    const harness = await people()
    const ask = { type: 'create_room', cid: 'c1', kind: 'members' } as const
    const first = await harness.perform('a:ann', ask)
    expect(await (await harness.as('a:ann')).ask(ask)).toMatchObject({ room: first.room })
    expect((await harness.perform('a:ann', { ...ask, cid: 'c2' })).room).not.toBe(first.room)
    expect((await harness.perform('a:bob', ask)).room).not.toBe(first.room)
    const open = { type: 'create_room', cid: 'c3', kind: 'open', room: 'tea' } as const
    for (let n = 0; n < 2; n++) expect(await harness.perform('a:ann', open)).toEqual({ room: 'tea' })
    expect(await harness.perform('a:bob', open)).toMatchObject({ code: 'conflict' })
    expect(await harness.perform('a:ann', { ...open, kind: 'announce' })).toMatchObject({ code: 'conflict' })
    await (await harness.as('g:eve', 'joined', 'written')).send('written', 'hello')
    for (const room of ['joined', 'written'])
      expect(await harness.perform('a:ann', { ...open, room })).toMatchObject({ code: 'conflict' })
  })

  test('[RM141] who may not make one, and what is no room, is refused in words', async () => {
    const harness = await people()
    const ask = { type: 'create_room', cid: 'c', kind: 'open', room: 'tea' } as const
    expect(await harness.perform('g:eve', ask)).toMatchObject({ code: 'forbidden' })
    for (const [wrong, code] of [
      [{ room: undefined }, 'bad_request'],
      [{ kind: 'members' }, 'bad_request'],
      [{ room: 'a b' }, 'invalid_room'],
      [{ room: 'priv:x' }, 'invalid_room'],
      [{ room: 'dm:x' }, 'invalid_room'],
      [{ title: 'x'.repeat(81) }, 'too_large'],
      [{ topic: 'x'.repeat(501) }, 'too_large'],
    ] as const)
      expect(await harness.perform('a:ann', { ...ask, ...wrong }), JSON.stringify(wrong)).toMatchObject({ code })
    const odd = await harness.perform('a:ann', { ...ask, title: '\ud800 a\u202eb\u0000 ', topic: ' one\n\ntwo ' })
    expect(odd).toEqual({ room: 'tea' })
    expect(await harness.directory.room('tea')).toMatchObject({ title: '\ufffd ab', topic: 'one\n\ntwo' })
    const nobody = await people({ createRooms: 'nobody' })
    expect(await nobody.perform('a:ann=admin', ask)).toMatchObject({ code: 'forbidden' })
    const admins = await people({ createRooms: 'admin' })
    expect(await admins.perform('a:ann', { ...ask, kind: 'members', room: undefined })).toMatchObject({
      code: 'forbidden',
    })
    expect(await admins.perform('a:ann=admin', ask)).toEqual({ room: 'tea' })
    const listed = await people({ listed: true })
    expect(await listed.perform('a:ann', ask)).toMatchObject({ code: 'forbidden' })
    expect(await listed.perform('a:ann', { ...ask, kind: 'members', room: undefined })).toHaveProperty('room')
    expect(await listed.perform('a:ann=admin', ask)).toEqual({ room: 'tea' })
  })

  test('[RM142] one person makes 100 rooms at most, and not faster than the rate of its own', async () => {
    const harness = await people()
    const ask = (n: number) =>
      harness.perform('a:ann', { type: 'create_room', cid: `c${n}`, kind: 'open', room: `r${n}` })
    for (let n = 0; n < 100; n++) expect(await ask(n)).toEqual({ room: `r${n}` })
    expect(await ask(100)).toMatchObject({ code: 'too_many' })
    expect(await ask(99)).toEqual({ room: 'r99' })
    const limited = await people({ rates: DEFAULT_HUB_RATES })
    const codes: string[] = []
    for (let n = 0; n < 40; n++) {
      const made = await limited.perform('a:ann', { type: 'create_room', cid: `c${n}`, kind: 'members' })
      codes.push(made.code ?? 'ok')
    }
    expect(codes.filter(code => code === 'ok')).toHaveLength(DEFAULT_HUB_RATES.makes.burst)
    expect(codes.at(-1)).toBe('rate_limited')
    await limited.room('tea', {}, { 'a:bob': 'owner' })
    const said: string[] = []
    for (let n = 0; n < 40; n++) {
      const change = { type: 'change_room', room: 'tea', cid: `s${n}`, locked: n % 2 === 0 } as const
      said.push((await limited.perform('a:bob', change)).code ?? 'ok')
    }
    expect(said.filter(code => code === 'ok')).toHaveLength(DEFAULT_HUB_RATES.makes.burst)
    expect(await limited.perform('a:bob', { type: 'change_room', room: 'tea', cid: 't', topic: 'x' })).toHaveProperty(
      'seq',
    )
  })
})

describe('rooms that change', () => {
  test('[RM143] what is set is told to all, in the log of the room, and counts at once', async () => {
    const harness = await people()
    await harness.room('tea', {}, { 'a:ann': 'owner', 'a:bob': 'moderator' })
    const [ann, bob, eve] = [
      await harness.as('a:ann', 'tea'),
      await harness.as('a:bob', 'tea'),
      await harness.as('g:eve', 'tea'),
    ]
    const locked = { type: 'change_room', room: 'tea', cid: 'c1', locked: true, topic: 'Quiet' } as const
    expect(await bob.ask(locked)).toMatchObject({ room: 'tea', seq: 1, duplicate: false })
    expect(await bob.ask(locked)).toMatchObject({ room: 'tea', seq: 1, duplicate: true })
    const again = await bob.ask({ ...locked, cid: 'c2' })
    expect(again).toMatchObject({ type: 'ok', duplicate: true })
    expect(again.seq).toBeUndefined()
    expect(await eve.send('tea', 'no')).toMatchObject({ code: 'forbidden' })
    expect(await bob.ask({ ...locked, cid: 'c3', title: 'Tea' })).toMatchObject({ code: 'forbidden' })
    expect(await ann.ask({ ...locked, cid: 'c4', title: 'Tea' })).toMatchObject({ seq: 2 })
    await harness.pass(100)
    expect(eve.of('room_changed')).toMatchObject([
      { seq: 1, cid: 'c1', user: { id: 'a:bob' }, changes: { locked: true, topic: 'Quiet' } },
      { seq: 2, cid: 'c4', user: { id: 'a:ann' }, changes: { title: 'Tea' } },
    ])
    expect(eve.of('rights')).toHaveLength(1)
    expect(await (await harness.as('g:zoe')).ask({ type: 'join', room: 'tea' })).toMatchObject({
      title: 'Tea',
      topic: 'Quiet',
      locked: true,
      seq: 2,
      messages: [],
    })
  })

  test('[RM143] what cannot be set is refused in words', async () => {
    const harness = await people()
    await harness.room('news', { kind: 'announce' }, { 'a:ann': 'owner' })
    const ask = { type: 'change_room', room: 'news', cid: 'c' } as const
    expect(await harness.perform('a:ann', ask)).toMatchObject({ code: 'bad_request' })
    expect(await harness.perform('a:ann', { ...ask, write: 'user' })).toMatchObject({ code: 'bad_request' })
    expect(await harness.perform('a:ann', { ...ask, title: 'x'.repeat(81) })).toMatchObject({ code: 'too_large' })
    expect(await harness.perform('a:out', { ...ask, topic: 'x' })).toMatchObject({ code: 'forbidden' })
    const plain = { ...ask, room: 'plain', topic: 'x' }
    expect(await harness.perform('a:out=moderator', plain)).toMatchObject({ code: 'not_found' })
  })

  test('[RM144] slow mode: one message in that time for each, not for who keeps order; a retry is never refused by it', async () => {
    const harness = await people()
    await harness.room('tea', { slowMs: 10_000 }, { 'a:ann': 'moderator' })
    const [ann, bob, eve] = [
      await harness.as('a:ann', 'tea'),
      await harness.as('a:bob', 'tea'),
      await harness.as('g:eve', 'tea'),
    ]
    for (let n = 0; n < 3; n++) expect(await ann.send('tea', 'x', `a${n}`)).toMatchObject({ type: 'ok' })
    const first = await bob.send('tea', 'x', 'b1')
    await harness.pass(4_000)
    expect(await bob.send('tea', 'x', 'b2')).toMatchObject({ code: 'slow_mode', retryable: true, retryAfterMs: 6_000 })
    expect(await bob.send('tea', 'x', 'b1')).toMatchObject({ seq: first.seq, duplicate: true })
    expect(await eve.send('tea', 'x', 'e1')).toMatchObject({ type: 'ok' })
    const bot = { type: 'send_message', room: 'tea', text: 'x' } as const
    expect(await harness.perform('a:bob', { ...bot, cid: 'b3' })).toMatchObject({ code: 'slow_mode' })
    expect(await harness.perform('a:bob', { ...bot, cid: 'b1' })).toMatchObject({ duplicate: true })
    await harness.pass(6_000)
    const second = await bob.send('tea', 'x', 'b2')
    expect(second).toMatchObject({ duplicate: false })
    // both are retries by now, also of the one before the last
    expect(await bob.send('tea', 'x', 'b1')).toMatchObject({ seq: first.seq, duplicate: true })
    expect(await bob.send('tea', 'x', 'b2')).toMatchObject({ seq: second.seq, duplicate: true })
  })

  test('[RM144] of several at once one is taken, and what was refused for something else counts for nothing', async () => {
    const harness = await people()
    await harness.room('tea', { slowMs: 10_000 })
    const bob = await harness.as('a:bob', 'tea')
    expect(await bob.ask({ type: 'send_message', room: 'tea', cid: 'x', text: 'x', replyTo: 'no' })).toMatchObject({
      code: 'not_found',
    })
    for (let n = 0; n < 5; n++) bob.say({ type: 'send_message', room: 'tea', cid: `b${n}`, text: 'x' })
    await harness.pass(100)
    expect(bob.of('error').filter(({ code }) => code === 'slow_mode')).toHaveLength(4)
    expect(bob.of('new_message')).toHaveLength(1)
  })
})

describe('who has a place', () => {
  test('[RM145] an owner gives and takes roles, told to all; there is always an owner', async () => {
    const harness = await people()
    await harness.room('tea', {}, { 'a:ann': 'owner', 'a:bob': 'member' })
    const [ann, bob] = [await harness.as('a:ann', 'tea'), await harness.as('a:bob', 'tea')]
    const set = { type: 'set_role', room: 'tea', cid: 'r1', user: 'a:bob', role: 'moderator' } as const
    expect(await bob.ask(set)).toMatchObject({ code: 'forbidden' })
    expect(await ann.ask(set)).toMatchObject({ room: 'tea', seq: 1, duplicate: false })
    expect(await ann.ask(set)).toMatchObject({ seq: 1, duplicate: true })
    expect(await ann.ask({ ...set, cid: 'r2' })).toMatchObject({ type: 'ok', duplicate: true })
    await harness.pass(100)
    expect(bob.of('member_changed')).toMatchObject([
      { seq: 1, member: { id: 'a:bob', name: 'bob' }, role: 'moderator' },
    ])
    expect(bob.of('rights')).toMatchObject([{ role: 'moderator' }])
    const out = { ...set, user: 'a:ann', role: 'none' } as const
    expect(await ann.ask({ ...out, cid: 'r3' })).toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('another owner'),
    })
    expect(await ann.ask({ ...set, cid: 'r4', role: 'owner' })).toMatchObject({ seq: 2 })
    expect(await ann.ask({ ...out, cid: 'r5' })).toMatchObject({ seq: 3 })
    expect(ann.of('rights').at(-1)).toMatchObject({ role: 'user' })
    expect(await ann.ask({ ...out, cid: 'r5' })).toMatchObject({ seq: 3, duplicate: true })
    expect(await ann.ask({ ...out, cid: 'r6' })).toMatchObject({ code: 'not_found' })
  })

  test('[RM146] a place in an open room is for who is there, wrote there or has one; into a members room nobody is put', async () => {
    const harness = await people()
    const made = await harness.perform('a:ann', { type: 'create_room', cid: 'c', kind: 'members' })
    await harness.room('tea', {}, { 'a:ann': 'owner' })
    let cid = 0
    const set = (room: string, user: string) =>
      harness.perform('a:ann', { type: 'set_role', room, cid: `r${++cid}`, user, role: 'member' })
    for (const user of ['a:bob', 'a:nobody', 'g:eve'])
      expect(await set('tea', user)).toMatchObject({ code: 'not_found' })
    await harness.as('a:bob', 'tea')
    expect(await set('tea', 'a:bob')).toMatchObject({ seq: 1 })
    const cat = await harness.as('a:cat', 'tea')
    await cat.send('tea', 'hello')
    await cat.ask({ type: 'leave', room: 'tea' })
    await harness.pass(10_000)
    expect(await set('tea', 'a:cat')).toMatchObject({ seq: 3 })
    expect(await set(made.room, 'a:bob')).toMatchObject({ code: 'not_found' })
  })

  test('[RM146] a room that nobody made gets its first owner by an admin of the server alone', async () => {
    const harness = await people()
    const bob = await harness.as('a:bob', 'plain')
    const set = { type: 'set_role', room: 'plain', cid: 'r', user: 'a:bob', role: 'owner' } as const
    for (const token of ['a:bob', 'a:ann', 'a:ann=moderator', 'g:eve'])
      expect(await harness.perform(token, set)).toMatchObject({ code: 'forbidden' })
    expect(await harness.perform('a:out=admin', set)).toMatchObject({ seq: 1 })
    expect(bob.of('rights')).toMatchObject([{ room: 'plain', role: 'owner' }])
    expect((await bob.ask({ type: 'rooms' })).rooms).toMatchObject([{ room: 'plain', role: 'owner' }])
  })

  test('[RM146] ids that nobody can have are nobody’s, in every request that names somebody', async () => {
    const harness = await people()
    await harness.room('tea', {}, { 'a:ann': 'owner' })
    for (const user of ['a:', 'a:ü', 'a: x', 'a:\u0000', `a:${'x'.repeat(62)}`, '\ud800', ' ']) {
      const set = { type: 'set_role', room: 'tea', cid: 'c', user } as const
      const asked = [
        { ...set, role: 'member' },
        { ...set, role: 'none' },
        { type: 'invite', room: 'tea', user },
        { type: 'open_direct', user },
        { type: 'block', user, on: true },
        { type: 'block', user, on: false },
      ] as const
      for (const request of asked)
        expect(await harness.perform('a:ann', request), `${request.type} ${user}`).toMatchObject({ code: 'not_found' })
    }
    const after = { type: 'members', room: 'tea', after: ' ü ' } as const
    expect(await harness.perform('a:ann', after)).toEqual({ members: [] })
    expect(await harness.perform('a:ann', { type: 'rooms', after: ' ü ' })).toMatchObject({ rooms: [] })
    expect(harness.logged).toEqual([])
  })

  test('[RT54] a message also names who has a place there and is not in now', async () => {
    const harness = await people()
    const { room } = await harness.perform('a:ann', { type: 'create_room', cid: 'c', kind: 'members' })
    await harness.directory.setRole(room, 'a:bob', 'member')
    const ann = await harness.as('a:ann', room)
    const mentions = ['a:bob', 'a:out', 'a:nobody', 'ü']
    const sent = await ann.ask({ type: 'send_message', room, cid: 'm1', text: 'hi all', mentions })
    await ann.ask({ type: 'edit_message', room, cid: 'm2', messageId: sent.id, text: 'hi', mentions: ['a:bob'] })
    await harness.pass(100)
    expect(ann.of('new_message')).toMatchObject([{ mentions: [{ id: 'a:bob', name: 'bob' }] }])
    expect(ann.of('message_edited')).toMatchObject([{ mentions: [{ id: 'a:bob', name: 'bob' }] }])
  })

  test('[RM147] members are listed by pages, for who may read, whether or not they have joined', async () => {
    const harness = await people()
    await harness.room('tea', {}, { 'a:ann': 'owner', 'a:bob': 'member' })
    const many = Array.from({ length: 120 }, (_, n) => `a:x${String(n).padStart(3, '0')}`)
    await harness.accounts(...many)
    for (const user of many) await harness.directory.setRole('tea', user, 'member')
    const eve = await harness.as('g:eve')
    const page = await eve.ask({ type: 'members', room: 'tea' })
    expect(page.members).toHaveLength(100)
    expect(page.members[0]).toEqual({ user: { id: 'a:ann', name: 'ann' }, role: 'owner' })
    const rest = await harness.perform('a:bob', { type: 'members', room: 'tea', after: page.next })
    expect(rest.members).toHaveLength(22)
    expect(rest.next).toBeUndefined()
    expect(await eve.ask({ type: 'members', room: 'plain' })).toMatchObject({ members: [] })
  })
})

describe('invitations', () => {
  async function room() {
    const harness = await people()
    const ann = await harness.as('a:ann', 'lobby')
    const { room: name } = await ann.ask({ type: 'create_room', cid: 'c', kind: 'members', title: 'Us' })
    await ann.ask({ type: 'join', room: name })
    return { harness, ann, name }
  }
  const invite = (by: HarnessClient, room: string, user: string) => by.ask({ type: 'invite', room, user })

  test('[RM148] who is asked in is told on all connections, sees it in their list, and is in when they accept', async () => {
    const { harness, ann, name } = await room()
    const both = [await harness.as('a:bob', 'lobby'), await harness.as('a:bob')]
    expect(await invite(ann, name, 'a:bob')).toMatchObject({ type: 'ok' })
    await harness.quiet()
    const told = { type: 'invited', room: name, title: 'Us', by: { id: 'a:ann', name: 'ann' } }
    for (const client of both) expect(client.of('invited')).toEqual([told])
    expect(await invite(ann, name, 'a:bob')).toMatchObject({ type: 'ok' })
    const [bob] = both as [HarnessClient]
    const listed = { room: name, kind: 'members', title: 'Us', role: 'invited', can: [] }
    expect((await bob.ask({ type: 'rooms' })).rooms).toEqual([listed])
    expect(await bob.ask({ type: 'join', room: name })).toMatchObject({ code: 'not_found' })
    const accept = { type: 'accept', room: name, on: true } as const
    expect(await bob.ask(accept)).toMatchObject({ room: name, seq: 1 })
    expect(await bob.ask(accept)).toMatchObject({ type: 'ok', room: name })
    expect(await bob.ask({ type: 'join', room: name })).toMatchObject({ role: 'member' })
    await harness.pass(100)
    expect(ann.of('member_changed')).toMatchObject([{ member: { id: 'a:bob' }, role: 'member', user: { id: 'a:bob' } }])
    expect((await bob.ask({ type: 'rooms' })).rooms).toMatchObject([{ room: name, role: 'member' }])
  })

  test('[RM148] who says no is not in, and may be asked again; an invitation is taken back by who gives roles', async () => {
    const { harness, ann, name } = await room()
    const bob = await harness.as('a:bob', 'lobby')
    const refuse = { type: 'accept', room: name, on: false } as const
    await invite(ann, name, 'a:bob')
    expect(await bob.ask(refuse)).toMatchObject({ room: name })
    expect(await bob.ask(refuse)).toMatchObject({ code: 'not_found', message: 'There is no such room.' })
    await invite(ann, name, 'a:bob')
    expect((await bob.ask({ type: 'rooms' })).rooms).toHaveLength(1)
    const back = { type: 'set_role', room: name, cid: 'r', user: 'a:bob', role: 'none' } as const
    expect(await ann.ask(back)).toMatchObject({ room: name, duplicate: false })
    expect((await bob.ask({ type: 'rooms' })).rooms).toEqual([])
    expect(await bob.ask({ ...refuse, on: true })).toMatchObject({ code: 'not_found' })
  })

  test('[RM149] nobody is asked in whom one has met nowhere, and of who blocks one nothing comes', async () => {
    const { harness, ann, name } = await room()
    const nobody = await invite(ann, name, 'a:nobody')
    expect(nobody).toMatchObject({ code: 'not_found' })
    const { ref: _1, ...never } = nobody
    const { ref: _2, ...stranger } = await invite(ann, name, 'a:out')
    expect(stranger).toEqual(never)
    expect(await invite(ann, name, 'g:eve')).toMatchObject({ code: 'not_found' })
    expect(await invite(ann, name, 'a:ann')).toMatchObject({ code: 'not_found' })
    const bob = await harness.as('a:bob', 'lobby')
    expect(await bob.ask({ type: 'block', user: 'a:ann', on: true })).toMatchObject({ type: 'ok' })
    expect(await invite(ann, name, 'a:bob')).toMatchObject({ type: 'ok' })
    await harness.quiet()
    expect(bob.of('invited')).toEqual([])
    expect((await bob.ask({ type: 'rooms' })).rooms).toEqual([])
  })
})

describe('rooms of two, and blocks', () => {
  test('[RM150] both have the one room of the two, whoever asks first, or both at once', async () => {
    const harness = await people()
    const [ann, bob] = [await harness.as('a:ann', 'lobby'), await harness.as('a:bob', 'lobby')]
    const refs = [ann.say({ type: 'open_direct', user: 'a:bob' }), bob.say({ type: 'open_direct', user: 'a:ann' })]
    await harness.quiet()
    const rooms = [ann, bob].map((client, n) => {
      const reply = client.frames.find(frame => 'ref' in frame && frame.ref === refs[n])
      return reply && 'room' in reply ? reply.room : undefined
    })
    const [room = ''] = rooms as string[]
    expect(room).toMatch(/^dm:[A-Za-z0-9_-]{22}$/)
    expect(rooms[1]).toBe(room)
    expect(await ann.ask({ type: 'join', room })).toMatchObject({
      kind: 'direct',
      role: 'member',
      peer: { id: 'a:bob', name: 'bob' },
      can: ['send', 'reply', 'react', 'edit', 'delete', 'pin', 'search'],
    })
    expect(await bob.ask({ type: 'join', room })).toMatchObject({ peer: { id: 'a:ann', name: 'ann' } })
    await ann.send(room, 'psst')
    await harness.pass(100)
    expect(bob.of('new_message')).toMatchObject([{ text: 'psst' }])
    const out = { type: 'set_role', room, cid: 'r', user: 'a:ann', role: 'none' } as const
    expect(await ann.ask(out)).toMatchObject({ code: 'forbidden' })
    expect(await harness.perform('a:out=admin', { type: 'history', room })).toMatchObject({ code: 'not_found' })
    expect((await ann.ask({ type: 'rooms' })).rooms).toMatchObject([{ room, kind: 'direct', peer: { id: 'a:bob' } }])
    for (const [by, user, code] of [
      ['g:eve', 'a:bob', 'forbidden'],
      ['a:out', 'a:bob', 'not_found'],
      ['a:ann', 'a:ann', 'not_found'],
      ['a:ann', 'g:eve', 'not_found'],
      ['a:ann', 'a:nobody', 'not_found'],
    ] as const)
      expect(await harness.perform(by, { type: 'open_direct', user }), `${by} ${user}`).toMatchObject({ code })
  })

  test('[RM151] who is blocked may not write in the room of the two from the answer on, is told so, and may again', async () => {
    const harness = await people()
    const [ann, bob] = [await harness.as('a:ann', 'lobby'), await harness.as('a:bob', 'lobby')]
    const { room } = await ann.ask({ type: 'open_direct', user: 'a:bob' })
    await ann.ask({ type: 'join', room })
    await bob.ask({ type: 'join', room })
    const block = { type: 'block', user: 'a:bob', on: true } as const
    expect(await ann.ask(block)).toMatchObject({ type: 'ok' })
    expect(bob.of('rights')).toMatchObject([{ room, can: ['delete', 'search'] }])
    expect(await bob.send(room, 'no')).toMatchObject({ code: 'forbidden' })
    expect(await harness.perform('a:bob', { type: 'send_message', room, cid: 'x', text: 'no' })).toMatchObject({
      code: 'forbidden',
    })
    expect(await bob.send('lobby', 'here')).toMatchObject({ type: 'ok' })
    expect(await ann.send(room, 'mine')).toMatchObject({ type: 'ok' })
    expect(await bob.ask({ type: 'open_direct', user: 'a:ann' })).toMatchObject({ room })
    expect(await ann.ask({ type: 'blocks' })).toMatchObject({ users: [{ id: 'a:bob', name: 'bob' }] })
    expect(await bob.ask({ type: 'blocks' })).toMatchObject({ users: [] })
    expect(await ann.ask({ ...block, on: false })).toMatchObject({ type: 'ok' })
    expect(await bob.send(room, 'yes', 'c-yes')).toMatchObject({ type: 'ok' })
    expect(await harness.perform('a:out', block)).toMatchObject({ code: 'not_found' })
    expect(await harness.perform('g:eve', block)).toMatchObject({ code: 'forbidden' })
    expect(await harness.perform('g:eve', { type: 'blocks' })).toMatchObject({ code: 'forbidden' })
    expect(await harness.perform('a:ann', { ...block, user: 'a:ann' })).toMatchObject({ code: 'not_found' })
  })
})

test('[RM151] the answer to a block waits until it counts', async () => {
  const asked = new HeldQuestions()
  const harness = await people({ wrapDirectory: asked.wrap })
  const [ann, bob] = [await harness.as('a:ann', 'lobby'), await harness.as('a:bob', 'lobby')]
  const { room } = await ann.ask({ type: 'open_direct', user: 'a:bob' })
  await bob.ask({ type: 'join', room })
  asked.hold('sanctions')
  const ref = ann.say({ type: 'block', user: 'a:bob', on: true })
  const answered = () => ann.of('ok').some(each => each.ref === ref)
  await harness.pass(100)
  expect([answered(), bob.of('rights')]).toEqual([false, []])
  asked.release()
  await harness.quiet()
  expect([answered(), bob.of('rights')]).toMatchObject([true, [{ room, can: ['delete', 'search'] }]])
})

describe('the list of rooms', () => {
  test('[RM152] holds what one may see, by name and by pages, with the last message and how many are in', async () => {
    const harness = await people()
    const secret = await harness.perform('a:ann', { type: 'create_room', cid: 'c', kind: 'members', title: 'Us' })
    await harness.room('news', { kind: 'announce', title: 'News', topic: 'New' }, { 'a:ann': 'owner' })
    for (let n = 0; n < 60; n++) await harness.room(`r${String(n).padStart(2, '0')}`)
    await harness.directory.setRole('joined-only', 'a:ann', 'moderator')
    const ann = await harness.as('a:ann', 'news')
    await ann.send('news', 'first')
    const { id } = await ann.send('news', 'second')
    await ann.ask({ type: 'react', room: 'news', cid: 'r', messageId: id, emoji: '👍', on: true })
    const all: { room: string }[] = []
    let after: string | undefined
    do {
      const page = await ann.ask({ type: 'rooms', after, limit: 25 })
      expect(page.rooms.length).toBeLessThanOrEqual(25)
      all.push(...page.rooms)
      after = page.next
    } while (after !== undefined)
    const names = all.map(({ room }) => room)
    expect(names).toEqual([...names].sort())
    expect(names).toHaveLength(63)
    const of = (name: string) => all.find(({ room }) => room === name)
    expect(of('news')).toMatchObject({ kind: 'announce', title: 'News', topic: 'New', role: 'owner', count: 1 })
    expect(of('news')).toMatchObject({ last: { text: 'second', reactions: [{ emoji: '👍', me: true }] } })
    expect(of(secret.room)).toMatchObject({ kind: 'members', role: 'owner', count: 0 })
    expect(of('joined-only')).toMatchObject({ kind: 'open', role: 'moderator' })
    const eve = await harness.perform('g:eve', { type: 'rooms', limit: 1_000 })
    expect(eve.rooms).toHaveLength(50)
    expect(eve.rooms[0]).toMatchObject({ room: 'news', role: 'guest', last: { text: 'second' } })
    expect(JSON.stringify(eve)).not.toContain(secret.room)
    await harness.directory.addSanction({ room: 'news', user: 'a:bob', kind: 'ban', by: 'a:ann', at: 1 })
    const bob = await harness.perform('a:bob', { type: 'rooms', limit: 1 })
    expect(bob).toEqual({ rooms: [expect.objectContaining({ room: 'news', can: [] })], next: 'news' })
    expect(bob.rooms[0].last).toBeUndefined()
  })
})
