import { describe, expect, test } from 'vitest'
import { PeopleHarness } from '../../../../support/people-harness.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

async function tea() {
  const harness = new PeopleHarness()
  await harness.accounts('a:own', 'a:mod', 'a:mod2', 'a:ann', 'a:far')
  await harness.room('tea', {}, { 'a:own': 'owner', 'a:mod': 'moderator', 'a:mod2': 'moderator', 'a:ann': 'member' })
  let cid = 0
  const sanction = (token: string, fields: object) =>
    harness.perform(token, {
      type: 'sanction',
      room: 'tea',
      cid: `s${++cid}`,
      kind: 'mute',
      forMs: HOUR,
      ...fields,
    } as never)
  const lift = (token: string, user: string, kind: string) =>
    harness.perform(token, { type: 'lift', room: 'tea', cid: `l${++cid}`, user, kind } as never)
  return { harness, sanction, lift }
}

describe('sanctions', () => {
  test('[MD120] a mute silences at once on all connections, is shown to whom it concerns, and ends by itself', async () => {
    const { harness, sanction } = await tea()
    const [one, two] = [await harness.as('a:ann', 'tea'), await harness.as('a:ann', 'tea')]
    const until = harness.clock.now() + HOUR
    expect(await sanction('a:mod', { user: 'a:ann', reason: ' too loud ' })).toEqual({ until, duplicate: false })
    for (const client of [one, two]) {
      expect(client.of('sanction')).toEqual([
        { type: 'sanction', room: 'tea', kind: 'mute', until, reason: 'too loud' },
      ])
      expect(client.of('rights')).toMatchObject([{ room: 'tea', can: ['delete', 'search'] }])
      expect(await client.send('tea', 'no')).toMatchObject({ code: 'muted', retryable: false })
      expect(await client.ask({ type: 'typing', room: 'tea', active: true })).toMatchObject({ code: 'muted' })
      expect(await client.ask({ type: 'history', room: 'tea' })).toMatchObject({ type: 'ok' })
    }
    const again = await harness.as('a:ann')
    const joined = await again.ask({ type: 'join', room: 'tea' })
    expect(joined.sanctions).toEqual([{ kind: 'mute', until, reason: 'too loud' }])
    await harness.pass(HOUR - 1)
    expect(await one.send('tea', 'no')).toMatchObject({ code: 'muted' })
    one.clear()
    await harness.pass(1)
    expect(one.of('rights')).toMatchObject([{ can: ['send', 'reply', 'react', 'edit', 'delete', 'search'] }])
    expect(await one.send('tea', 'yes')).toMatchObject({ type: 'ok' })
    expect(harness.hub.held()).toBeDefined()
  })

  test('[MD121] the same cid is the same deed, and for another one it is taken', async () => {
    const { harness } = await tea()
    const request = { type: 'sanction', room: 'tea', cid: 'x', user: 'a:ann', kind: 'mute', forMs: HOUR } as const
    const first = await harness.perform('a:mod', request)
    await harness.pass(MINUTE)
    expect(await harness.perform('a:mod', request)).toEqual({ until: first.until, duplicate: true })
    expect(await harness.perform('a:mod', { ...request, kind: 'ban' })).toMatchObject({ code: 'conflict' })
    expect(await harness.perform('a:mod', { ...request, user: 'a:own' })).toMatchObject({ code: 'conflict' })
  })

  test.each([
    ['a:mod', 'a:mod2', 'forbidden'],
    ['a:mod', 'a:own', 'forbidden'],
    ['a:mod', 'a:mod', 'forbidden'],
    ['a:own', 'a:mod', 'ok'],
    ['a:ann', 'a:mod', 'forbidden'],
    ['a:mod', 'a:nobody', 'not_found'],
    ['a:mod', 'a:far', 'not_found'],
    ['a:mod', 'g:nobody', 'not_found'],
    ['a:root=admin', 'a:own', 'ok'],
  ])('[MD122] %s on %s: %s', async (by, user, answer) => {
    const { sanction } = await tea()
    expect((await sanction(by, { user })).code ?? 'ok').toBe(answer)
  })

  test.each([
    ['a:mod', { forMs: undefined }, 'forbidden'],
    ['a:mod', { forMs: 28 * DAY + 1 }, 'forbidden'],
    ['a:mod', { forMs: 28 * DAY }, 'ok'],
    ['a:own', { forMs: undefined }, 'ok'],
    ['a:mod', { address: true, user: 'g:bob' }, 'forbidden'],
    ['a:own', { address: true }, 'bad_request'],
    ['a:own', { address: true, user: 'g:bob', kind: 'kick' }, 'bad_request'],
    ['a:own', { address: true, user: 'g:bob', forMs: 31 * DAY }, 'bad_request'],
    ['a:own', { everywhere: true }, 'forbidden'],
    ['a:mod', { deleteMs: 8 * DAY }, 'bad_request'],
    ['a:mod', { reason: 'x'.repeat(301) }, 'too_large'],
    ['a:mod', { kind: 'kick', forMs: undefined }, 'ok'],
    ['a:mod', { kind: 'warn', forMs: undefined }, 'ok'],
  ])('[MD123] %s, %j: %s', async (by, fields, answer) => {
    const { harness, sanction } = await tea()
    await harness.as('g:bob', 'tea')
    expect((await sanction(by, { user: 'a:ann', ...fields })).code ?? 'ok').toBe(answer)
  })

  test('[MD124] a kick puts out for a minute; whoever is banned comes back when it is lifted', async () => {
    const { harness, sanction, lift } = await tea()
    const ann = await harness.as('a:ann', 'tea')
    const bystander = await harness.as('g:bob', 'tea')
    await sanction('a:mod', { user: 'a:ann', kind: 'kick', forMs: undefined, reason: 'cool down' })
    expect(ann.of('removed')).toEqual([{ type: 'removed', room: 'tea', code: 'kicked', reason: 'cool down' }])
    expect(ann.of('resync')).toHaveLength(1)
    await harness.pass(1_000)
    expect(bystander.of('user_left')).toMatchObject([{ users: [{ id: 'a:ann' }] }])
    expect(await ann.ask({ type: 'join', room: 'tea' })).toMatchObject({ code: 'banned', retryAfterMs: 59_000 })
    expect(await ann.ask({ type: 'history', room: 'tea' })).toMatchObject({ code: 'not_joined' })
    await harness.pass(MINUTE)
    expect(await ann.ask({ type: 'join', room: 'tea' })).toMatchObject({ type: 'ok' })
    await sanction('a:mod', { user: 'a:ann', kind: 'ban' })
    expect(ann.of('removed').at(-1)).toMatchObject({ code: 'banned' })
    expect(await ann.ask({ type: 'join', room: 'tea', epoch: 'x', seq: 0 })).toMatchObject({ code: 'banned' })
    expect(await lift('a:mod', 'a:ann', 'ban')).toEqual({})
    expect(ann.of('sanction').at(-1)).toEqual({ type: 'sanction', room: 'tea', kind: 'ban', lifted: true })
    expect(await ann.ask({ type: 'join', room: 'tea' })).toMatchObject({ type: 'ok' })
    expect(await lift('a:mod', 'a:ann', 'ban')).toEqual({})
    expect(await lift('a:mod', 'a:own', 'ban')).toMatchObject({ code: 'forbidden' })
    expect(await lift('a:mod', 'a:far', 'ban')).toMatchObject({ code: 'not_found' })
  })

  test('[MD125] a ban everywhere ends every connection with 4502, and refuses the next one in words', async () => {
    const { harness } = await tea()
    const request = { type: 'sanction', room: 'tea', cid: 'e', kind: 'ban', forMs: HOUR, everywhere: true } as const
    for (const [token, cid] of [
      ['a:ann', 'e1'],
      ['g:bob', 'e2'],
    ] as const) {
      const client = await harness.as(token, 'tea', 'lobby')
      expect(await harness.perform('a:root=admin', { ...request, cid, user: token })).toMatchObject({
        duplicate: false,
      })
      expect(client.socket.ended?.code).toBe(4502)
      const next = harness.open()
      expect(await next.ask({ type: 'connect', token, rooms: [{ room: 'lobby' }] })).toMatchObject({
        type: 'error',
        code: 'banned',
        retryable: false,
      })
      await harness.quiet()
      expect(next.socket.ended?.code).toBe(4502)
    }
    expect(harness.hub.stats()).toMatchObject({ connections: 0, users: 0 })
    await harness.pass(HOUR)
    expect(await harness.open().ask({ type: 'connect', token: 'a:ann' })).toMatchObject({ type: 'ok' })
  })

  test('[MD126] a guest is muted, also everybody at their address; a new guest there is held until a moderator lets one in', async () => {
    const { harness, sanction } = await tea()
    const from = async (address: string, token: string, accepts = ['held']) => {
      const client = harness.open({ address })
      await client.ask({ type: 'connect', token, rooms: [{ room: 'tea' }], accepts })
      await harness.quiet()
      client.clear()
      return client
    }
    const bob = await from('192.0.2.1', 'g:bob')
    expect(await bob.send('tea', 'hello')).toMatchObject({ type: 'ok' })
    await sanction('a:mod', { user: 'g:bob' })
    expect(bob.of('rights')).toMatchObject([{ can: ['delete', 'search'] }])
    expect(await bob.send('tea', 'no')).toMatchObject({ code: 'muted' })
    const [again, other] = [await from('192.0.2.1', 'g:bob2'), await from('192.0.2.2', 'g:eve')]
    expect(await other.send('tea', 'not me')).toMatchObject({ type: 'ok', seq: 2 })
    const held = await again.send('tea', 'me again')
    expect(held).toMatchObject({ type: 'ok', duplicate: false })
    expect(held).not.toHaveProperty('seq')
    const [{ id: theirs } = { id: '' }] = (await other.ask({ type: 'history', room: 'tea' })).messages
    const react = { type: 'react', room: 'tea', cid: 'r', messageId: theirs, emoji: '👍', on: true } as const
    expect(await again.ask(react)).toMatchObject({ code: 'forbidden' })
    await expect((await from('192.0.2.1', 'g:old', [])).send('tea', 'old')).resolves.toMatchObject({
      code: 'blocked_by_rule',
    })
    const { hold } = (await harness.perform('a:mod', { type: 'held', room: 'tea' })).held[0]
    await harness.perform('a:mod', { type: 'resolve', room: 'tea', hold, approve: true })
    expect(await again.send('tea', 'and now')).toMatchObject({ type: 'ok', seq: 4 })

    expect(await sanction('a:own', { user: 'g:bob2', kind: 'ban', address: true, forMs: undefined })).toMatchObject({
      until: harness.clock.now() + DAY,
    })
    expect(again.of('removed')).toMatchObject([{ code: 'banned' }])
    const third = harness.open({ address: '192.0.2.1' })
    const { rooms } = await third.ask({ type: 'connect', token: 'g:new', rooms: [{ room: 'tea' }, { room: 'lobby' }] })
    expect(rooms).toMatchObject([{ error: { code: 'banned' } }, { room: 'lobby', seq: 0 }])
    const account = harness.open({ address: '192.0.2.1' })
    expect((await account.ask({ type: 'connect', token: 'a:ann', rooms: [{ room: 'tea' }] })).rooms).toMatchObject([
      { seq: 4 },
    ])
  })

  test('[MD127] messages of the last while go with a sanction, and older ones stay', async () => {
    const { harness, sanction } = await tea()
    const ann = await harness.as('a:ann', 'tea')
    await ann.send('tea', 'old')
    await harness.pass(2 * HOUR)
    for (const text of ['new', 'newer']) await ann.send('tea', text)
    const mod = await harness.as('a:mod', 'tea')
    await mod.send('tea', 'stop')
    await sanction('a:mod', { user: 'a:ann', kind: 'ban', deleteMs: HOUR, reason: 'spam' })
    await harness.pass(5_000)
    const { messages } = await mod.ask({ type: 'history', room: 'tea' })
    expect(messages.map(({ text, deleted, by }: never) => [text, deleted, by])).toEqual([
      ['old', undefined, undefined],
      ['', true, 'moderator'],
      ['', true, 'moderator'],
      ['stop', undefined, undefined],
    ])
  })

  test('[MD128] a member who is banned from a room that not everybody sees hears why, and then of no such room', async () => {
    const { harness } = await tea()
    const room = 'priv:AAAAAAAAAAAAAAAAAAAAAA'
    await harness.room(room, { kind: 'members' }, { 'a:own': 'owner', 'a:ann': 'member' })
    const ann = await harness.as('a:ann', room)
    const ban = { type: 'sanction', room, cid: 'b', user: 'a:ann', kind: 'ban', forMs: HOUR, reason: 'no' } as const
    await harness.perform('a:own', ban)
    expect(ann.of('removed')).toEqual([{ type: 'removed', room, code: 'banned', reason: 'no' }])
    expect(await ann.ask({ type: 'join', room })).toMatchObject({ code: 'not_found' })
    const rooms = await ann.ask({ type: 'rooms' })
    expect(rooms.rooms.map(({ room }: { room: string }) => room)).toEqual(['tea'])
    expect(await ann.ask({ type: 'appeal', room, kind: 'ban', note: 'sorry' })).toMatchObject({ duplicate: false })
    expect(await ann.ask({ type: 'appeal', room, kind: 'ban', note: 'please' })).toMatchObject({ duplicate: true })
    expect(await ann.ask({ type: 'appeal', room, kind: 'mute', note: 'please' })).toMatchObject({ code: 'not_found' })
    const { reports } = await harness.perform('a:own', { type: 'reports', room })
    expect(reports).toMatchObject([{ note: 'sorry', appeal: { user: { id: 'a:ann' }, kind: 'ban' } }])
    await harness.pass(HOUR)
    expect(await ann.ask({ type: 'join', room })).toMatchObject({ type: 'ok' })
  })
})
