import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Draft, Room } from '../../../../../sdk/client/types.ts'
import { ADA, change, harness, joined, of } from '../../../../support/client-harness.ts'
import { DraftBox } from '../../../../support/draft-box.ts'
import type { FakeSocket, Frame } from '../../../../support/fake-socket.ts'
import { settle } from '../../../../support/virtual-clock.ts'

const KINDS = ['send_message', 'edit_message', 'delete_message', 'react', 'pin_message']
/** What was asked, in order, without the numbers of the requests. */
const asked = (socket: FakeSocket) =>
  socket.sent.filter(({ type }) => KINDS.includes(type)).map(({ ref: _, room: __, ...ask }) => ask)
const open = (socket: FakeSocket) => socket.sent.filter(({ type }) => KINDS.includes(type)).at(-1) as Frame
const grant = (socket: FakeSocket, frame: Frame, fields: object = {}) =>
  socket.hear({ type: 'ok', ref: frame.ref, room: 'lobby', target: 1, duplicate: false, ...fields })
const refuse = (socket: FakeSocket, frame: Frame, code: string, fields: object = {}) =>
  socket.hear({ type: 'error', ref: frame.ref, code, message: `${code}.`, retryable: false, ...fields })
const what = (drafts: readonly Draft[]) => drafts.map(({ request, state }) => [request.type, state.status])
/** Until it is still, with a store that answers at once. */
const tab = (box: DraftBox, name: string) => {
  let cids = 0
  return harness({ drafts: box.store(), cid: () => `${name}${++cids}` })
}

describe('a change', () => {
  const all: [string, (room: Room) => Draft, object, object][] = [
    [
      'an edit',
      room => room.edit('m1', ' new \n', { mentions: ['u2'], rev: 4 }),
      { type: 'edit_message', messageId: 'm1', text: ' new', mentions: ['u2'], rev: 4 },
      { editedAt: 77 },
    ],
    [
      'a deletion',
      room => room.delete('m1', { reason: 'spam' }),
      { type: 'delete_message', messageId: 'm1', reason: 'spam' },
      {},
    ],
    [
      'a reaction',
      room => room.react('m1', '👍', true),
      { type: 'react', messageId: 'm1', emoji: '👍', on: true },
      { count: 1 },
    ],
    ['a pin', room => room.pin('m1', true), { type: 'pin_message', messageId: 'm1', on: true }, {}],
    [
      'an answer',
      room => room.send('yes', { replyTo: 'm1', mentions: ['u2'] }),
      { type: 'send_message', text: 'yes', replyTo: 'm1', mentions: ['u2'] },
      { id: 'm9', sentAt: 77 },
    ],
  ]

  test.each(all)(
    '[CL160] %s is sent at once with a cid of its own, and settles with the answer',
    async (_, act, ask, answer) => {
      const { enter, clock } = harness()
      const { socket, room, log } = await enter()
      const draft = act(room)
      expect(asked(socket)).toEqual([{ cid: 'c1', ...ask }])
      expect([room.drafts, draft.state.status, draft.request]).toEqual([
        [draft],
        'pending',
        expect.objectContaining(ask),
      ])
      grant(socket, open(socket), { seq: 9, ...answer })
      const at = 'editedAt' in answer || 'sentAt' in answer ? 77 : clock.now()
      const id = 'id' in answer ? 'm9' : 'm1'
      expect(await draft.settled).toEqual({ status: 'sent', seq: 9, id, sentAt: at })
      expect([room.drafts, of(log, 'draft').length]).toEqual([[], 2])
    },
  )

  test('[CL160] settles with its own echo, before or without the answer, and not with that of another one', async () => {
    const { enter } = harness()
    const { socket, room } = await enter()
    const draft = room.delete('m1')
    socket.hear(change('message_deleted', 1, 1, { cid: 'c1', by: 'moderator' }))
    expect(draft.state.status).toBe('pending')
    socket.hear(change('message_deleted', 1, 2, { cid: 'c1', user: ADA, by: 'author' }))
    expect(draft.state).toEqual({ status: 'sent', seq: 2, id: 'm1', sentAt: 2 })
    grant(socket, open(socket), { seq: 2 })
    expect(room.drafts).toEqual([])
  })

  test('[CL160] waits for a connection, and is sent again under its cid when the answer was lost', async () => {
    const { enter, nextTry, welcome } = harness()
    const { socket, room } = await enter()
    room.edit('m1', 'new')
    socket.drop()
    room.pin('m2', true)
    await nextTry()
    const next = await welcome([joined()])
    expect(asked(next).map(({ type, cid }) => [type, cid])).toEqual([
      ['edit_message', 'c1'],
      ['pin_message', 'c2'],
    ])
  })

  test('[CL161] of one message waits for the one before it, whatever the answer to that is', async () => {
    const { enter, clock } = harness()
    const { socket, room } = await enter()
    room.edit('m1', 'one')
    room.edit('m1', 'two')
    room.pin('m1', true)
    room.pin('m2', true)
    expect(asked(socket), 'nothing goes while something is on the wire').toHaveLength(1)
    refuse(socket, open(socket), 'unavailable', { retryable: true, retryAfterMs: 500 })
    expect(asked(socket)).toHaveLength(1)
    await clock.run(500)
    expect(asked(socket).slice(1)).toEqual([expect.objectContaining({ cid: 'c1', text: 'one' })])
    grant(socket, open(socket), { seq: 5, editedAt: 5 })
    expect(asked(socket).slice(2), 'what is about another message goes with it').toEqual([
      expect.objectContaining({ cid: 'c2', text: 'two' }),
      expect.objectContaining({ cid: 'c4', messageId: 'm2' }),
    ])
    refuse(socket, socket.last('edit_message'), 'not_found')
    grant(socket, socket.last('pin_message'), { seq: 6 })
    expect(asked(socket).slice(4)).toEqual([expect.objectContaining({ cid: 'c3', messageId: 'm1' })])
  })

  test('[CL166] the own edit before it is no conflict for one that names what it changes', async () => {
    const { enter } = harness()
    const { socket, room } = await enter()
    room.edit('m1', 'one', { rev: 3 })
    room.edit('m1', 'two', { rev: 3 })
    room.edit('m2', 'else', { rev: 4 })
    grant(socket, open(socket), { seq: 7, editedAt: 7 })
    expect(asked(socket).slice(1)).toMatchObject([
      { text: 'two', rev: 7 },
      { text: 'else', rev: 4 },
    ])
  })

  test('[CL163] an edit that is refused for good stays with its text, and can be tried again under its cid', async () => {
    const { enter } = harness()
    const { socket, room } = await enter()
    const draft = room.edit('m1', 'mine', { rev: 3 })
    const current = { id: 'm1', seq: 1, text: 'theirs', rev: 4 }
    refuse(socket, open(socket), 'conflict', { current })
    expect(await draft.settled).toMatchObject({ status: 'failed', error: { code: 'conflict', current } })
    expect([room.drafts, draft.text]).toEqual([[draft], 'mine'])
    draft.retry()
    expect(open(socket), 'in the place of what stands there now').toMatchObject({ cid: 'c1', text: 'mine', rev: 4 })
    grant(socket, open(socket), { seq: 5, editedAt: 5 })
    expect([draft.state.status, room.drafts]).toEqual(['sent', []])
  })

  test.each([
    ['a deletion', (room: Room) => room.delete('m1'), 'forbidden'],
    ['a reaction', (room: Room) => room.react('m1', 'x', true), 'invalid_emoji'],
    ['a reaction too many', (room: Room) => room.react('m1', '👍', true), 'too_many'],
    ['a pin', (room: Room) => room.pin('m1', true), 'not_found'],
    ['a pin at an old server', (room: Room) => room.pin('m1', true), 'bad_request'],
  ])('[CL163] %s that is refused for good is told, and gone', async (_, act, code) => {
    const box = new DraftBox()
    const { enter } = tab(box, 'a')
    const { socket, room, log } = await enter()
    const draft = act(room)
    await settle()
    expect(box.drafts).toHaveLength(1)
    refuse(socket, open(socket), code)
    await settle()
    expect(draft.state).toMatchObject({ status: 'failed', error: { code } })
    expect([room.drafts, box.drafts, of(log, 'draft').at(-1)]).toEqual([[], [], draft])
    draft.retry()
    expect(asked(socket)).toHaveLength(1)
  })

  test('[CL167] what cannot be sent is refused at once', async () => {
    const { enter } = harness()
    const { socket, room } = await enter()
    expect(() => room.edit('m1', ' ')).toThrow(expect.objectContaining({ code: 'invalid_message' }))
    expect(() => room.edit('m1', 'x'.repeat(4_001))).toThrow(expect.objectContaining({ code: 'too_large' }))
    expect(() => room.delete('m1', { reason: '€'.repeat(30_000) })).toThrow(
      expect.objectContaining({ code: 'too_large' }),
    )
    expect(() => room.react('m1', '', true)).toThrow(expect.objectContaining({ code: 'invalid_emoji' }))
    expect(() => room.react('m1', 7 as never, true)).toThrow(expect.objectContaining({ code: 'invalid_emoji' }))
    for (const id of ['', undefined, 4])
      expect(() => room.pin(id as never, true)).toThrow(expect.objectContaining({ code: 'bad_request' }))
    expect([asked(socket), room.drafts]).toEqual([[], []])
  })
})

describe('a quote that is gone', () => {
  test('[CL165] fails the answer, which is tried again without it under its cid, over a reload too', async () => {
    const box = new DraftBox()
    const first = tab(box, 'a')
    const { socket, room } = await first.enter()
    const draft = room.send('yes', { replyTo: 'm1', mentions: ['u2'] })
    refuse(socket, open(socket), 'not_found', { replyTo: true })
    expect(draft.state).toMatchObject({ status: 'failed', error: { code: 'not_found', replyTo: true } })
    await settle()
    box.crash()
    const { socket: later, room: again } = await tab(box, 'b').enter()
    const [kept] = again.drafts
    expect(kept).toMatchObject({ cid: 'a1', state: { status: 'failed', error: { replyTo: true } } })
    kept?.retry()
    expect(asked(later)).toEqual([{ type: 'send_message', cid: 'a1', text: 'yes', mentions: ['u2'] }])
    draft.retry()
    expect(asked(socket).at(-1)).toEqual({ type: 'send_message', cid: 'a1', text: 'yes', mentions: ['u2'] })
  })

  test('[CL165] a failure of another kind keeps it', async () => {
    const { enter } = harness()
    const { socket, room } = await enter()
    const draft = room.send('yes', { replyTo: 'm1' })
    refuse(socket, open(socket), 'forbidden')
    draft.retry()
    expect(open(socket)).toMatchObject({ cid: 'c1', replyTo: 'm1' })
  })
})

describe('a reaction', () => {
  const wishes = (socket: FakeSocket) => asked(socket).map(({ cid, emoji, on }) => [cid, emoji, on])

  test('[CL162] is a wish: one at a time is on the wire, then the newest if it differs', async () => {
    const { enter } = harness()
    const { socket, room } = await enter()
    const first = room.react('m1', '👍', true)
    const second = room.react('m1', '👍', false)
    expect(room.react('m1', '👍', true), 'a wish that waits is replaced').toBe(second)
    expect(room.react('m1', '👍', true)).toBe(second)
    expect([wishes(socket), room.drafts]).toEqual([[['c1', '👍', true]], [first, second]])
    grant(socket, open(socket), { seq: 4, count: 3 })
    expect(await second.settled, 'it is so already').toMatchObject({ status: 'sent', seq: 4 })
    expect([wishes(socket).length, room.drafts]).toEqual([1, []])
  })

  test('[CL162] the other wish goes behind the one that may have been granted, with a cid of its own', async () => {
    const { enter } = harness()
    const { socket, room } = await enter()
    room.react('m1', '👍', true)
    const last = room.react('m1', '👍', false)
    const other = room.react('m1', '🎉', true)
    grant(socket, open(socket), { seq: 4, count: 3 })
    expect(wishes(socket).at(-1)).toEqual([last.cid, '👍', false])
    grant(socket, open(socket), { seq: 5, count: 2 })
    expect(wishes(socket).at(-1)).toEqual([other.cid, '🎉', true])
  })

  test('[CL162] the same wish again asks nothing, and is so already without a place in the log', async () => {
    const { enter } = harness()
    const { socket, room } = await enter()
    const draft = room.react('m1', '👍', true)
    expect(room.react('m1', '👍', true)).toBe(draft)
    grant(socket, open(socket), { count: 1 })
    expect([draft.state, wishes(socket).length]).toEqual([expect.objectContaining({ status: 'sent', seq: 0 }), 1])
  })

  test('[CL162] a wish that waits is sent when the one before it was refused', async () => {
    const { enter } = harness()
    const { socket, room } = await enter()
    const first = room.react('m1', '👍', true)
    const second = room.react('m1', '👍', false)
    refuse(socket, open(socket), 'too_many')
    expect([first.state.status, second.state.status, wishes(socket).length]).toEqual(['failed', 'pending', 2])
  })

  test('[CL162] without a connection only the last wish remains', async () => {
    const { client, enter, nextTry, welcome } = harness()
    const { socket } = await enter()
    const room = client.room('lobby')
    socket.drop()
    for (const on of [true, false, true, false]) room.react('m1', '👍', on)
    await nextTry()
    expect(wishes(await welcome([joined()]))).toEqual([['c1', '👍', false]])
  })

  test('[CL162] whatever is wished, cut and refused, the server ends with the last wish', async () => {
    const step = fc.constantFrom('on', 'off', 'answer', 'answer', 'cut')
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async steps => {
        const { client, enter, nextTry, welcome } = harness()
        let { socket } = await enter()
        const room = client.room('lobby')
        const known = new Set<unknown>()
        let [held, wished, seq] = [false, false, 0]
        let done = 0
        const serve = () => {
          const frame = socket.said('react')[done]
          if (!frame) return false
          done++
          if (!known.has(frame.cid)) held = frame.on as boolean
          known.add(frame.cid)
          expect(socket.said('react').length, 'one at a time').toBe(done)
          grant(socket, frame, { seq: ++seq, count: held ? 1 : 0 })
          return true
        }
        const cut = async () => {
          // the server has heard it, and its answer is lost
          const frame = socket.said('react')[done]
          if (frame && !known.has(frame.cid)) held = frame.on as boolean
          if (frame) known.add(frame.cid)
          socket.drop()
          await nextTry()
          socket = await welcome([joined()])
          done = 0
        }
        for (const each of steps) {
          if (each === 'answer') serve()
          else if (each === 'cut') await cut()
          else {
            wished = each === 'on'
            room.react('m1', '👍', wished)
          }
        }
        while (serve());
        expect([held, room.drafts]).toEqual([wished, []])
        client.close()
      }),
      { numRuns: 60 },
    )
  })
})

describe('over a reload', () => {
  test('[CL164] every kind is kept, and goes in its order under its cid', async () => {
    const box = new DraftBox()
    const first = tab(box, 'a')
    const { socket, room } = await first.enter()
    socket.drop()
    room.send('hello', { replyTo: 'm1' })
    room.edit('m2', 'new', { rev: 3 })
    room.delete('m3')
    room.react('m4', '👍', true)
    room.react('m4', '👍', false)
    room.pin('m5', true)
    await settle()
    box.crash()
    const { socket: later, room: again } = await tab(box, 'b').enter()
    expect(what(again.drafts)).toEqual(KINDS.map(type => [type, 'pending']))
    expect(asked(later)).toEqual([
      { type: 'send_message', cid: 'a1', text: 'hello', replyTo: 'm1' },
      { type: 'edit_message', cid: 'a2', messageId: 'm2', text: 'new', rev: 3 },
      { type: 'delete_message', cid: 'a3', messageId: 'm3' },
      { type: 'react', cid: expect.any(String), messageId: 'm4', emoji: '👍', on: false },
      { type: 'pin_message', cid: expect.any(String), messageId: 'm5', on: true },
    ])
  })

  test('[CL164] the first version would not send a change as a message, and what it kept is a message', async () => {
    const box = new DraftBox()
    const { room } = await tab(box, 'a').enter()
    room.edit('m1', 'new')
    room.send('plain')
    await settle()
    expect(box.drafts.map(({ text, request }) => [text, request?.type])).toEqual([
      ['', 'edit_message'],
      ['plain', undefined],
    ])
    const old = new DraftBox()
    const place = { server: 'https://chat.example', room: 'lobby', cid: 'old1', user: ADA.id, createdAt: 1, order: 1 }
    await old.store().put({ ...place, text: 'from before' })
    old.crash()
    const { socket } = await tab(old, 'b').enter()
    expect(asked(socket)).toEqual([{ type: 'send_message', cid: 'old1', text: 'from before' }])
  })

  test('[CL164] of another user an edit is offered, and whatever else is gone', async () => {
    const box = new DraftBox()
    const store = box.store()
    const place = { server: 'https://chat.example', room: 'lobby', user: 'u9', name: 'Cleo', createdAt: 1, text: '' }
    await store.put({ ...place, cid: 'x', order: 1, request: { type: 'edit_message', messageId: 'm1', text: 'hers' } })
    await store.put({ ...place, cid: 'y', order: 2, request: { type: 'pin_message', messageId: 'm1', on: true } })
    box.crash()
    const { socket, room } = await tab(box, 'a').enter()
    await settle()
    expect([what(room.drafts), asked(socket)]).toEqual([[['edit_message', 'failed']], []])
    expect(box.drafts.map(({ cid }) => cid)).toEqual(['x'])
  })
})
