import { describe, expect, test } from 'vitest'
import type { Filters } from '../../../../../sdk/protocol/filters.ts'
import { PeopleHarness } from '../../../../support/people-harness.ts'

const DAY = 24 * 3_600_000

async function tea(filters?: Filters, own?: Filters) {
  const harness = new PeopleHarness({ filters })
  await harness.accounts('a:mod', 'a:ann')
  await harness.room('tea', { filters: own }, { 'a:mod': 'moderator', 'a:ann': 'member' })
  const enter = async (token: string, accepts: string[] | undefined = ['held']) => {
    const client = harness.open()
    const connected = await client.ask({ type: 'connect', token, rooms: [{ room: 'tea' }], accepts })
    await harness.quiet()
    client.clear()
    return Object.assign(client, { joined: connected.rooms[0] })
  }
  const held = async () => (await harness.perform('a:mod', { type: 'held', room: 'tea' })).held
  const resolve = (hold: string, approve: boolean) =>
    harness.perform('a:mod', { type: 'resolve', room: 'tea', hold, approve })
  return { harness, enter, held, resolve }
}

describe('messages that are held', () => {
  test('[MD130] one that is held has no place until a moderator lets it in, and then one, told to everybody', async () => {
    const { harness, enter, held, resolve } = await tea({ hold: 'everyone' })
    const [bob, eve, mod] = [await enter('g:bob'), await enter('g:eve'), await enter('a:mod')]
    const send = { type: 'send_message', room: 'tea', cid: 'c1', text: 'hello' } as const
    const answer = await bob.ask(send)
    expect(answer).toEqual({
      type: 'ok',
      ref: 2,
      room: 'tea',
      held: answer.held,
      sentAt: expect.any(Number),
      duplicate: false,
    })
    expect(await bob.ask(send)).toMatchObject({ held: answer.held, duplicate: true })
    expect(eve.of('new_message')).toEqual([])
    expect((await mod.ask({ type: 'history', room: 'tea' })).messages).toEqual([])
    expect(await held()).toMatchObject([{ hold: answer.held, user: { id: 'g:bob' }, text: 'hello', rule: 'everyone' }])
    expect((await enter('g:bob')).joined.held).toMatchObject([{ hold: answer.held, cid: 'c1', text: 'hello' }])
    expect((await enter('g:eve')).joined.held).toBeUndefined()
    expect(await resolve(answer.held, true)).toEqual({})
    expect(await resolve(answer.held, true)).toMatchObject({ code: 'not_found' })
    expect(await resolve(answer.held, false)).toMatchObject({ code: 'not_found' })
    await harness.pass(100)
    for (const client of [bob, eve, mod])
      expect(client.of('new_message')).toMatchObject([{ seq: 1, cid: 'c1', user: { id: 'g:bob' }, text: 'hello' }])
    expect(bob.of('held')).toEqual([{ type: 'held', room: 'tea', hold: answer.held, outcome: 'approved' }])
    expect(await bob.ask(send)).toMatchObject({ seq: 1, duplicate: true })
    expect(await held()).toEqual([])
  })

  test('[MD131] what a moderator rejects is gone, and its cid is refused; what its author takes back may be sent anew', async () => {
    const { enter, held, resolve } = await tea({ hold: 'everyone' })
    const [bob, eve] = [await enter('g:bob'), await enter('g:eve')]
    const send = { type: 'send_message', room: 'tea', cid: 'c1', text: 'hello' } as const
    const first = await bob.ask(send)
    expect(await eve.ask({ type: 'withdraw', room: 'tea', hold: first.held })).toMatchObject({ code: 'not_found' })
    await resolve(first.held, false)
    expect(bob.of('held')).toMatchObject([{ outcome: 'rejected' }])
    expect(await bob.ask(send)).toMatchObject({ code: 'blocked_by_rule' })
    const second = await bob.ask({ ...send, cid: 'c2' })
    expect(await bob.ask({ type: 'withdraw', room: 'tea', hold: second.held })).toMatchObject({ type: 'ok' })
    expect(await bob.ask({ type: 'withdraw', room: 'tea', hold: second.held })).toMatchObject({ code: 'not_found' })
    expect(await held()).toEqual([])
    expect(await bob.ask({ ...send, cid: 'c2' })).toMatchObject({ duplicate: false })
  })

  test('[MD132] a hold ends after seven days as if it was rejected', async () => {
    const { harness, enter, held, resolve } = await tea({ hold: 'everyone' })
    const bob = await enter('g:bob')
    const { held: hold } = await bob.send('tea', 'hello')
    await harness.pass(7 * DAY + 1)
    expect(await held()).toEqual([])
    expect(await resolve(hold ?? '', true)).toMatchObject({ code: 'not_found' })
    expect((await enter('g:bob')).joined.held).toBeUndefined()
  })

  test('[MD133] a client of before is refused what would be held, and what it had sent is answered as then', async () => {
    const { harness, enter } = await tea()
    const bob = await enter('g:bob', [])
    const send = { type: 'send_message', room: 'tea', cid: 'c1', text: 'hello' } as const
    expect(await bob.ask(send)).toMatchObject({ seq: 1 })
    await harness.directory.changeRoom('tea', { filters: { hold: 'everyone' } })
    await harness.quiet()
    expect(await bob.ask({ ...send, cid: 'c2' })).toMatchObject({ code: 'blocked_by_rule', rule: 'everyone' })
    expect(await bob.ask(send)).toMatchObject({ seq: 1, duplicate: true })
  })

  test('[MD134] of guests the first is held, of accounts and moderators none; whoever was let in once writes on', async () => {
    const { enter, held, resolve } = await tea(undefined, { hold: 'first' })
    const [bob, ann, mod] = [await enter('g:bob'), await enter('a:ann'), await enter('a:mod')]
    expect(await ann.send('tea', 'member')).toMatchObject({ seq: 1 })
    expect(await mod.send('tea', 'moderator')).toMatchObject({ seq: 2 })
    const both = [await bob.send('tea', 'one'), await bob.send('tea', 'two')]
    expect(both.map(({ held }) => typeof held)).toEqual(['string', 'string'])
    for (const { hold } of await held()) await resolve(hold, true)
    expect(await bob.send('tea', 'three')).toMatchObject({ seq: 5 })
    const { messages } = await bob.ask({ type: 'history', room: 'tea' })
    expect(messages.map(({ text }: { text: string }) => text)).toEqual(['member', 'moderator', 'one', 'two', 'three'])
  })

  test('[MD135] moderators hear how much waits, once a second at most, and who comes hears it then', async () => {
    const { harness, enter } = await tea({ hold: 'everyone' })
    const [mod, bob] = [await enter('a:mod'), await enter('g:bob')]
    for (let at = 0; at < 5; at++) await bob.send('tea', `text ${at}`)
    await harness.pass(1_000)
    expect(mod.of('queue')).toEqual([{ type: 'queue', room: 'tea', reports: 0, held: 5 }])
    expect(bob.of('queue')).toEqual([])
    const late = harness.open()
    await late.ask({ type: 'connect', token: 'a:mod', rooms: [{ room: 'tea' }] })
    await harness.pass(10)
    expect(late.of('queue')).toMatchObject([{ held: 5 }])
    await harness.directory.setRole('tea', 'a:mod', 'member')
    await harness.quiet()
    await bob.send('tea', 'one more')
    await harness.pass(2_000)
    expect([...mod.of('queue'), ...late.of('queue')]).toHaveLength(2)
  })
})

const WORDS: Filters = {
  words: [
    { term: 'darn', action: 'block' },
    { term: 'heck*', action: 'hold' },
    { term: '*fudge*', action: 'report' },
  ],
  links: { mode: 'allow', hosts: ['example.com'], action: 'block' },
  floods: { same: 2, mentions: 1, action: 'block' },
}

describe('filters', () => {
  test.each([
    ['darn it', { code: 'blocked_by_rule', rule: 'words' }],
    ['D̶a̶r̶n', { type: 'ok' }],
    ['dаrn', { code: 'blocked_by_rule' }],
    ['what the heckling', { type: 'ok', held: expect.any(String) }],
    ['darning socks', { type: 'ok', seq: 1 }],
    ['see https://example.com/x', { seq: 1 }],
    ['see www.evil.example', { code: 'blocked_by_rule', rule: 'links', detail: 'www.evil.example' }],
    ['hot fudge sundae', { seq: 1 }],
  ])('[MD136] %s', async (text, answer) => {
    const { enter } = await tea(undefined, WORDS)
    const bob = await enter('g:bob')
    const sent = await bob.send('tea', text)
    if (!text.includes('̶')) expect(sent).toMatchObject(answer)
  })

  test('[MD137] what the filter reports is in, and moderators are asked to look at it', async () => {
    const { harness, enter } = await tea(undefined, WORDS)
    const bob = await enter('g:bob')
    await bob.send('tea', 'fudge')
    await harness.quiet()
    const { reports } = await harness.perform('a:mod', { type: 'reports', room: 'tea' })
    expect(reports).toMatchObject([{ by: { id: 'filter' }, note: 'words', message: { text: 'fudge', seq: 1 } }])
  })

  test('[MD138] an edit that would be held or blocked is refused, and the text stays as it was', async () => {
    const { enter } = await tea(undefined, WORDS)
    const bob = await enter('g:bob')
    const { id: messageId } = await bob.send('tea', 'fine')
    for (const text of ['darn', 'heck', 'see evil.com'])
      expect(
        await bob.ask({ type: 'edit_message', room: 'tea', cid: text.replace(/\W/g, ''), messageId, text }),
      ).toMatchObject({
        code: 'blocked_by_rule',
      })
    expect((await bob.ask({ type: 'history', room: 'tea' })).messages).toMatchObject([{ text: 'fine' }])
  })

  test('[MD139] the same text counts once it is taken: twice in a minute, and again after it', async () => {
    const { harness, enter } = await tea(undefined, WORDS)
    const [bob, eve] = [await enter('g:bob'), await enter('g:eve')]
    const sent = await Promise.all([1, 2, 3].map(() => bob.send('tea', 'Buy now!')))
    expect(sent.map(({ type, rule }) => rule ?? type)).toEqual(['ok', 'ok', 'flood'])
    expect(await eve.send('tea', 'buy NOW')).toMatchObject({ type: 'ok' })
    await harness.pass(61_000)
    expect(await bob.send('tea', 'Buy now!')).toMatchObject({ type: 'ok' })
    expect(
      await bob.ask({ type: 'send_message', room: 'tea', cid: 'm', text: 'hi', mentions: ['a', 'b'] }),
    ).toMatchObject({
      rule: 'mentions',
    })
  })

  test('[MD140] moderators are not filtered, and a room of two has no moderators who could be', async () => {
    const { harness, enter } = await tea(WORDS)
    const mod = await enter('a:mod')
    expect(await mod.send('tea', 'darn')).toMatchObject({ seq: 1 })
    const room = 'dm:AAAAAAAAAAAAAAAAAAAAAA'
    const people = { 'a:ann': 'member', 'a:mod': 'member' } as const
    await harness.room(room, { kind: 'direct', pair: ['a:ann', 'a:mod'] }, people)
    const ann = await harness.as('a:ann', room)
    expect(await ann.send(room, 'darn')).toMatchObject({ seq: 1 })
  })

  test('[MD141] the server’s filters and the room’s are both looked at, and the stronger one counts', async () => {
    const { enter } = await tea({ words: [{ term: 'darn', action: 'hold' }] }, WORDS)
    const bob = await enter('g:bob')
    expect(await bob.send('tea', 'darn')).toMatchObject({ code: 'blocked_by_rule' })
    expect(await bob.send('tea', 'heck')).toMatchObject({ held: expect.any(String) })
  })

  test('[MD142] whoever is called what is not allowed is held, whatever they write', async () => {
    const { enter } = await tea(undefined, WORDS)
    const darn = await enter('g:darn')
    expect(await darn.send('tea', 'hello')).toMatchObject({ held: expect.any(String) })
  })

  test('[MD143] moderators set the room’s filters and alone see its words; what is none is refused in words', async () => {
    const { harness, enter } = await tea()
    const [mod, bob] = [await enter('a:mod'), await enter('g:bob')]
    const set = (filters: object, cid: string) => mod.ask({ type: 'set_filters', room: 'tea', cid, filters })
    expect(await set(WORDS, 'f1')).toMatchObject({ type: 'ok' })
    expect(await bob.send('tea', 'darn')).toMatchObject({ code: 'blocked_by_rule' })
    expect((await mod.ask({ type: 'filters', room: 'tea' })).filters).toMatchObject(WORDS)
    expect(await bob.ask({ type: 'filters', room: 'tea' })).toMatchObject({ code: 'forbidden' })
    expect(JSON.stringify(bob.frames)).not.toContain('darn')
    expect(await set({ words: 'darn' }, 'f2')).toMatchObject({ code: 'bad_request' })
    expect(await set({ bogus: 1 }, 'f3')).toMatchObject({ code: 'bad_request' })
    expect(await set({}, 'f4')).toMatchObject({ type: 'ok' })
    expect(await bob.send('tea', 'darn')).toMatchObject({ seq: 1 })
    const { entries } = await harness.perform('a:mod', { type: 'audit', room: 'tea' })
    expect(entries.map(({ action }: { action: string }) => action)).toEqual(['set_filters', 'set_filters'])
  })

  test('[MD144] a client is told what it can say of a text by itself, but no words', async () => {
    const { enter } = await tea(undefined, WORDS)
    const { words: _, ...told } = WORDS
    expect((await enter('g:bob')).joined.filters).toEqual([told])
    expect((await enter('a:mod')).joined.filters).toBeUndefined()
  })
})
