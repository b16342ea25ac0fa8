import { expect, test } from 'vitest'
import type { RoomRequest } from '../../../../server/app/actions/action.ts'
import type { Actor } from '../../../../server/app/actions/actor.ts'
import { DEFAULT_HUB_RATES } from '../../../../server/app/hub-deps.ts'
import type { Identity } from '../../../../server/app/identity/authenticator.ts'
import { HubHarness } from '../../../support/hub-harness.ts'
import { accountOf } from '../../../support/server-kit/directories.ts'

const USER = { id: 'a:bot', name: 'Bot' }

function actor(identity: Partial<Identity> = {}): Actor {
  const who: Identity = { id: 'login', user: USER, role: 'user', ...identity }
  return { identity: who, sharer: { user: who.user.id, address: 'x' } }
}

/** Asks without a socket; the answer's fields, or the refusal's code. */
async function ask(harness: HubHarness, by: Actor, request: RoomRequest) {
  const answer = harness.hub.perform(by, request)
  await harness.quiet()
  const result = await answer
  return result.ok ? JSON.parse(`{${result.fields}}`) : { refused: result.refusal.code, ...result.refusal }
}

test('[RT20] without a socket one writes, edits, deletes, reacts, pins and reads as over one', async () => {
  const harness = new HubHarness()
  const ann = await harness.user('Ann', 'r')
  const bot = actor({ role: 'moderator' })
  const hers = await ann.send('r', 'hello')
  await harness.pass(100)
  ann.clear()
  const sent = await ask(harness, bot, {
    type: 'send_message',
    room: 'r',
    cid: 'c1',
    text: ' built \n',
    replyTo: hers.id,
  })
  expect(Object.keys(sent)).toEqual(['room', 'seq', 'id', 'sentAt', 'duplicate'])
  const own = { room: 'r', messageId: sent.id }
  const edited = await ask(harness, bot, { type: 'edit_message', cid: 'c2', text: 'built twice', ...own })
  expect(edited).toMatchObject({ target: sent.seq, duplicate: false, editedAt: expect.any(Number) })
  const hearts = { type: 'react', emoji: '👍', on: true, room: 'r', messageId: hers.id } as const
  expect(await ask(harness, bot, { ...hearts, cid: 'c3' })).toMatchObject({ target: hers.seq, count: 1 })
  expect(await ask(harness, bot, { ...hearts, emoji: 'no emoji', cid: 'c4' })).toMatchObject({
    refused: 'invalid_emoji',
  })
  expect(await ask(harness, bot, { type: 'pin_message', cid: 'c5', on: true, ...own })).toMatchObject({
    target: sent.seq,
  })
  const page = await ask(harness, bot, { type: 'history', room: 'r' })
  expect(page).toMatchObject({
    more: false,
    messages: [
      { id: hers.id, reactions: [{ emoji: '👍', count: 1, me: true }] },
      { id: sent.id, text: 'built twice', user: USER, pinned: true, replyTo: { messageId: hers.id } },
    ],
  })
  const over = (await ann.ask({ type: 'history', room: 'r' })).messages
  expect(page.messages).toEqual(over.map((message: object) => withMe(message, hers.id)))
  const changes = { type: 'changes', room: 'r', epoch: page.epoch, since: sent.seq, from: 1, to: page.seq } as const
  expect((await ask(harness, bot, changes)).messages).toEqual(page.messages)
  expect(await ask(harness, bot, { type: 'delete_message', cid: 'c6', ...own })).toMatchObject({ target: sent.seq })
  await harness.pass(100)
  const told = ann.frames.filter(frame => 'seq' in frame && 'user' in frame)
  expect(told.map(frame => frame.type)).toEqual([
    'new_message',
    'message_edited',
    'reaction',
    'message_pinned',
    'message_deleted',
  ])
  for (const frame of told) expect(frame).toMatchObject({ room: 'r', user: USER })
})

/** The same for who reacted. */
function withMe(message: object, id: string): object {
  if (!('id' in message) || message.id !== id || !('reactions' in message)) return message
  return { ...message, reactions: (message.reactions as object[]).map(each => ({ ...each, me: true })) }
}

test('[RT21] who asks without a socket is decided about by the same table, in the same words', async () => {
  const harness = new HubHarness()
  const ann = await harness.user('Ann', 'r')
  const { id: messageId } = await ann.send('r', 'hello')
  for (const room of ['r', 'nobody-is-here']) {
    const pin = { type: 'pin_message', room, cid: 'c', messageId, on: true } as const
    expect(await ask(harness, actor(), pin)).toMatchObject({ refused: 'forbidden', message: /moderators/ })
    // a role may be of one room alone
    const there = await ask(harness, actor({ roleIn: name => (name === room ? 'moderator' : 'user') }), pin)
    expect(there.refused).toBe(room === 'r' ? undefined : 'not_found')
  }
  const removal = { type: 'delete_message', room: 'r', cid: 'd', messageId } as const
  expect(await ask(harness, actor(), removal)).toMatchObject({ refused: 'forbidden' })
  for (const [room, code] of [
    ['dm:abc', 'not_found'],
    ['priv:abc', 'not_found'],
    ['no room!', 'invalid_room'],
  ] as const)
    for (const request of [
      { type: 'history', room },
      { type: 'send_message', room, cid: 'c', text: 'hello' },
      { type: 'users', room },
    ] as const)
      expect(await ask(harness, actor({ role: 'admin' }), request)).toMatchObject({ refused: code })
  expect(await ask(harness, actor(), { type: 'send_message', room: 'r', cid: 'c', text: ' ' })).toMatchObject({
    refused: 'invalid_message',
  })
})

test('[RT22] they pay the same rates, under their user and their address', async () => {
  const harness = new HubHarness({ rates: DEFAULT_HUB_RATES })
  const say = (by: Actor, n: number) =>
    ask(harness, by, { type: 'send_message', room: `r${n % 3}`, cid: `c${n}`, text: 'hello' })
  const bot = actor()
  for (let n = 0; n < 60; n++) expect((await say(bot, n)).seq).toBeDefined()
  expect(await say(bot, 60)).toMatchObject({ refused: 'rate_limited', retryAfterMs: expect.any(Number) })
  // the rate is of the person, by whatever way they come, and of nobody else
  expect((await say(actor({ user: { id: 'a:other', name: 'Other' } }), 61)).seq).toBeDefined()
  await harness.pass(1_000)
  expect((await say(bot, 62)).seq).toBeDefined()
  const answers = []
  for (let n = 0; n < 151; n++) answers.push(await ask(harness, bot, { type: 'users', room: 'r0' }))
  expect(answers.filter(({ refused }) => refused === 'rate_limited')).toHaveLength(1)
})

test('[RT22] what they read is paid for, too', async () => {
  const harness = new HubHarness({ rates: DEFAULT_HUB_RATES })
  const text = 'x'.repeat(4_000)
  const user = { id: 'a:author', name: 'Author' }
  for (let n = 0; n < 20; n++)
    await harness.log.append({ room: 'r', user, cid: `c${n}`, content: { kind: 'new_message', text } })
  let pages = 0
  let last: { refused?: string } = {}
  while (last.refused === undefined && pages < 200) {
    last = await ask(harness, actor(), { type: 'history', room: 'r' })
    pages++
  }
  expect(last.refused).toBe('rate_limited')
  expect(pages).toBeGreaterThan(100)
})

test('[RT23] it needs nobody in the room', async () => {
  const harness = new HubHarness()
  const sent = await ask(harness, actor(), {
    type: 'send_message',
    room: 'empty',
    cid: 'c',
    text: 'hello',
    mentions: ['a:unknown'],
  })
  expect(sent).toMatchObject({ seq: 1, duplicate: false })
  expect(await ask(harness, actor(), { type: 'users', room: 'empty' })).toEqual({ users: [], count: 0, version: 0 })
  expect(await ask(harness, actor(), { type: 'history', room: 'never' })).toMatchObject({ seq: 0, messages: [] })
  expect(harness.hub.stats().rooms).toBe(0)
  const later = harness.open()
  const { rooms } = await later.ask({ type: 'connect', token: harness.login('Ann'), rooms: [{ room: 'empty' }] })
  expect(rooms[0].messages).toMatchObject([{ id: sent.id, text: 'hello', user: USER }])
})

test('[RT24] who asks without a socket is in no room by it', async () => {
  const harness = new HubHarness()
  const ann = await harness.user('Ann', 'r')
  await harness.pass(1_000)
  ann.clear()
  const page = await ask(harness, actor(), { type: 'users', room: 'r' })
  expect(page).toMatchObject({ count: 1, users: [{ name: 'Ann' }] })
  expect(page.users).toHaveLength(1)
  for (const room of ['r', 'empty']) {
    const typing = { type: 'typing', room, active: true } as const
    expect(await ask(harness, actor(), typing)).toMatchObject({ refused: 'bad_request' })
  }
  await ask(harness, actor(), { type: 'send_message', room: 'r', cid: 'c', text: 'hello' })
  await harness.pass(1_000)
  expect(ann.frames.map(({ type }) => type)).toEqual(['new_message'])
  expect(harness.hub.stats()).toMatchObject({ connections: 1, users: 1 })
})

test('[RT25] what is theirs is theirs by whatever way they come', async () => {
  const harness = new HubHarness()
  const token = harness.login('Ann')
  const ann = await harness.enter(token, 'r')
  const over = await ann.send('r', 'hello', 'same')
  await harness.pass(100)
  const guest = ann.frames.flatMap(frame => (frame.type === 'new_message' ? [frame.user] : []))[0]
  if (guest === undefined) throw new Error('nobody')
  await ann.ask({ type: 'react', room: 'r', cid: 'r1', messageId: over.id, emoji: '👍', on: true })
  await harness.directory.addAccount(accountOf('ann', { guestIds: [guest.id] }))
  const account = actor({ user: { id: 'a:ann', name: 'Ann' }, formerIds: [guest.id] })
  for (const by of [actor({ user: guest, role: 'guest' }), account]) {
    const again = await ask(harness, by, { type: 'send_message', room: 'r', cid: 'same', text: 'hello' })
    expect(again).toMatchObject({ seq: over.seq, id: over.id, duplicate: true })
    const { messages } = await ask(harness, by, { type: 'history', room: 'r' })
    expect(messages[0].reactions).toMatchObject([{ emoji: '👍', me: true }])
  }
  const edit = { type: 'edit_message', room: 'r', cid: 'e', messageId: over.id, text: 'mine' } as const
  expect(await ask(harness, account, edit)).toMatchObject({ target: over.seq })
  expect(await ask(harness, actor({ user: { id: 'a:no', name: 'No' } }), { ...edit, cid: 'f' })).toMatchObject({
    refused: 'forbidden',
  })
})

test('[RT26] while the server is about to stop nothing is taken without a socket, either', async () => {
  const harness = new HubHarness()
  const drained = harness.hub.drain()
  const request = { type: 'send_message', room: 'r', cid: 'c', text: 'hello' } as const
  expect(await ask(harness, actor(), request)).toMatchObject({ refused: 'unavailable', retryable: true })
  await drained
  expect((await harness.log.head('r')).seq).toBe(0)
})
