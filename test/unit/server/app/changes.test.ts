import { describe, expect, test } from 'vitest'
import type { DurableEvent } from '../../../../sdk/protocol/events.ts'
import type { Message } from '../../../../sdk/protocol/records.ts'
import { DEFAULT_HUB_RATES } from '../../../../server/app/hub-deps.ts'
import { HeldLog } from '../../../support/held-log.ts'
import { type HarnessClient, HubHarness } from '../../../support/hub-harness.ts'

const room = 'a'

async function begin(options: ConstructorParameters<typeof HubHarness>[0] = {}) {
  const harness = new HubHarness(options)
  const ann = await harness.user('ann', room)
  const bob = await harness.user('bob', room)
  let cids = 0
  const change = (who: HarnessClient, type: string, messageId: string, more: object = {}, cid = `op${++cids}`) =>
    who.ask({ type, room, cid, messageId, ...more } as never)
  return { harness, ann, bob, change }
}

const durable = (client: HarnessClient) =>
  client.frames.filter(frame => 'seq' in frame && 'sentAt' in frame && !('ref' in frame))

describe('changes of messages', () => {
  test('[CH1] an edit, a reaction and a deletion are answered, and told to everyone with places of their own', async () => {
    const { harness, ann, bob, change } = await begin()
    const { id } = await ann.send(room, 'one')
    const ok = { type: 'ok', ref: expect.any(Number), room, target: 1, duplicate: false }
    expect(await change(ann, 'edit_message', id, { text: 'two' })).toEqual({
      ...ok,
      seq: 2,
      editedAt: harness.clock.now(),
    })
    expect(await change(bob, 'react', id, { emoji: '👍', on: true })).toEqual({ ...ok, seq: 3, count: 1 })
    expect(await change(bob, 'react', id, { emoji: '👍', on: true })).toEqual({ ...ok, count: 1, duplicate: true })
    expect(await change(ann, 'delete_message', id, {}, 'gone')).toEqual({ ...ok, seq: 4 })
    expect(await change(ann, 'delete_message', id, {}, 'gone')).toEqual({ ...ok, seq: 4, duplicate: true })
    await harness.pass(1_000)
    const place = {
      room,
      messageId: id,
      target: 1,
      id: expect.any(String),
      cid: expect.any(String),
      sentAt: expect.any(Number),
    }
    const user = expect.objectContaining({ name: 'ann' })
    const other = expect.objectContaining({ name: 'bob' })
    expect(durable(bob)).toEqual([
      expect.objectContaining({ type: 'new_message', seq: 1 }),
      { type: 'message_edited', seq: 2, user, text: 'two', ...place },
      { type: 'reaction', seq: 3, user: other, emoji: '👍', on: true, count: 1, users: [other], ...place },
      { type: 'message_deleted', seq: 4, user, by: 'author', ...place },
    ])
  })

  test('[CH2] what is not one’s own, not there or not a member’s is refused, and nobody is told', async () => {
    const { harness, ann, bob, change } = await begin()
    const { id } = await ann.send(room, 'one')
    const elsewhere = await harness.user('eve', 'b')
    const other = await elsewhere.send('b', 'other')
    await harness.pass(1_000)
    bob.clear()
    const refused = async (who: HarnessClient, type: string, messageId: string, more: object, code: string) =>
      expect(await change(who, type, messageId, more)).toMatchObject({ type: 'error', code, retryable: false })
    await refused(bob, 'edit_message', id, { text: 'x' }, 'forbidden')
    await refused(bob, 'delete_message', id, {}, 'forbidden')
    await refused(bob, 'pin_message', id, { on: true }, 'forbidden')
    for (const messageId of ['nothing', other.id]) {
      await refused(ann, 'edit_message', messageId, { text: 'x' }, 'not_found')
      await refused(ann, 'react', messageId, { emoji: '👍', on: true }, 'not_found')
      await refused(ann, 'delete_message', messageId, {}, 'not_found')
    }
    await refused(elsewhere, 'react', id, { emoji: '👍', on: true }, 'not_joined')
    for (const text of ['', ' \n ', '\u200b']) await refused(ann, 'edit_message', id, { text }, 'invalid_message')
    await refused(ann, 'edit_message', id, { text: 'x'.repeat(4_001) }, 'too_large')
    for (const emoji of ['', 'a', '👍👍', '👍a', '1', '©', '\u{1F3FB}'.repeat(9)])
      await refused(ann, 'react', id, { emoji, on: true }, emoji === '' ? 'bad_request' : 'invalid_emoji')
    const mentions = Array.from({ length: 11 }, (_, at) => `u${at}`)
    await refused(ann, 'edit_message', id, { text: 'x', mentions }, 'too_many')
    expect(await ann.ask({ type: 'send_message', room, cid: 'm', text: 'x', mentions })).toMatchObject({
      code: 'too_many',
    })
    expect(await ann.ask({ type: 'send_message', room, cid: 'm', text: 'x', replyTo: 'nothing' })).toMatchObject({
      code: 'not_found',
      replyTo: true,
    })
    await harness.pass(1_000)
    expect(durable(bob)).toEqual([])
  })

  test('[CH3] an edit over a text that was changed meanwhile is refused with the message as it stands', async () => {
    const { ann, change } = await begin()
    const { id } = await ann.send(room, 'one')
    await change(ann, 'edit_message', id, { text: 'two' })
    const refused = await change(ann, 'edit_message', id, { text: 'three', rev: 1 })
    expect(refused).toMatchObject({ code: 'conflict', current: { id, text: 'two', rev: 2 } })
    expect(await change(ann, 'edit_message', id, { text: 'three', rev: refused.current.rev })).toMatchObject({ seq: 3 })
    // another operation under a cid that was used
    await change(ann, 'edit_message', id, { text: 'four' }, 'once')
    expect(await change(ann, 'react', id, { emoji: '👍', on: true }, 'once')).toMatchObject({ code: 'conflict' })
    expect(await ann.send(room, 'x', 'once')).toMatchObject({ code: 'conflict' })
  })

  test('[CH4] a page carries messages as they stand, with the reader’s own reactions marked and nobody else’s', async () => {
    const { harness, ann, bob, change } = await begin()
    const { id } = await ann.send(room, 'one')
    const reply = (await bob.ask({ type: 'send_message', room, cid: 'r', text: 'yes', replyTo: id })).id
    for (const who of [ann, bob]) await change(who, 'react', id, { emoji: '👍', on: true })
    await change(bob, 'react', id, { emoji: '🎉', on: true })
    await change(ann, 'edit_message', id, { text: 'changed' })
    const page = async (who: HarnessClient) =>
      (await who.ask({ type: 'history', room })) as { messages: Message[]; seq: number; newer: boolean }
    const { messages, seq, newer } = await page(ann)
    expect([seq, newer]).toEqual([6, false])
    expect(messages[0]).toMatchObject({
      id,
      text: 'changed',
      rev: 6,
      editedAt: harness.clock.now(),
      reactions: [
        { emoji: '👍', count: 2, me: true, users: [{ name: 'ann' }, { name: 'bob' }] },
        { emoji: '🎉', count: 1, users: [{ name: 'bob' }] },
      ],
    })
    expect(messages[0]?.reactions?.[1]).not.toHaveProperty('me')
    expect(messages[1]).toMatchObject({
      id: reply,
      replyTo: { messageId: id, target: 1, user: { name: 'ann' }, text: 'changed' },
    })
    expect((await page(bob)).messages[0]?.reactions?.map(({ me }) => me)).toEqual([true, true])
    const eve = await harness.user('eve')
    const joined = await eve.ask({ type: 'join', room })
    expect(joined.messages[0].reactions.map((each: object) => 'me' in each)).toEqual([false, false])
    const again = harness.open()
    const connected = await again.ask({ type: 'connect', token: harness.login('fay'), rooms: [{ room }] })
    expect(connected.rooms[0]).toMatchObject({ pins: [], messages: [{ text: 'changed' }, { text: 'yes' }] })
  })

  test('[CH5] who comes back hears of every change that they missed, in order, with no more than what stands', async () => {
    const { harness, ann, bob, change } = await begin()
    const { epoch } = await bob.ask({ type: 'history', room })
    const { id } = await ann.send(room, 'one')
    await change(ann, 'edit_message', id, { text: 'a secret' })
    await change(bob, 'react', id, { emoji: '👍', on: true })
    await change(ann, 'edit_message', id, { text: 'harmless' })
    for (const from of [0, 1, 2, 3, 4]) {
      const eve = await harness.user(`eve${from}`)
      const joined = await eve.ask({ type: 'join', room, epoch, seq: from })
      expect(joined).toMatchObject({ recovered: true, seq: 4 })
      const events = joined.events as DurableEvent[]
      expect(events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4].slice(from))
      expect(JSON.stringify(events)).not.toContain('secret')
    }
    await change(ann, 'delete_message', id)
    const eve = await harness.user('eve')
    const { events } = await eve.ask({ type: 'join', room, epoch, seq: 0 })
    expect(JSON.stringify(events)).not.toMatch(/secret|harmless|one/)
    expect(events).toMatchObject([
      { type: 'new_message', seq: 1, text: '', deleted: true, by: 'author', rev: 5 },
      { type: 'message_edited', seq: 2, text: '', deleted: true },
      { type: 'reaction', seq: 3, count: 0, users: [] },
      { type: 'message_edited', seq: 4, text: '', deleted: true },
      { type: 'message_deleted', seq: 5 },
    ])
  })

  test('[CH6] changes that come while a room is read are in what its joiner gets, once', async () => {
    for (const resumed of [true, false]) {
      let log: HeldLog | undefined
      const { harness, ann, bob, change } = await begin({ wrapLog: inner => (log = new HeldLog(inner)) })
      const { id } = await ann.send(room, 'one')
      const { epoch } = await ann.ask({ type: 'history', room })
      const eve = await harness.user('eve')
      log?.hold(resumed ? 'resume' : 'page')
      const ref = eve.say({ type: 'join', room, ...(resumed && { epoch, seq: 0 }) })
      await harness.quiet()
      await change(ann, 'edit_message', id, { text: 'a secret' })
      await change(bob, 'react', id, { emoji: '👍', on: true })
      await bob.ask({ type: 'send_message', room, cid: 'r', text: 'yes', replyTo: id })
      await change(ann, 'edit_message', id, { text: 'changed' })
      log?.release(resumed ? 'resume' : 'page')
      await harness.pass(1_000)
      const reply = eve.frames.find(frame => 'ref' in frame && frame.ref === ref) as never as Record<string, never>
      expect(JSON.stringify(reply)).not.toContain('secret')
      const reactions = [{ emoji: '👍', count: 1 }]
      const now = [
        { seq: 1, text: 'changed', rev: 5, reactions },
        { seq: 4, text: 'yes', replyTo: { text: 'changed' } },
      ]
      if (resumed) {
        expect(reply).toMatchObject({ recovered: true, seq: 5 })
        const events = reply.events as unknown as DurableEvent[]
        expect(events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5])
        expect(events.filter(({ type }) => type === 'new_message')).toMatchObject(now)
      } else expect(reply).toMatchObject({ recovered: false, seq: 5, messages: now })
      expect(durable(eve)).toEqual([])
    }
  })

  test('[CH7] what has changed of the places that somebody kept is asked for, in pages', async () => {
    const { harness, ann, bob, change } = await begin()
    const ids: string[] = []
    for (let n = 0; n < 10; n++) ids.push((await ann.send(room, `text ${n}`, `t${n}`)).id)
    await bob.ask({ type: 'send_message', room, cid: 'r', text: 'yes', replyTo: ids[2] as string })
    const { epoch } = await ann.ask({ type: 'history', room })
    await change(ann, 'edit_message', ids[2] as string, { text: 'changed' })
    await change(ann, 'delete_message', ids[5] as string)
    await change(bob, 'react', ids[8] as string, { emoji: '👍', on: true })
    const ask = (more: object) =>
      bob.ask({ type: 'changes', room, epoch, since: 11, from: 1, to: 11, ...more } as never)
    const all = await ask({})
    expect(all).toMatchObject({ type: 'ok', seq: 14 })
    expect(all.messages).toMatchObject([
      { seq: 3, text: 'changed' },
      { seq: 6, deleted: true },
      { seq: 9, reactions: [{ me: true }] },
      { seq: 11, replyTo: { text: 'changed' } },
    ])
    expect(all).not.toHaveProperty('next')
    expect((await ask({ from: 4, to: 8 })).messages).toMatchObject([{ seq: 6 }])
    expect((await ask({ since: 13 })).messages).toMatchObject([{ seq: 9 }])
    expect((await ask({ since: 14 })).messages).toEqual([])
    expect(await ask({ epoch: 'another' })).toMatchObject({ code: 'not_found' })
    expect(await ask({ to: -1 })).toMatchObject({ code: 'bad_request' })
    const eve = await harness.user('eve')
    expect(await eve.ask({ type: 'changes', room, epoch, since: 0, from: 1, to: 9 })).toMatchObject({
      code: 'not_joined',
    })
  })

  test('[CH8] history begins in one way: before, after or around a place, at a time, or by ids', async () => {
    const { harness, ann } = await begin()
    const ids: string[] = []
    for (let n = 1; n <= 9; n++) {
      await harness.pass(1_000)
      ids.push((await ann.send(room, `${n}`, `t${n}`)).id)
    }
    const texts = async (query: object) => {
      const { messages, more, newer } = await ann.ask({ type: 'history', room, limit: 3, ...query } as never)
      return [messages.map(({ text }: Message) => text).join(''), more, newer]
    }
    expect(await texts({})).toEqual(['789', true, false])
    expect(await texts({ before: 4 })).toEqual(['123', false, true])
    expect(await texts({ after: 4 })).toEqual(['567', true, true])
    expect(await texts({ around: ids[4] })).toEqual(['456', true, true])
    expect(await texts({ at: harness.clock.now() - 4_500 })).toEqual(['456', true, true])
    expect((await texts({ ids: [ids[7], ids[0], 'x'] }))[0]).toEqual('18')
    expect(await ann.ask({ type: 'history', room, around: 'nothing' })).toMatchObject({ code: 'not_found' })
    for (const query of [
      { before: 3, after: 1 },
      { around: 'x', ids: [] },
      { at: 'now' },
      { ids: 'x' },
      { ids: Array(51).fill('x') },
    ])
      expect(await ann.ask({ type: 'history', room, ...query } as never)).toMatchObject({ code: 'bad_request' })
  })

  test('[CH9] a change counts as a message in the rates of its user', async () => {
    const rates = { ...DEFAULT_HUB_RATES, sends: { burst: 5, perSecond: 1 } }
    const { ann, change } = await begin({ rates })
    const { id } = await ann.send(room, 'one')
    const codes: unknown[] = []
    for (let n = 0; n < 8; n++) codes.push((await change(ann, 'react', id, { emoji: '👍', on: n % 2 === 0 })).code)
    expect(codes).toEqual([undefined, undefined, undefined, undefined, ...Array(4).fill('rate_limited')])
  })

  test('[CH10] people who are here are named by their names; who is not known in the room is left out', async () => {
    const { harness, ann, bob } = await begin()
    await harness.pass(1_000)
    const users = (await ann.ask({ type: 'users', room })).users as { id: string; name: string }[]
    const idOf = (name: string) => users.find(user => user.name === name)?.id as string
    const mentions = [idOf('bob'), 'g:nobody', idOf('bob')]
    await ann.ask({ type: 'send_message', room, cid: 'm', text: 'hello', mentions })
    await harness.pass(1_000)
    expect(bob.of('new_message')).toMatchObject([{ mentions: [{ id: idOf('bob'), name: 'bob' }] }])
  })

  test.each(['edit_message', 'delete_message', 'react', 'pin_message'])(
    '[CH11] %s with wrong fields is a bad request',
    async type => {
      const { ann } = await begin()
      const fine = { type, room, cid: 'c', messageId: 'm', text: 'x', emoji: '👍', on: true }
      for (const field of ['room', 'cid', 'messageId']) {
        for (const value of [undefined, null, 1, {}, [], true]) {
          expect(await ann.ask({ ...fine, [field]: value } as never)).toMatchObject({ code: 'bad_request' })
        }
      }
      const wrong: Record<string, object[]> = {
        edit_message: [{ text: 1 }, { mentions: 'x' }, { mentions: [1] }, { rev: -1 }, { rev: 'x' }],
        delete_message: [{ reason: 1 }, { reason: 'x'.repeat(501) }],
        react: [{ emoji: 1 }, { on: 'yes' }, { emoji: 'x'.repeat(65) }],
        pin_message: [{ on: 1 }, { on: undefined }],
      }
      for (const fields of wrong[type] ?? [])
        expect(await ann.ask({ ...fine, ...fields } as never)).toMatchObject({ code: 'bad_request' })
      expect(await ann.ask({ ...fine, messageId: 'x'.repeat(65) } as never)).toMatchObject({ code: 'bad_request' })
    },
  )

  test('[CH14] a thousand who react to one message in ten seconds cost each member little, and all come to the same', {
    timeout: 60_000,
  }, async () => {
    const harness = new HubHarness()
    const people: HarnessClient[] = []
    for (let n = 0; n < 1_000; n++) people.push(await harness.enter(harness.login(`member ${n}`), room))
    const [ann] = people as [HarnessClient]
    await harness.pass(5_000)
    const { id } = await ann.send(room, 'hello')
    // somebody with two tabs
    const token = harness.login('two tabs')
    const [tab, other] = [await harness.enter(token, room), await harness.enter(token, room)]
    await harness.pass(5_000)
    for (const client of [...people, other]) client.clear()
    const emoji = (n: number) => ['👍', '🎉', '❤️'][n % 3] as string
    for (const [n, who] of people.entries()) {
      who.say({ type: 'react', room, cid: `r${n}`, messageId: id, emoji: emoji(n), on: true })
      if (n === 500) tab.say({ type: 'react', room, cid: 'tab', messageId: id, emoji: '👍', on: true })
      await harness.pass(10)
    }
    await harness.pass(2_000)

    const seqs = (client: HarnessClient) =>
      client.frames.flatMap(frame =>
        ('sentAt' in frame && !('ref' in frame)) || (frame as { type: string }).type === 'skipped'
          ? [(frame as unknown as { seq: number }).seq]
          : [],
      )
    for (const client of [ann, people[400], people[999], other] as HarnessClient[]) {
      // every place once, in order
      expect(seqs(client)).toEqual(Array.from({ length: 1_001 }, (_, at) => at + 2))
      const last = new Map(client.of('reaction').map(event => [event.emoji, event.count]))
      expect(Object.fromEntries(last)).toEqual({ '👍': 335, '🎉': 333, '❤️': 333 })
      const bytes = client.socket.received.reduce((sum, text) => sum + Buffer.byteLength(text), 0)
      expect(bytes).toBeLessThan(120_000)
    }
    // who did it hears of it, on every connection
    for (const [n, who] of people.entries())
      expect(
        who.of('reaction').some(({ cid }) => cid === `r${n}`),
        String(n),
      ).toBe(true)
    expect(other.of('reaction').filter(({ cid }) => cid === 'tab')).toMatchObject([{ user: { name: 'two tabs' } }])
    const { messages } = await ann.ask({ type: 'history', room })
    expect(messages.at(-1).reactions).toMatchObject([
      { emoji: '👍', count: 335, me: true },
      { count: 333 },
      { count: 333 },
    ])
    // a message waits for none of it
    people[5]?.say({ type: 'react', room, cid: 'again', messageId: id, emoji: '😀', on: true })
    await ann.send(room, 'quick')
    await harness.pass(60)
    expect(other.of('new_message')).toMatchObject([{ text: 'quick' }])
  })
})
