import { describe, expect, test } from 'vitest'
import type { Draft } from '../../../../../sdk/client/types.ts'
import { ADA, BOB, harness, joined, message, of, record } from '../../../../support/client-harness.ts'
import type { FakeSocket, Frame } from '../../../../support/fake-socket.ts'

const ack = (socket: FakeSocket, frame: Frame | undefined, seq: number, fields: object = {}) =>
  socket.hear({
    type: 'ok',
    ref: frame?.ref,
    room: 'lobby',
    seq,
    id: `m${seq}`,
    sentAt: 7,
    duplicate: false,
    ...fields,
  })
const refuse = (socket: FakeSocket, frame: Frame | undefined, code: string, fields: object = {}) =>
  socket.hear({ type: 'error', ref: frame?.ref, code, message: `${code}.`, retryable: false, ...fields })
const sent = (socket: FakeSocket) => socket.said('send_message')
const states = (drafts: readonly Draft[]) => drafts.map(({ state }) => state.status)

describe('a draft', () => {
  test('[CL1] is sent at once with a cid made once, and settles with the acknowledgement', async () => {
    const { clock, enter } = harness()
    const { socket, room, log } = await enter()
    const draft = room.send('\n  hello ')
    expect(draft).toMatchObject({ cid: 'c1', room: 'lobby', text: '  hello', createdAt: clock.now() })
    expect([room.drafts, draft.state]).toEqual([[draft], { status: 'pending' }])
    expect(socket.last('send_message')).toMatchObject({ room: 'lobby', cid: 'c1', text: '  hello' })
    ack(socket, socket.last('send_message'), 1)
    expect(await draft.settled).toEqual({ status: 'sent', seq: 1, id: 'm1', sentAt: 7 })
    expect(room.drafts).toEqual([])
    expect(of(log, 'draft')).toEqual([draft, draft])
  })

  test('[CL1] settles with its own echo, before or without the acknowledgement', async () => {
    const { enter } = harness()
    const { socket, room, log } = await enter()
    const draft = room.send('hello')
    socket.hear(message(1, { cid: 'c1', user: ADA }))
    expect(draft.state).toMatchObject({ status: 'sent', seq: 1 })
    ack(socket, socket.last('send_message'), 1)
    expect(of(log, 'draft')).toHaveLength(2)
  })

  test('[CL1] is not settled by another user who happens to use its cid', async () => {
    const { enter } = harness()
    const { socket, room } = await enter()
    const draft = room.send('hello')
    socket.hear(message(1, { cid: 'c1', user: BOB }))
    expect(draft.state.status).toBe('pending')
  })

  test('[CL9] waits for a connection, and goes in order', async () => {
    const { client, welcome } = harness()
    const room = client.room('lobby')
    const drafts = ['one', 'two', 'three'].map(text => room.send(text))
    expect(states(drafts)).toEqual(['pending', 'pending', 'pending'])
    room.join().catch(() => {})
    client.connect().catch(() => {})
    const socket = await welcome([joined()])
    expect(sent(socket).map(({ text }) => text)).toEqual(['one', 'two', 'three'])
    expect(socket.texts).toHaveLength(2)
  })

  test('[CL9] that was on the wire when the socket died is sent again under its cid', async () => {
    const { nextTry, enter, welcome } = harness()
    const { socket, room } = await enter()
    const drafts = ['one', 'two'].map(text => room.send(text))
    ack(socket, sent(socket)[0], 1)
    expect(states(drafts)).toEqual(['sent', 'pending'])
    socket.drop()
    room.send('three')
    await nextTry()
    const second = await welcome([joined({ seq: 1, recovered: true, events: [message(1, { cid: 'c1', user: ADA })] })])
    expect(sent(second).map(({ cid }) => cid)).toEqual(['c2', 'c3'])
    ack(second, sent(second)[0], 2, { duplicate: true })
    expect(drafts[1]?.state).toMatchObject({ status: 'sent', seq: 2 })
  })

  test('[CL9] that a resume brings back is settled and not sent again', async () => {
    for (const result of [
      { recovered: true, events: [message(1, { cid: 'c1', user: ADA })] },
      { recovered: false, messages: [message(1, { cid: 'c1', user: ADA })] },
    ]) {
      const { nextTry, enter, welcome } = harness()
      const { socket, room } = await enter()
      const draft = room.send('one')
      socket.drop()
      await nextTry()
      const second = await welcome([joined({ seq: 1, ...result })])
      expect(draft.state).toMatchObject({ status: 'sent', seq: 1 })
      expect(sent(second)).toEqual([])
    }
  })

  test('[CL9] that is not answered is sent again under the same cid: unconfirmed is not failed', async () => {
    const { clock, enter } = harness()
    const { socket, room } = await enter()
    const draft = room.send('one')
    clock.advance(11_000)
    expect(sent(socket).map(({ cid }) => cid)).toEqual(['c1', 'c1'])
    expect(draft.state.status).toBe('pending')
    ack(socket, sent(socket)[1], 1, { duplicate: true })
    expect(draft.state.status).toBe('sent')
  })

  test('[CL10] up to 16 travel in one frame, the next ones when all are answered', async () => {
    const { client, welcome } = harness()
    const room = client.room('lobby')
    for (let i = 0; i < 20; i++) room.send(`n${i}`)
    room.join().catch(() => {})
    client.connect().catch(() => {})
    const socket = await welcome([joined()])
    expect([sent(socket).length, socket.texts.length]).toEqual([16, 2])
    for (const [index, frame] of sent(socket).slice(0, 15).entries()) ack(socket, frame, index + 1)
    expect(sent(socket)).toHaveLength(16)
    ack(socket, sent(socket)[15], 16)
    expect(sent(socket).map(({ text }) => text)).toEqual(Array.from({ length: 20 }, (_, i) => `n${i}`))
  })

  test('[CL10] a frame stays below the size that the server takes', async () => {
    const { client, welcome } = harness()
    const room = client.room('lobby')
    for (let i = 0; i < 10; i++) room.send('\u20ac'.repeat(4_000))
    room.join().catch(() => {})
    client.connect().catch(() => {})
    const socket = await welcome([joined()])
    for (let last = -1; sent(socket).length < 10 && sent(socket).length > last; ) {
      last = sent(socket).length
      for (const frame of sent(socket).slice(-5)) ack(socket, frame, 1)
    }
    for (const text of socket.texts) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(65_536)
    expect(sent(socket)).toHaveLength(10)
  })

  test('[CL10] a refusal for now holds the room in order until the time named', async () => {
    const { clock, enter } = harness()
    const { socket, room } = await enter()
    const drafts = [room.send('one')]
    drafts.push(room.send('two'), room.send('three'))
    ack(socket, sent(socket)[0], 1)
    refuse(socket, sent(socket)[1], 'rate_limited', { retryable: true, retryAfterMs: 500 })
    refuse(socket, sent(socket)[2], 'rate_limited', { retryable: true, retryAfterMs: 900 })
    drafts.push(room.send('four'))
    expect(states(drafts)).toEqual(['sent', 'pending', 'pending', 'pending'])
    clock.advance(899)
    expect(sent(socket)).toHaveLength(3)
    clock.advance(1)
    ack(socket, sent(socket)[3], 2)
    expect(sent(socket).map(({ text }) => text)).toEqual(['one', 'two', 'three', 'two', 'three', 'four'])
  })

  test('[CL10] after a refusal for now one goes, then twice as many each time they are taken', async () => {
    const { client, clock, welcome } = harness()
    const room = client.room('lobby')
    for (let i = 0; i < 40; i++) room.send(`n${i}`)
    room.join().catch(() => {})
    client.connect().catch(() => {})
    const socket = await welcome([joined()])
    for (const frame of sent(socket)) refuse(socket, frame, 'rate_limited', { retryable: true, retryAfterMs: 100 })
    clock.advance(100)
    const sizes: number[] = []
    for (let seen = 16; sent(socket).length > seen; ) {
      const batch = sent(socket).slice(seen)
      seen += batch.length
      sizes.push(batch.length)
      for (const frame of batch) ack(socket, frame, 1)
    }
    expect(sizes).toEqual([1, 2, 4, 8, 16, 9])
    expect(
      sent(socket)
        .slice(16)
        .map(({ text }) => text),
    ).toEqual(Array.from({ length: 40 }, (_, i) => `n${i}`))
  })

  test('[CL10] refusals without a time wait longer each time, until something is taken', async () => {
    const { clock, enter } = harness()
    const { socket, room } = await enter()
    room.send('one')
    const waits: number[] = []
    for (let i = 0; i < 5; i++) {
      if (i === 4) {
        ack(socket, socket.last('send_message'), 1)
        room.send('two')
      }
      const before = clock.now()
      refuse(socket, socket.last('send_message'), 'unavailable', { retryable: true })
      const count = sent(socket).length
      while (sent(socket).length === count) clock.advance(100)
      waits.push(clock.now() - before)
    }
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 500])
  })

  test('[CL10] a refusal for good fails it alone, and it can be tried again under its cid', async () => {
    const { enter } = harness()
    const { socket, room, log } = await enter()
    const draft = room.send('one')
    room.send('two')
    refuse(socket, sent(socket)[0], 'forbidden')
    expect(await draft.settled).toMatchObject({ status: 'failed', error: { code: 'forbidden' } })
    expect(room.drafts).toHaveLength(2)
    ack(socket, sent(socket)[1], 1)
    draft.retry()
    draft.retry()
    expect(draft.state).toEqual({ status: 'pending' })
    expect(sent(socket).map(({ cid }) => cid)).toEqual(['c1', 'c2', 'c1'])
    ack(socket, sent(socket)[2], 2)
    expect(await draft.settled).toMatchObject({ status: 'sent', seq: 2 })
    expect(of(log, 'draft').filter(one => one === draft)).toHaveLength(4)
  })

  test('[CL10] discarding removes it and settles it', async () => {
    const { enter } = harness()
    const { socket, room, log } = await enter()
    const draft = room.send('one')
    draft.discard()
    draft.discard()
    draft.retry()
    expect(await draft.settled).toMatchObject({ status: 'failed', error: { code: 'closed' } })
    expect([room.drafts, of(log, 'discarded')]).toEqual([[], [draft]])
    ack(socket, sent(socket)[0], 1)
    expect(draft.state.status).toBe('failed')
    room.send('two')
    expect(sent(socket)).toHaveLength(2)
  })

  test('[CL10] first tried longer ago than the server knows cids is not sent again unasked', async () => {
    const { client, clock, nextTry, enter, welcome } = harness()
    const { socket, room } = await enter()
    const draft = room.send('one')
    socket.drop()
    await client.disconnect()
    clock.advance(8 * 24 * 3_600_000)
    client.connect().catch(() => {})
    const second = await welcome([joined()])
    expect(draft.state).toMatchObject({ status: 'failed', error: { code: 'timeout' } })
    expect(sent(second)).toEqual([])
    draft.retry()
    expect(sent(second)).toHaveLength(1)
    void nextTry
  })

  test('[CL11] blank, too long and too large texts are refused before they are sent', async () => {
    const { client, enter } = harness()
    const { socket, room } = await enter()
    for (const text of ['', ' \n\t', '\u200b\u00ad', '\u0007'])
      expect(() => room.send(text)).toThrow(expect.objectContaining({ code: 'invalid_message' }))
    expect(() => room.send('x'.repeat(4_001))).toThrow(expect.objectContaining({ code: 'too_large' }))
    expect(() => room.send('\u{1f600}'.repeat(4_001))).toThrow(expect.objectContaining({ code: 'too_large' }))
    room.send(`\n\n${'\u{1f600}'.repeat(4_000)}  `)
    expect(sent(socket)).toHaveLength(1)
    expect(client.limits.messageLength).toBe(4_000)
  })

  test('[CL11] the size of the frame counts, not only the length', async () => {
    const { client, welcome } = harness()
    client.connect().catch(() => {})
    await welcome([], { limits: { messageLength: 100_000, frameBytes: 1_000 } })
    expect(() => client.room('lobby').send('x'.repeat(1_000))).toThrow(expect.objectContaining({ code: 'too_large' }))
  })

  test('[CL11] half a character is replaced, as the server would', async () => {
    const { enter } = harness()
    const { room } = await enter()
    expect(room.send('a\ud83d').text).toBe('a\ufffd')
  })

  test('[CL11] 500 drafts may wait in a room', () => {
    const { client } = harness()
    const room = client.room('lobby')
    for (let i = 0; i < 500; i++) room.send('x')
    expect(() => room.send('x')).toThrow(expect.objectContaining({ code: 'too_large', retryable: true }))
    expect(room.drafts).toHaveLength(500)
  })

  test('[CL14] written before the first connect is sent as the user that connects', async () => {
    const { client, welcome } = harness()
    const room = client.room('lobby')
    const draft = room.send('one')
    room.join().catch(() => {})
    client.connect().catch(() => {})
    const socket = await welcome([joined()])
    ack(socket, sent(socket)[0], 1)
    expect(draft.state.status).toBe('sent')
  })

  test('[CL14] written by another user is not sent, nor is that user\u2019s position resumed', async () => {
    const { nextTry, enter, welcome } = harness()
    const { socket, room } = await enter({ seq: 5 })
    const log = record(room)
    const draft = room.send('one')
    socket.drop()
    await nextTry()
    const second = await welcome([joined({ seq: 5, recovered: true, events: [] })], { user: BOB })
    expect(draft.state).toMatchObject({ status: 'failed', error: { code: 'unauthorized' } })
    expect(sent(second)).toEqual([])
    expect(of(log, 'page')).toEqual([])
  })
})
