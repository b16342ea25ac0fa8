import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applyEvent } from '../../../../../sdk/protocol/apply-event.ts'
import type { ChangeEvent } from '../../../../../sdk/protocol/events.ts'
import type { Message } from '../../../../../sdk/protocol/records.ts'
import { ADA, BOB, change, harness, joined, message, of } from '../../../../support/client-harness.ts'
import { settle } from '../../../../support/virtual-clock.ts'

const reaction = (target: number, seq: number, count: number, fields: object = {}) =>
  change('reaction', target, seq, { emoji: '👍', on: true, count, users: [BOB], ...fields })
const edit = (target: number, seq: number, text: string, fields: object = {}) =>
  change('message_edited', target, seq, { text, ...fields })
const deletion = (target: number, seq: number) => change('message_deleted', target, seq, { by: 'author' })
const pin = (target: number, seq: number, on = true) => change('message_pinned', target, seq, { on })
/** A message that quotes `m<target>`. */
const answer = (seq: number, target: number, text = `text ${target}`, fields: object = {}) =>
  message(seq, { replyTo: { messageId: `m${target}`, target, user: BOB, text }, ...fields })
const plain = ({ type: _, ...rest }: ReturnType<typeof message>) => rest as unknown as Message
const texts = (messages: readonly Message[]) => messages.map(({ text }) => text)

describe('what happens in a room', () => {
  test('[CL168] every event with a place is told, of whatever type, in order, once', async () => {
    const { enter, nextTry, welcome } = harness()
    const { socket, log } = await enter()
    const news = { ...message(3), type: 'message_preview', messageId: 'm1', previews: [] }
    socket.hear(message(1), edit(1, 2, 'new'), news, news)
    // the place of a reaction that the next one says all of is no event
    socket.hear({ type: 'skipped', room: 'lobby', seq: 4 }, reaction(1, 5, 2))
    socket.drop()
    await nextTry()
    await welcome([joined({ seq: 7, recovered: true, events: [reaction(1, 6, 1), message(7)] })])
    expect(of(log, 'event').map(({ event, live }) => [event.seq, event.type, live])).toEqual([
      [1, 'new_message', true],
      [2, 'message_edited', true],
      [3, 'message_preview', true],
      [5, 'reaction', true],
      [6, 'reaction', false],
      [7, 'new_message', false],
    ])
    const order = log.flatMap(([name]) => (['event', 'message', 'changed'].includes(name) ? [name] : []))
    expect(order).toEqual([
      ...['event', 'message', 'event', 'changed', 'event', 'event', 'changed', 'event', 'changed', 'event', 'message'],
    ])
  })

  test('[CL169] a change is told with the message before and after it, live or caught up', async () => {
    const { enter, nextTry, welcome } = harness()
    const { socket, log } = await enter({ seq: 1, messages: [message(1)] as never })
    const was = message(1)
    socket.hear(edit(1, 2, 'new'))
    socket.drop()
    await nextTry()
    await welcome([joined({ seq: 4, recovered: true, events: [reaction(1, 3, 2, { user: ADA }), deletion(1, 4)] })])
    const edited = { ...was, text: 'new', rev: 2, editedAt: 2, mentions: undefined }
    const reacted = { ...edited, rev: 3, reactions: [{ emoji: '👍', count: 2, me: true, users: [BOB] }] }
    expect(of(log, 'changed').map(({ event: { seq }, ...rest }) => ({ seq, ...rest }))).toEqual([
      { seq: 2, before: was, message: edited, live: true },
      { seq: 3, before: edited, message: reacted, live: false },
      { seq: 4, before: reacted, message: expect.objectContaining({ deleted: true, text: '', rev: 4 }), live: false },
    ])
  })

  test('[CL169] a change of a message is one of each that quotes it', async () => {
    const { enter } = harness()
    const { socket, log } = await enter()
    socket.hear(message(1), answer(2, 1), edit(1, 3, 'new'), deletion(1, 4))
    expect(
      of(log, 'changed').map(({ message: { id, text, replyTo } }) => [id, text, replyTo?.text, replyTo?.deleted]),
    ).toEqual([
      ['m1', 'new', undefined, undefined],
      ['m2', 'text 2', 'new', undefined],
      ['m1', '', undefined, undefined],
      ['m2', 'text 2', '', true],
    ])
  })

  test('[CL169] of messages that were not given out, or 500 messages ago, nothing is told', async () => {
    const { enter } = harness()
    const { socket, log } = await enter()
    for (let seq = 1; seq <= 501; seq++) socket.hear(message(seq))
    socket.hear(edit(1, 502, 'far'), edit(900, 503, 'unknown'), edit(2, 504, 'near'))
    expect(texts(of(log, 'changed').map(each => each.message))).toEqual(['near'])
    expect(of(log, 'event').at(-1)?.event.seq).toBe(504)
  })

  test('[CL169] the page of a history is given out, and one that the room goes on from replaces all', async () => {
    const { enter, nextTry, welcome } = harness()
    const { socket, room, log } = await enter({ seq: 20 })
    const page = room.history({ before: 9 })
    socket.ok('history', { epoch: 'e1', seq: 20, messages: [message(7), message(8)], more: true, newer: true })
    await page
    socket.hear(edit(7, 21, 'new'))
    expect(texts(of(log, 'changed').map(each => each.message))).toEqual(['new'])
    socket.drop()
    await nextTry()
    const next = await welcome([joined({ seq: 900, messages: [message(8)] })])
    next.hear(edit(7, 901, 'unseen'), edit(8, 902, 'seen'))
    expect(texts(of(log, 'changed').map(each => each.message))).toEqual(['new', 'seen'])
  })

  test('[CL169] an answer from before a new epoch is none of what is told of', async () => {
    const { enter, clock } = harness()
    const { socket, room, log } = await enter({ seq: 900 })
    const page = room.history({ before: 800 })
    const { ref } = socket.last('history')
    socket.hear({ type: 'resync', room: 'lobby', epoch: 'e2', seq: 160 })
    await clock.run(2_000)
    socket.ok('join', joined({ epoch: 'e2', seq: 160 }))
    socket.hear({ type: 'ok', ref, epoch: 'e1', seq: 900, messages: [message(7)], more: false, newer: true })
    expect(texts((await page).messages)).toEqual(['text 7'])
    socket.hear(edit(7, 161, 'new'))
    expect(of(log, 'changed')).toEqual([])
  })

  test('[CL173] a message is seen with the own changes that are on their way, which an older one does not undo', async () => {
    const { enter } = harness()
    const { socket, room } = await enter()
    socket.hear(message(1, { user: ADA }), answer(2, 1), reaction(1, 3, 1))
    const draft = room.edit('m1', 'mine')
    room.react('m1', '👍', true)
    room.react('m1', '🎉', true)
    room.pin('m1', true)
    const mine = { text: 'mine', pinned: true, rev: 3 }
    expect(room.message('m1')).toMatchObject(mine)
    expect(room.message('m1')?.reactions).toEqual([
      { emoji: '👍', count: 2, me: true, users: [BOB, ADA] },
      { emoji: '🎉', count: 1, me: true, users: [ADA] },
    ])
    expect(room.message('m2')?.replyTo?.text).toBe('mine')
    socket.hear(edit(1, 4, 'older', { user: ADA }))
    expect(room.message('m1')).toMatchObject({ ...mine, rev: 4 })
    socket.refuse('edit_message', 'forbidden')
    expect([draft.state.status, room.message('m1')?.text, room.message('m2')?.replyTo?.text]).toEqual([
      'failed',
      'older',
      'older',
    ])
    room.delete('m2')
    expect(room.message('m2')).toMatchObject({ deleted: true, text: '', by: 'moderator' })
    expect(room.message('nobody')).toBeUndefined()
  })

  test('[CL173] an own change is seen between the answer and the event, whatever comes in between', async () => {
    const { enter } = harness()
    const { socket, room } = await enter()
    socket.hear(message(1, { user: ADA }))
    room.edit('m1', 'mine')
    socket.ok('edit_message', { room: 'lobby', seq: 3, target: 1, editedAt: 3, duplicate: false })
    expect([room.drafts, room.message('m1')?.text]).toEqual([[], 'mine'])
    socket.hear(edit(1, 2, 'older', { user: ADA }))
    expect(room.message('m1')?.text).toBe('mine')
    socket.hear(edit(1, 3, 'mine', { user: ADA, cid: 'c1' }), edit(1, 4, 'later', { user: ADA }))
    expect(room.message('m1')?.text).toBe('later')
  })

  test('[CL230] an own change that was acknowledged in another epoch is not seen in this one', async () => {
    const { enter, clock } = harness()
    const { socket, room } = await enter()
    socket.hear(message(1, { user: ADA }))
    room.edit('m1', 'lost')
    socket.ok('edit_message', { room: 'lobby', seq: 3, target: 1, editedAt: 3, duplicate: false })
    socket.hear({ type: 'resync', room: 'lobby', epoch: 'e2', seq: 2 })
    await clock.run(2_000)
    socket.ok('join', joined({ epoch: 'e2', seq: 2, messages: [message(1, { user: ADA })] as never }))
    expect(room.message('m1')?.text).toBe('text 1')
  })

  test('[CL173] the echo of an own reaction counts it once', async () => {
    const { enter } = harness()
    const { socket, room } = await enter()
    socket.hear(message(1))
    room.react('m1', '👍', true)
    socket.hear(reaction(1, 2, 1, { user: ADA, cid: 'c1', users: [ADA] }))
    const once = [{ emoji: '👍', count: 1, me: true, users: [ADA] }]
    expect(room.message('m1')?.reactions).toEqual(once)
    socket.ok('react', { room: 'lobby', seq: 2, target: 1, count: 1, duplicate: false })
    expect(room.message('m1')?.reactions).toEqual(once)
    room.react('m1', '👍', false)
    expect(room.message('m1')?.reactions).toBeUndefined()
  })

  test('[CL172] pins are what the join says, and follow pins and deletions, newest first', async () => {
    const { enter, nextTry, welcome } = harness()
    const { socket, room, log } = await enter({ seq: 9, pins: ['m2', 'm1'] })
    expect(room.pins).toEqual(['m2', 'm1'])
    socket.hear(pin(3, 10), pin(2, 11, false), edit(1, 12, 'new'), deletion(1, 13), deletion(8, 14), pin(3, 15))
    expect(of(log, 'pins')).toEqual([['m2', 'm1'], ['m3', 'm2', 'm1'], ['m3', 'm1'], ['m3'], ['m3']])
    socket.drop()
    await nextTry()
    await welcome([joined({ seq: 900, pins: ['m9'] })])
    expect([room.pins, of(log, 'pins').length]).toEqual([['m9'], 6])
    const none = harness()
    expect((await none.enter()).room.pins, 'a server of the first version').toEqual([])
  })
})

describe('a page and what happens meanwhile', () => {
  test('[CL174] is asked for in one way at most, and an old server’s answer is made whole', async () => {
    const { enter } = harness()
    const { socket, room } = await enter({ seq: 5 })
    for (const query of [{ after: 3 }, { around: 'm1' }, { at: 5 }, { ids: ['m1', 'm2'], limit: 2 }, {}]) {
      const page = room.history(query)
      const { ref: _, ...ask } = socket.last('history')
      expect(ask).toEqual({ type: 'history', room: 'lobby', epoch: 'e1', ...query })
      socket.ok('history', { epoch: 'e1', seq: 5, messages: [], more: false, newer: true })
      expect(await page).toEqual({ epoch: 'e1', seq: 5, messages: [], more: false, newer: true })
    }
    await expect(room.history({ before: 1, ids: ['m1'] })).rejects.toMatchObject({ code: 'bad_request' })
    const old = room.history({ before: 4 })
    socket.ok('history', { epoch: 'e1', messages: [message(3)], more: true })
    expect(await old).toMatchObject({ seq: 5, newer: true, more: true })
  })

  test('[CL170] brings what came while it was asked for, in the frame of the answer too', async () => {
    const { enter } = harness()
    const { socket, room } = await enter({ seq: 5 })
    const page = room.history({ before: 4 })
    const { ref } = socket.last('history')
    socket.hear(edit(2, 6, 'before it'))
    const messages = [message(1), message(2), answer(3, 2)]
    const ok = { type: 'ok', ref, epoch: 'e1', seq: 5, messages, more: false, newer: true }
    socket.hear(ok, reaction(1, 7, 1), deletion(2, 8))
    const got = await page
    expect(got.seq).toBe(8)
    expect(
      got.messages.map(({ rev, deleted, replyTo, reactions }) => [
        rev,
        deleted,
        replyTo?.deleted,
        reactions?.[0]?.count,
      ]),
    ).toEqual([
      [7, undefined, undefined, 1],
      [8, true, undefined, undefined],
      [undefined, undefined, true, undefined],
    ])
  })

  test('[CL170] the page of a join, too, is brought up to date with what came before it', async () => {
    const { enter, clock } = harness()
    const { socket, room, log } = await enter({ seq: 5, messages: [message(2)] as never })
    socket.hear({ type: 'resync', room: 'lobby', epoch: 'e1', seq: 900 })
    await clock.run(2_000)
    socket.hear(edit(2, 900, 'known'), edit(2, 901, 'new'))
    socket.ok('join', joined({ seq: 900, messages: [message(2, { text: 'known', rev: 900 })] }))
    expect([room.message('m2')?.text, of(log, 'changed').map(({ event }) => event.seq)]).toEqual(['new', [901]])
  })

  test('[CL170] what the page has already changes nothing of it, nor of what it quotes', async () => {
    const { enter } = harness()
    const { socket, room, log } = await enter({ seq: 5 })
    const page = room.history({ before: 4 })
    const { ref } = socket.last('history')
    socket.hear(edit(1, 6, 'first'))
    const messages = [message(1, { text: 'third', rev: 8 }), answer(2, 1, 'third')]
    socket.hear({ type: 'ok', ref, epoch: 'e1', seq: 8, messages, more: false, newer: true })
    expect((await page).messages.map(each => [each.text, each.replyTo?.text])).toEqual([
      ['third', undefined],
      ['text 2', 'third'],
    ])
    socket.hear(edit(1, 7, 'second'), edit(1, 8, 'third'), edit(1, 9, 'fourth'))
    expect(of(log, 'changed').map(({ event, message: { id } }) => [event.seq, id])).toEqual([
      [9, 'm1'],
      [9, 'm2'],
    ])
  })

  test('[CL171] one that cannot be brought up to date is refused for now', async () => {
    const { enter } = harness()
    const { socket, room } = await enter({ seq: 5 })
    const answered = (seq: number) => socket.ok('history', { epoch: 'e1', seq, messages: [], more: false, newer: true })
    const behind = room.history()
    answered(4)
    await expect(behind, 'it is older than what was seen').rejects.toMatchObject({ retryable: true })
    const gone = room.history()
    const { ref } = socket.last('history')
    socket.hear({ type: 'resync', room: 'lobby', epoch: 'e1', seq: 900 })
    await settle()
    const flood = Array.from({ length: 1_001 }, (_, i) => reaction(1, 6 + i, i + 1))
    const busy = await harness().enter({ seq: 5 })
    const flooded = busy.room.history()
    busy.socket.hear(...flood)
    busy.socket.ok('history', { epoch: 'e1', seq: 5, messages: [], more: false, newer: true })
    await expect(flooded).rejects.toMatchObject({ retryable: true, retryAfterMs: 200 })
    socket.hear({ type: 'ok', ref, epoch: 'e1', seq: 5, messages: [], more: false, newer: true })
    await expect(gone, 'nothing was missed yet').resolves.toMatchObject({ seq: 5 })
  })

  test('[CL171] one from before the page that the room goes on from is refused for now', async () => {
    const { enter, clock } = harness()
    const { socket, room } = await enter({ seq: 5 })
    const page = room.history()
    const { ref } = socket.last('history')
    socket.hear({ type: 'resync', room: 'lobby', epoch: 'e1', seq: 900 })
    await clock.run(2_000)
    socket.ok('join', joined({ seq: 900 }))
    socket.hear({ type: 'ok', ref, epoch: 'e1', seq: 5, messages: [message(1)], more: false, newer: true })
    await expect(page).rejects.toMatchObject({ retryable: true })
  })

  test('[CL175] changes are asked with the epoch, brought up to date, and given out', async () => {
    const { enter } = harness()
    const { socket, room, log } = await enter({ seq: 50 })
    const changes = room.changes({ since: 10, from: 1, to: 9 })
    const { ref, ...ask } = socket.last('changes')
    expect(ask).toEqual({ type: 'changes', room: 'lobby', epoch: 'e1', since: 10, from: 1, to: 9 })
    socket.hear(
      { type: 'ok', ref, seq: 50, messages: [message(3, { text: 'new', rev: 20 })], next: 4 },
      reaction(3, 51, 1),
    )
    expect(await changes).toMatchObject({ next: 4, messages: [{ text: 'new', rev: 51, reactions: [{ count: 1 }] }] })
    socket.hear(deletion(3, 52))
    expect(of(log, 'changed')).toHaveLength(1)
    const old = room.changes({ since: 10, from: 1, to: 9 })
    socket.refuse('changes', 'bad_request')
    await expect(old).rejects.toMatchObject({ code: 'bad_request' })
  })

  test('[CL170] in whatever order page and events come, what is seen in the end is their fold', async () => {
    const texts = fc.constantFrom('a', 'b', 'c')
    const happening = fc.oneof(
      fc.record({ kind: fc.constant('edit'), target: fc.integer({ min: 1, max: 3 }), text: texts }),
      fc.record({
        kind: fc.constantFrom('delete', 'react', 'pin', 'unpin', 'say'),
        target: fc.integer({ min: 1, max: 3 }),
        text: texts,
      }),
    )
    const cuts = fc.record({
      asked: fc.nat(12),
      asOf: fc.nat(12),
      came: fc.nat(12),
      frames: fc.integer({ min: 1, max: 4 }),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(happening, { maxLength: 12 }),
        cuts,
        async (happenings, { asked, asOf, came, frames }) => {
          const { client, enter } = harness()
          const { socket, room, log } = await enter({ seq: 3 })
          const events = happenings.map(({ kind, target, text }, at) => {
            const seq = 4 + at
            switch (kind) {
              case 'edit':
                return edit(target, seq, text)
              case 'delete':
                return deletion(target, seq)
              case 'react':
                return reaction(target, seq, seq)
              case 'say':
                return message(seq)
              default:
                return pin(target, seq, kind === 'pin')
            }
          })
          const start = [message(1), answer(2, 1), answer(3, 2)].map(plain)
          const fold = (upTo: number) =>
            start.map(each =>
              events
                .slice(0, upTo)
                .reduce(
                  (now, event) => (event.type === 'new_message' ? now : applyEvent(now, event as ChangeEvent, ADA.id)),
                  each,
                ),
            )
          const all = events.length
          const [from, to] = [Math.min(asked, all), Math.min(Math.max(asked, came), all)]
          // the server answers what holds when it was asked, or later, whatever has come here meanwhile
          const at = Math.min(Math.max(from, asOf), all)
          for (const event of events.slice(0, from)) socket.hear(event)
          const page = room.history()
          const { ref } = socket.last('history')
          for (const event of events.slice(from, to)) socket.hear(event)
          const ok = { type: 'ok', ref, epoch: 'e1', seq: 3 + at, messages: fold(at), more: false, newer: false }
          const late = events.slice(to)
          socket.hear(ok, ...late.slice(0, frames))
          let seen = (await page).messages
          const before = of(log, 'changed').length
          for (const event of late.slice(frames)) socket.hear(event)
          for (const { message: now } of of(log, 'changed').slice(before))
            seen = seen.map(each => (each.id === now.id ? now : each))
          expect(JSON.parse(JSON.stringify(seen))).toEqual(JSON.parse(JSON.stringify(fold(all))))
          client.close()
        },
      ),
      { numRuns: 300 },
    )
  })
})
