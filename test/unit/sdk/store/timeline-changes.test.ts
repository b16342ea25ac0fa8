import { describe, expect, test } from 'vitest'
import type { ChangeEvent } from '../../../../sdk/protocol/events.ts'
import type { Message } from '../../../../sdk/protocol/records.ts'
import { ClientStore } from '../../../../sdk/store/client-store.ts'
import { RoomStore } from '../../../../sdk/store/room-store.ts'
import { timeline } from '../../../../sdk/store/timeline.ts'
import { keptPlaces } from '../../../../sdk/store/timeline-changes.ts'
import { EMPTY_TIMELINE, type Stale } from '../../../../sdk/store/timeline-state.ts'
import type { MessageItem, ViewModel } from '../../../../sdk/store/view-model.ts'
import { ADA, BOB, change, harness, joined, message } from '../../../support/client-harness.ts'
import { settle } from '../../../support/virtual-clock.ts'

const reaction = (target: number, seq: number, count: number, fields: object = {}) =>
  change('reaction', target, seq, { emoji: '👍', on: true, count, users: [BOB], ...fields })
const edit = (target: number, seq: number, text: string, fields: object = {}): ChangeEvent =>
  change('message_edited', target, seq, { text, ...fields })
const deletion = (target: number, seq: number) => change('message_deleted', target, seq, { by: 'author' })
const pin = (target: number, seq: number, on = true) => change('message_pinned', target, seq, { on })
const answer = (seq: number, target: number, text = `text ${target}`) =>
  message(seq, { replyTo: { messageId: `m${target}`, target, user: BOB, text } })
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => message(from + i))
const items = (view: ViewModel) => view.log.items.filter((item): item is MessageItem => item.kind === 'message')
const item = (view: ViewModel, seq: number) => items(view).find(each => each.seq === seq)
const texts = (view: ViewModel) => items(view).map(({ text }) => text)

/** A store over the real client, in a room with these messages. */
async function chatting(messages: object[] = [], fields: object = {}) {
  const kit = harness()
  const { clock } = kit
  const client = new ClientStore({ client: kit.client, clock })
  const store = new RoomStore({ client, room: 'lobby', lang: 'en', clock })
  store.start()
  client.start(true)
  const socket = await kit.welcome([joined({ seq: messages.length, messages, ...fields })])
  await settle()
  return { ...kit, store, socket }
}

describe('a log of messages that change', () => {
  test('[TL160] shows each as it stands: edited, reacted to, pinned, deleted, and what quotes it', async () => {
    const { store, socket } = await chatting([message(1), answer(2, 1), message(3)])
    socket.hear(edit(1, 4, 'new'), reaction(1, 5, 2, { user: ADA }), pin(1, 6), reaction(3, 7, 1))
    await settle()
    expect(item(store.view, 1)).toMatchObject({
      id: 'm1',
      text: 'new',
      editedAt: 4,
      rev: 6,
      pinned: true,
      reactions: [{ emoji: '👍', count: 2, me: true, users: [BOB] }],
    })
    expect(item(store.view, 2)?.replyTo?.text).toBe('new')
    socket.hear(deletion(1, 8), pin(3, 9), pin(3, 10, false))
    await settle()
    expect(item(store.view, 1)).toMatchObject({ text: '', deleted: true, by: 'author', reactions: undefined })
    expect(item(store.view, 2)?.replyTo).toMatchObject({ text: '', deleted: true })
    expect(item(store.view, 3)).toMatchObject({ pinned: undefined, reactions: [{ count: 1 }] })
  })

  test('[TL160] rows that nothing changes stay the same objects, and the log does not move', async () => {
    const { store, socket } = await chatting([message(1), message(2), message(3)])
    const before = items(store.view)
    socket.hear(reaction(2, 4, 1))
    await settle()
    const after = items(store.view)
    expect(after.map(({ key }) => key)).toEqual(before.map(({ key }) => key))
    expect(after.map((each, at) => each === before[at])).toEqual([true, false, true])
    socket.hear(reaction(99, 5, 1), { ...message(6), type: 'message_preview' })
    await settle()
    expect(items(store.view).map((each, at) => each === after[at])).toEqual([true, true, true])
  })

  test('[TL160] what an older page has already is not undone by the events that it is ahead of', async () => {
    const { store, socket } = await chatting([message(10)], { seq: 10, more: true })
    store.dispatch({ type: 'older' })
    const messages = [message(8, { text: 'third', rev: 13 }), answer(9, 8, 'third')]
    socket.ok('history', { epoch: 'e1', seq: 13, messages, more: false, newer: true })
    await settle()
    socket.hear(edit(8, 11, 'first'), edit(8, 12, 'second'))
    await settle()
    expect([item(store.view, 8)?.text, item(store.view, 9)?.replyTo?.text]).toEqual(['third', 'third'])
    socket.hear(edit(8, 13, 'third'), edit(8, 14, 'fourth'))
    await settle()
    expect([item(store.view, 8)?.text, item(store.view, 9)?.replyTo?.text]).toEqual(['fourth', 'fourth'])
  })

  test('[TL160] a change of what was never seen counts as a place in the log', async () => {
    const { store, socket } = await chatting([message(1)])
    socket.hear(edit(9, 2, 'x'), message(3))
    await settle()
    expect(texts(store.view)).toEqual(['text 1', 'text 3'])
  })
})

describe('own changes', () => {
  const own = (seq: number) => message(seq, { user: ADA })

  test('[TL161] are seen at once, an older one from the server does not undo them', async () => {
    const { store, socket } = await chatting([own(1), answer(2, 1)])
    const { room } = store
    room.edit('m1', 'mine')
    room.react('m2', '👍', true)
    room.pin('m2', true)
    await settle()
    expect(item(store.view, 1)).toMatchObject({ text: 'mine', edit: { text: 'mine', delivery: { status: 'sending' } } })
    const seen = { replyTo: { text: 'mine' }, pinned: true, reactions: [{ count: 1, me: true, users: [ADA] }] }
    expect(item(store.view, 2)).toMatchObject(seen)
    socket.hear(edit(1, 3, 'from elsewhere', { user: ADA }))
    await settle()
    expect(item(store.view, 1)?.text).toBe('mine')
    expect(store.view.composer).toMatchObject({ queued: 0, failed: 0 })
  })

  test('[TL161] stay seen between the answer and the event, whichever is first', async () => {
    const { store, socket } = await chatting([own(1)])
    store.room.edit('m1', 'mine')
    socket.ok('edit_message', { room: 'lobby', seq: 3, target: 1, editedAt: 3, duplicate: false })
    await settle()
    expect(item(store.view, 1)?.text).toBe('mine')
    socket.hear(edit(1, 2, 'older', { user: ADA }))
    await settle()
    expect(item(store.view, 1)?.text).toBe('mine')
    socket.hear(edit(1, 3, 'mine', { user: ADA, cid: 'c1' }))
    await settle()
    expect(item(store.view, 1)).toMatchObject({ text: 'mine', rev: 3, edit: undefined })
    store.room.react('m1', '👍', true)
    socket.hear(reaction(1, 4, 1, { user: ADA, cid: 'c2', users: [ADA] }))
    socket.ok('react', { room: 'lobby', seq: 4, target: 1, count: 1, duplicate: false })
    await settle()
    expect(item(store.view, 1)?.reactions).toEqual([{ emoji: '👍', count: 1, me: true, users: [ADA] }])
  })

  test('[TL190] are asked for by intents, and sent as such', async () => {
    const edited = { messageId: 'm1', text: 'mine', mentions: ['u2'], rev: 1 }
    for (const [intent, sent, shown] of [
      [{ type: 'edit', ...edited }, { type: 'edit_message', ...edited }, { text: 'mine' }],
      [
        { type: 'delete', messageId: 'm1' },
        { type: 'delete_message', messageId: 'm1' },
        { deleted: true, by: 'author' },
      ],
      [
        { type: 'react', messageId: 'm1', emoji: '👍', on: true },
        { type: 'react', on: true },
        { reactions: [{ me: true }] },
      ],
      [{ type: 'send', text: 'yes', replyTo: 'm1' }, { type: 'send_message', text: 'yes', replyTo: 'm1' }, {}],
    ] as const) {
      const { store, socket } = await chatting([own(1)])
      store.dispatch(intent)
      await settle()
      expect(socket.sent.at(-1)).toMatchObject(sent)
      expect(item(store.view, 1)).toMatchObject(shown)
    }
    const { store } = await chatting([own(1)])
    store.dispatch({ type: 'send', text: 'yes', replyTo: 'm1' })
    await settle()
    expect(items(store.view).at(-1)).toMatchObject({ text: 'yes', replyTo: { messageId: 'm1' } })
    const blank = expect.objectContaining({ code: 'invalid_message' })
    expect(store.dispatch({ type: 'edit', messageId: 'm1', text: ' ' })).toEqual(blank)
  })

  test('[TL191] edits without a connection are counted with the messages that wait, refused ones with those', async () => {
    const { store, socket } = await chatting([own(1)])
    socket.drop()
    await settle()
    store.dispatch({ type: 'send', text: 'later' })
    store.dispatch({ type: 'edit', messageId: 'm1', text: 'mine' })
    store.dispatch({ type: 'react', messageId: 'm1', emoji: '👍', on: true })
    await settle()
    expect(store.view.composer).toMatchObject({ queued: 2, failed: 0 })
    const other = await chatting([own(1)])
    other.store.dispatch({ type: 'edit', messageId: 'm1', text: 'mine' })
    other.socket.refuse('edit_message', 'conflict')
    await settle()
    expect(other.store.view.composer).toMatchObject({ queued: 0, failed: 1 })
  })

  test('[TL192] without words of their own say for a few seconds why they were refused', async () => {
    const { store, socket, clock } = await chatting([own(1)])
    store.dispatch({ type: 'react', messageId: 'm1', emoji: '👍', on: true })
    socket.refuse('react', 'too_many')
    await settle()
    expect(store.view.news).toMatchObject({ code: 'too_many' })
    await clock.run(5_000)
    expect(store.view.news).toBe(false)
  })

  test('[TL161] that are refused are taken back; of an edit the words remain, to be sent again or discarded', async () => {
    const { store, socket } = await chatting([own(1)])
    const { room } = store
    for (const [act, type, code] of [
      [() => room.react('m1', '👍', true), 'react', 'too_many'],
      [() => room.pin('m1', true), 'pin_message', 'forbidden'],
      [() => room.delete('m1'), 'delete_message', 'forbidden'],
    ] as const) {
      act()
      await settle()
      expect(item(store.view, 1)).not.toMatchObject({ text: 'text 1', reactions: undefined, pinned: undefined })
      socket.refuse(type, code)
      await settle()
      expect(item(store.view, 1)).toMatchObject({
        text: 'text 1',
        deleted: false,
        reactions: undefined,
        pinned: undefined,
      })
    }
    room.edit('m1', 'mine')
    socket.refuse('edit_message', 'conflict')
    await settle()
    const failed = item(store.view, 1)
    expect(failed).toMatchObject({
      text: 'text 1',
      edit: { text: 'mine', delivery: { status: 'failed', error: { code: 'conflict' } } },
    })
    store.dispatch({ type: 'retry', cid: failed?.edit?.cid ?? '' })
    await settle()
    expect(item(store.view, 1)).toMatchObject({ text: 'mine', edit: { delivery: { status: 'sending' } } })
    socket.refuse('edit_message', 'forbidden')
    store.dispatch({ type: 'discard', cid: failed?.edit?.cid ?? '' })
    await settle()
    expect([item(store.view, 1)?.text, item(store.view, 1)?.edit]).toEqual(['text 1', undefined])
  })

  test('[TL230] an edit that is tried again is seen on top of what was asked for meanwhile, as it will be', async () => {
    const { store, socket } = await chatting([own(1)])
    const failed = store.room.edit('m1', 'first')
    socket.refuse('edit_message', 'conflict')
    store.room.edit('m1', 'second')
    await settle()
    expect(item(store.view, 1)).toMatchObject({ text: 'second' })
    store.dispatch({ type: 'retry', cid: failed.cid })
    await settle()
    expect(item(store.view, 1)).toMatchObject({ text: 'first', edit: { text: 'first' } })
  })

  test('[TL230] the last wish is seen on top, though the clock was set back since the one before it', async () => {
    const { store, socket, clock } = await chatting([own(1)])
    store.room.edit('m1', 'first')
    const before = clock.now() - 3_600_000
    clock.now = () => before
    store.room.edit('m1', 'second')
    await settle()
    expect(item(store.view, 1)).toMatchObject({ text: 'second', edit: { text: 'second' } })
    socket.ok('edit_message', { room: 'lobby', seq: 3, target: 1, editedAt: 3, duplicate: false })
    await settle()
    expect(item(store.view, 1)).toMatchObject({ text: 'second', edit: { text: 'second' } })
  })

  test('[TL161] an answer shows what it answers while it is on its way', async () => {
    const { store } = await chatting([message(1)])
    store.room.send('yes', { replyTo: 'm1' })
    store.room.send('what', { replyTo: 'gone' })
    await settle()
    expect(items(store.view).slice(1)).toMatchObject([
      { text: 'yes', replyTo: { messageId: 'm1', target: 1, user: BOB, text: 'text 1' } },
      { text: 'what' },
    ])
  })
})

describe('after an absence too long to resume', () => {
  /** Reading the middle of 101 to 200, away until 300 is the head, of which the page holds 251 to 300. */
  async function away() {
    const kit = await chatting(range(101, 200), { seq: 200, more: true })
    kit.store.reading = 'm:150'
    kit.socket.drop()
    await kit.nextTry()
    const socket = await kit.welcome([joined({ seq: 320, messages: range(251, 300), more: true })])
    await settle()
    return { ...kit, socket }
  }

  test('[TL163] what was kept is asked about, as far as it is kept, and shown as it stands', async () => {
    const { store, socket } = await away()
    const { ref, ...ask } = socket.last('changes')
    expect(ask).toEqual({ type: 'changes', room: 'lobby', epoch: 'e1', since: 200, from: 101, to: 200 })
    expect(store.view.log.stale).toBeGreaterThan(0)
    const first = [message(150, { text: 'new', rev: 310 })]
    socket.hear({ type: 'ok', ref, seq: 320, messages: first, next: 150 }, edit(160, 321, 'live'))
    await settle()
    expect(socket.last('changes')).toMatchObject({ since: 200, from: 101, to: 200, after: 150 })
    const gone = message(170, { text: '', deleted: true, by: 'author', rev: 315 })
    socket.ok('changes', { seq: 321, messages: [gone] })
    await settle()
    expect([150, 160, 170].map(seq => item(store.view, seq)?.text)).toEqual(['new', 'live', ''])
    expect([store.view.log.stale, items(store.view).length, item(store.view, 170)?.deleted]).toEqual([
      undefined,
      100,
      true,
    ])
    expect(socket.said('changes')).toHaveLength(2)
  })

  test('[TL163] both stretches are asked about while the end of the log is not what is read', () => {
    const messages = (from: number, to: number) => range(from, to) as unknown as Message[]
    const page = { type: 'page', more: true, epoch: 'e1' } as const
    const state = [
      { ...page, messages: messages(1, 300), keep: false, seq: 300 },
      { type: 'cut', from: 0, to: 150 } as const,
      { ...page, messages: messages(290, 300), keep: true, seq: 900 },
    ].reduce(timeline, EMPTY_TIMELINE)
    const stale = { since: 300, below: 290, asked: false }
    expect(state.stale).toEqual(stale)
    expect(keptPlaces(state, stale)).toEqual([
      { from: 1, to: 150 },
      { from: 201, to: 289 },
    ])
    const gone = timeline(state, { type: 'changes', stale: state.stale as Stale, fetched: 'gone' })
    expect(gone.rows.map(row => row.kind === 'message' && row.message.seq)).toEqual(
      messages(290, 300).map(({ seq }) => seq),
    )
  })

  test('[TL163] what is not held any more is dropped for the page', async () => {
    const { store, socket } = await away()
    socket.ok('changes', { seq: 320, messages: [], trimmed: true })
    await settle()
    expect(items(store.view).map(({ seq }) => seq)).toEqual(range(251, 300).map(({ seq }) => seq))
    expect(store.view.log).toMatchObject({ stale: undefined, older: 'more', newer: 'none' })
  })

  test.each(['not_found', 'forbidden'])('[TL163] and so is what cannot be asked about (%s)', async code => {
    const { store, socket } = await away()
    socket.refuse('changes', code)
    await settle()
    expect([items(store.view)[0]?.seq, store.view.log.stale]).toEqual([251, undefined])
  })

  test('[TL163] a refusal for now is asked again, and a lost connection by the next join, since the first absence', async () => {
    const { store, socket, clock, nextTry, welcome } = await away()
    socket.refuse('changes', 'rate_limited', { retryable: true, retryAfterMs: 700 })
    await clock.run(700)
    expect(socket.said('changes')).toHaveLength(2)
    socket.drop()
    await nextTry()
    const again = await welcome([
      joined({ seq: 330, recovered: true, events: Array.from({ length: 10 }, (_, i) => reaction(101, 321 + i, i)) }),
    ])
    expect(again.last('changes')).toMatchObject({ since: 200, from: 101, to: 200 })
    again.drop()
    await nextTry()
    const last = await welcome([joined({ seq: 900, messages: range(880, 900), more: true })])
    await settle()
    expect(last.said('changes')).toHaveLength(1)
    expect(last.last('changes')).toMatchObject({ since: 200, from: 101, to: 200 })
    last.ok('changes', { seq: 900, messages: [] })
    await settle()
    expect([store.view.log.stale, items(store.view)[0]?.seq]).toEqual([undefined, 101])
  })

  test('[TL163] an answer that comes late says nothing of another epoch', async () => {
    const { store, socket, clock } = await away()
    const { ref } = socket.last('changes')
    socket.hear({ type: 'resync', room: 'lobby', epoch: 'e2', seq: 160 })
    await clock.run(2_000)
    socket.ok('join', joined({ epoch: 'e2', seq: 160, messages: range(120, 160) }))
    socket.hear({ type: 'ok', ref, seq: 900, messages: [message(150, { text: 'other', rev: 310 })] })
    await settle()
    expect([item(store.view, 150)?.text, store.view.log.stale]).toEqual(['text 150', undefined])
  })

  test('[TL163] a server that knows no changes leaves what is shown as it is', async () => {
    const { store, socket } = await away()
    socket.refuse('changes', 'bad_request')
    await settle()
    expect([items(store.view)[0]?.seq, store.view.log.stale]).toEqual([101, undefined])
  })

  test('[TL163] nothing is asked when nothing happened, or the page holds all that was kept', async () => {
    const kit = await chatting(range(1, 20), { seq: 20 })
    kit.socket.drop()
    await kit.nextTry()
    const edited = [message(1, { text: 'new', rev: 21 }), ...range(2, 20)] as unknown as Message[]
    const socket = await kit.welcome([joined({ seq: 21, messages: edited, more: false })])
    await settle()
    expect([socket.said('changes'), texts(kit.store.view)[0]]).toEqual([[], 'new'])
  })
})
