import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import type { Room, RoomEvents } from '../../../../sdk/client/types.ts'
import { ADA, BOB, change, connected, harness, joined, message, of, record } from '../../../support/client-harness.ts'
import type { FakeSocket } from '../../../support/fake-socket.ts'
import { settle } from '../../../support/virtual-clock.ts'

const CLOSED = expect.objectContaining({ code: 'closed', message: 'This room was released.' })
const types = (socket: FakeSocket, from = 0) => socket.sent.slice(from).map(({ type }) => type)
const texts = (log: Parameters<typeof of>[0]) => of(log, 'message').map(({ message: { text } }) => text)
const outcome = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    error => error,
  )
/** `waiting` until it is settled. */
function watch(promise: Promise<unknown>): () => string {
  let state = 'waiting'
  promise.then(
    () => {
      state = 'done'
    },
    () => {
      state = 'failed'
    },
  )
  return () => state
}

describe('a released room', () => {
  test('[CL240] is left and forgotten; its name gives a new object, and the next connect does not name it', async () => {
    const { client, enter, nextTry, welcome } = harness()
    const { socket, room } = await enter({ seq: 5 })
    const state = watch(client.release('lobby'))
    expect(socket.said('leave')).toMatchObject([{ room: 'lobby' }])
    expect([client.rooms(), room.state]).toEqual([[], { status: 'idle' }])
    await settle()
    expect(state()).toBe('waiting')
    socket.ok('leave')
    await settle()
    expect(state()).toBe('done')
    const next = client.room('lobby')
    expect([next === room, client.rooms()]).toEqual([false, [next]])
    expect([next.state, next.drafts, next.members.count]).toEqual([{ status: 'idle' }, [], 0])
    socket.drop()
    await nextTry()
    expect((await welcome()).last('connect')).toMatchObject({ rooms: [] })
  })

  test('[CL240] without a word where it is not joined: never asked for, never joined, left, refused', async () => {
    const { client, enter } = harness()
    const { socket, room } = await enter()
    void room.leave()
    socket.ok('leave')
    client.room('opened')
    const refused = client
      .room('refused')
      .join()
      .catch(() => {})
    socket.refuse('join', 'forbidden')
    await refused
    const before = socket.sent.length
    for (const name of ['lobby', 'opened', 'refused', 'unknown', 'no name at all', '__proto__'])
      await client.release(name)
    expect([client.rooms(), types(socket, before)]).toEqual([[], []])
  })

  test('[CL240] has no timer left, whatever was going on in it', async () => {
    const { client, clock, enter } = harness()
    const { socket } = await enter()
    const before = clock.pending
    const busy: Record<string, (room: Room) => void> = {
      'somebody types': () => socket.hear({ type: 'typing', room: 'other', user: BOB, active: true }),
      'members are missing': () =>
        socket.hear({ type: 'user_joined', room: 'other', users: [BOB], count: 3, version: 4 }),
      'events are missing': () => socket.hear(message(9, { room: 'other' })),
      'sending has to wait': room => {
        room.send('one')
        socket.refuse('send_message', 'rate_limited', { retryable: true, retryAfterMs: 5_000 })
      },
    }
    for (const [what, happens] of Object.entries(busy)) {
      const room = client.room('other')
      void room.join()
      socket.ok('join', joined({ room: 'other' }))
      happens(room)
      expect(clock.pending, what).toBeGreaterThan(before)
      void client.release('other')
      socket.ok('leave')
      expect(clock.pending, what).toBe(before)
    }
  })

  test('[CL240] is held by nothing', async () => {
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as () => void
    const { client, enter } = harness()
    const { socket } = await enter()
    const objects: WeakRef<Room>[] = []
    for (let i = 0; i < 50; i++) {
      const name = `r${i}`
      const room = client.room(name)
      objects.push(new WeakRef(room))
      room.on('message', () => room.name)
      room.join().catch(() => {})
      socket.ok('join', joined({ room: name, seq: 1, messages: [message(1, { room: name })] }))
      room.send('one')
      socket.hear({ type: 'typing', room: name, user: BOB, active: true })
      void client.release(name)
      socket.ok('leave')
    }
    socket.hear(...socket.said('send_message').map(({ ref }) => ({ type: 'ok', ref, seq: 2, id: 'm2', sentAt: 1 })))
    await settle()
    collect()
    // the last one may be in a register still
    expect(objects.filter(object => object.deref()).length).toBeLessThan(3)
  })

  test('[CL241] says what ended with it, and then nothing', async () => {
    const { client, clock, enter } = harness()
    const { socket, room, log } = await enter()
    socket.hear({ type: 'typing', room: 'lobby', user: BOB, active: true })
    room.send('one')
    log.length = 0
    void client.release('lobby')
    expect(log).toEqual([
      ['typing', []],
      ['draft', expect.objectContaining({ text: 'one', state: { status: 'failed', error: CLOSED } })],
      ['state', { status: 'idle' }],
    ])
    log.length = 0
    socket.hear(message(1), change('reaction', 1, 2, { emoji: '!', on: true, count: 1 }))
    socket.hear({ type: 'user_left', room: 'lobby', users: [BOB], count: 1, version: 2 })
    socket.ok('send_message', { seq: 3, id: 'm3', sentAt: 1 })
    socket.ok('leave')
    socket.hear(
      message(4),
      { type: 'resync', room: 'lobby', epoch: 'e2', seq: 9 },
      { type: 'head', rooms: { lobby: 9 } },
    )
    socket.drop()
    await clock.run(60_000)
    expect(log).toEqual([])
  })

  test('[CL241] refuses what is asked of it, and rejects what waits for it', async () => {
    const { client, enter } = harness()
    const { socket, room } = await enter()
    const asked = [room.history(), room.changes({ since: 0, from: 1, to: 2 }), room.users()].map(outcome)
    const other = client.room('other')
    const join = outcome(other.join())
    const draft = room.send('one')
    void client.release('lobby')
    void client.release('other')
    expect(await draft.settled).toEqual({ status: 'failed', error: CLOSED })
    expect(await join).toEqual(CLOSED)
    socket.ok('history', { epoch: 'e1', messages: [], more: false })
    socket.ok('changes', { messages: [], seq: 2 })
    socket.ok('users', { users: [], count: 0, version: 1 })
    expect(await Promise.all(asked)).toEqual([CLOSED, CLOSED, CLOSED])
    const before = socket.sent.length
    const calls: (() => unknown)[] = [
      () => room.send('two'),
      () => room.edit('m1', 'two'),
      () => room.delete('m1'),
      () => room.react('m1', '!', true),
      () => room.pin('m1', true),
      () => room.on('message', () => {}),
    ]
    for (const call of calls) expect(call).toThrow(CLOSED)
    const promises = [room.join(), room.history(), room.changes({ since: 0, from: 1, to: 2 }), room.users()]
    expect(await Promise.all(promises.map(outcome))).toEqual(promises.map(() => CLOSED))
    room.setTyping(true)
    await room.leave()
    expect([room.drafts, room.state, types(socket, before)]).toEqual([[], { status: 'idle' }, []])
  })

  test('[CL241] what somebody still has of its drafts does nothing', async () => {
    const { client, enter } = harness()
    const { socket, room } = await enter()
    const drafts = [room.send('one'), room.send('two')]
    void client.release('lobby')
    const next = client.room('lobby')
    const log = record(next)
    void next.join()
    socket.ok('leave')
    socket.ok('join', joined())
    const before = socket.sent.length
    drafts[0]?.retry()
    drafts[1]?.discard()
    await settle()
    expect(drafts.map(({ state }) => state.status)).toEqual(['failed', 'failed'])
    expect([types(socket, before), next.drafts, of(log, 'draft')]).toEqual([[], [], []])
  })
})

describe('a release at any moment', () => {
  test('[CL242] while it is being joined: the leave goes behind the join, whose answer counts for nothing', async () => {
    const { client, enter } = harness()
    const { socket } = await enter()
    const room = client.room('other')
    const log = record(room)
    const join = outcome(room.join())
    const done = client.release('other')
    expect(types(socket).slice(-2)).toEqual(['join', 'leave'])
    socket.ok('join', joined({ room: 'other', seq: 1, messages: [message(1, { room: 'other' })] }))
    socket.ok('leave')
    await done
    expect(await join).toEqual(CLOSED)
    expect([of(log, 'page'), client.rooms().map(({ name }) => name)]).toEqual([[], ['lobby']])
  })

  test('[CL242] while it waits to be joined again: it is not', async () => {
    const { client, clock, enter } = harness()
    const { socket } = await enter()
    void client
      .room('other')
      .join()
      .catch(() => {})
    socket.refuse('join', 'unavailable', { retryable: true, retryAfterMs: 700 })
    void client.release('other')
    await clock.run(5_000)
    expect(socket.said('join')).toHaveLength(1)
  })

  test('[CL242] without a connection: at once, and the next one does not name it', async () => {
    const { client, enter, nextTry, welcome } = harness()
    const { socket } = await enter({ seq: 5 })
    void client
      .room('other')
      .join()
      .catch(() => {})
    socket.drop()
    await client.release('lobby')
    await nextTry()
    const second = await welcome([joined({ room: 'other' })])
    expect(second.last('connect').rooms).toEqual([{ room: 'other' }])
    expect(second.said('leave')).toEqual([])
  })

  test('[CL242] [CL245] in the middle of a resume: what the connection brings is nobody’s, and the server is told', async () => {
    const { client, enter, nextTry, sockets } = harness()
    const { socket, log } = await enter({ seq: 5 })
    socket.drop()
    await nextTry()
    await settle()
    sockets.last.open()
    await client.release('lobby')
    log.length = 0
    const second = sockets.last
    second.hear(message(6))
    second.ok('connect', { ...connected(), rooms: [joined({ seq: 6, recovered: true, events: [message(6)] })] })
    expect(second.last('connect').rooms).toEqual([{ room: 'lobby', epoch: 'e1', seq: 5 }])
    expect([log, second.said('leave').map(({ room }) => room)]).toEqual([[], ['lobby']])
  })

  test('[CL242] twice, together with a leave, and of many rooms', async () => {
    const { client, enter } = harness()
    const { socket, room } = await enter()
    const all = [room.leave(), client.release('lobby'), client.release('lobby')]
    for (const name of ['a', 'b']) {
      void client
        .room(name)
        .join()
        .catch(() => {})
      socket.ok('join', joined({ room: name }))
    }
    for (const { name } of client.rooms()) all.push(client.release(name), client.release(name))
    expect(socket.said('leave').map(({ room: name }) => name)).toEqual(['lobby', 'a', 'b'])
    socket.hear(...socket.said('leave').map(({ ref }) => ({ type: 'ok', ref })))
    await Promise.all(all)
    expect(client.rooms()).toEqual([])
  })

  test('[CL242] where the answer to the leave is a refusal, or none', async () => {
    const { client, clock, enter } = harness()
    const { socket } = await enter()
    const refused = client.release('lobby')
    socket.refuse('leave', 'not_joined')
    await refused
    for (const ends of ['in time', 'with the socket'] as const) {
      void client
        .room('other')
        .join()
        .catch(() => {})
      socket.ok('join', joined({ room: 'other' }))
      const done = client.release('other')
      if (ends === 'in time') clock.advance(10_000)
      else socket.drop()
      await done
    }
  })

  test('[CL242] after close, and while it closes', async () => {
    const { client, clock, enter } = harness()
    const { socket, room } = await enter()
    const other = client.room('other')
    const done: Promise<void>[] = []
    room.on('state', () => done.push(client.release('other'), client.release('lobby')))
    client.close()
    await Promise.all([...done, client.release('lobby')])
    expect([client.rooms(), socket.said('leave'), clock.pending]).toEqual([[], [], 0])
    expect(await outcome(other.join())).toMatchObject({ code: 'closed' })
  })

  const pin = (seq: number) => change('message_pinned', 1, seq, { on: true })
  const happens: [keyof RoomEvents, (socket: FakeSocket, room: Room) => void][] = [
    ['state', socket => socket.drop()],
    ['event', socket => socket.hear(message(2), message(3))],
    ['message', socket => socket.hear(message(2), message(3))],
    ['changed', socket => socket.hear(pin(2), message(3))],
    ['pins', socket => socket.hear(pin(2), message(3))],
    ['gap', socket => socket.hear(message(5))],
    // of a gap, which it has to wait for
    ['state', socket => socket.hear(message(5))],
    ['draft', (_, room) => room.send('one')],
    ['discarded', (_, room) => room.send('one').discard()],
    ['members', socket => socket.hear({ type: 'user_joined', room: 'lobby', users: [BOB], count: 3, version: 4 })],
    ['typing', socket => socket.hear({ type: 'typing', room: 'lobby', user: BOB, active: true })],
  ]
  test.each(happens)('[CL242] by a listener that is told of %s', async (name, happen) => {
    const { client, clock, enter } = harness()
    const { socket, room } = await enter({ seq: 1, messages: [message(1) as never] })
    const before = clock.pending
    room.on(name, () => void client.release('lobby'))
    happen(socket, room)
    expect([client.rooms(), room.state]).toEqual([[], { status: 'idle' }])
    const { length } = socket.sent
    for (const { ref } of socket.said('leave')) socket.hear({ type: 'ok', ref })
    if (client.status.status === 'online') {
      for (const { ref } of socket.said('send_message')) socket.hear({ type: 'ok', ref, seq: 2, id: 'm2', sentAt: 1 })
      expect(clock.pending).toBe(before)
    }
    await clock.run(9_000)
    expect(types(socket, length)).toEqual([])
    client.close()
    expect(clock.pending).toBe(0)
  })

  test.each(['page', 'event', 'changed', 'pins', 'members', 'state'] as const)(
    '[CL242] by a listener that is told of %s by a join',
    async name => {
      const { client, clock, enter } = harness()
      const { socket } = await enter()
      const before = clock.pending
      const room = client.room('other')
      const join = outcome(room.join())
      const place = { room: 'other' }
      socket.ok('join', joined({ ...place, seq: 1, messages: [message(1, place)] }))
      expect(await join).toBe('done')
      room.send('one')
      socket.hear(message(5, place))
      clock.advance(2_000)
      room.on(name, () => void client.release('other'))
      // what comes before the answer waits for it
      socket.hear(message(3, place))
      const events = [change('reaction', 1, 2, { ...place, emoji: '!', on: true, count: 1 })]
      const how = name === 'page' ? { messages: [message(1, place)] } : { recovered: true, events }
      const sent = socket.said('send_message').length
      socket.ok('join', joined({ ...place, seq: 2, ...how, pins: ['m1'] }))
      expect([client.rooms().length, room.state]).toEqual([1, { status: 'idle' }])
      socket.ok('leave')
      socket.ok('send_message', { seq: 9, id: 'm9', sentAt: 1 })
      expect(clock.pending).toBe(before)
      await clock.run(9_000)
      expect([socket.said('join').length, socket.said('send_message').length]).toEqual([2, sent])
      client.close()
      expect(clock.pending).toBe(0)
    },
  )

  test('[CL242] by a listener that is told that it is being joined', async () => {
    for (const online of [true, false]) {
      const { client, clock, enter, sockets } = harness()
      if (online) await enter()
      const room = client.room('other')
      room.on('state', () => void client.release('other'))
      expect(await outcome(room.join())).toEqual(CLOSED)
      if (online) sockets.last.ok('leave')
      await clock.run(9_000)
      expect([
        sockets.all.length,
        sockets.all.flatMap(({ sent }) => sent).filter(({ type }) => type === 'join'),
      ]).toEqual([online ? 1 : 0, []])
    }
  })

  test.each(['release', 'leave'])(
    '[CL242] by a listener of another room, while the connection brings both: %s',
    async how => {
      const { client, sockets } = harness()
      const [one, two] = [client.room('one'), client.room('two')]
      const joins = [one.join(), two.join()].map(outcome)
      const log = record(two)
      one.on('page', () => void (how === 'leave' ? two.leave() : client.release('two')))
      await settle()
      sockets.last.open()
      sockets.last.ok('connect', { ...connected(), rooms: [joined({ room: 'one' }), joined({ room: 'two' })] })
      expect(await Promise.all(joins)).toMatchObject(['done', { code: 'closed' }])
      expect(of(log, 'page')).toEqual([])
      expect(sockets.last.said('leave').every(({ room }) => room === 'two')).toBe(true)
    },
  )
})

describe('a room that is opened again at once', () => {
  const late = [
    { type: 'typing', room: 'lobby', user: BOB, active: true },
    { type: 'user_joined', room: 'lobby', users: [BOB], count: 2, version: 2 },
    { type: 'update_user_list', room: 'lobby', users: [BOB], count: 1, complete: true, version: 3 },
    { type: 'resync', room: 'lobby', epoch: 'e1', seq: 8 },
    message(6),
  ]

  test('[CL243] is joined behind the leave; what still comes of before it reaches nobody', async () => {
    const { client, clock, enter } = harness()
    const { socket, log } = await enter({ seq: 5 })
    const released = client.release('lobby')
    const room = client.room('lobby')
    const next = record(room)
    const join = room.join()
    expect(types(socket).slice(-2)).toEqual(['leave', 'join'])
    expect(socket.last('join')).toEqual({ type: 'join', ref: expect.any(Number), room: 'lobby' })
    log.length = 0
    next.length = 0
    socket.hear(...late)
    expect([next, room.typing, room.members.count]).toEqual([[], [], 0])
    socket.ok('leave')
    await released
    socket.ok('join', joined({ epoch: 'e2', seq: 1, messages: [message(1)] }))
    await join
    socket.hear(message(2))
    await clock.run(5_000)
    expect([texts(next), of(next, 'page').length, of(next, 'gap')]).toEqual([['text 2'], 1, []])
    expect([log, socket.said('join').length, room.state]).toEqual([
      [],
      1,
      { status: 'joined', position: { epoch: 'e2', seq: 2 } },
    ])
  })

  test('[CL243] once it is joined it hears everything, also where the answer to the leave was lost', async () => {
    const { client, enter } = harness()
    const { socket } = await enter({ seq: 5 })
    void client.release('lobby')
    const room = client.room('lobby')
    const next = record(room)
    void room.join()
    socket.ok('join', joined({ epoch: 'e1', seq: 5, messages: [message(5)] }))
    socket.hear(message(6), { type: 'removed', room: 'lobby', code: 'rights' })
    expect(texts(next)).toEqual(['text 6'])
    expect(room.state.status).toBe('refused')
  })

  test('[CL243] answers and events that come in one frame are told apart', async () => {
    const { client, enter } = harness()
    const { socket } = await enter({ seq: 5 })
    void client.release('lobby')
    const room = client.room('lobby')
    const next = record(room)
    void room.join()
    socket.hear(
      message(6),
      { type: 'ok', ref: socket.last('leave').ref },
      { type: 'ok', ref: socket.last('join').ref, ...joined({ seq: 6, messages: [message(6)] }) },
      message(7),
    )
    expect([of(next, 'page').length, texts(next)]).toEqual([1, ['text 7']])
  })

  test('[CL243] by a listener that is told of the end', async () => {
    const { client, enter } = harness()
    const { socket, room } = await enter()
    const joins: Promise<void>[] = []
    room.on('state', () => joins.push(client.room('lobby').join()))
    void client.release('lobby')
    expect(types(socket).slice(-2)).toEqual(['leave', 'join'])
    socket.ok('leave')
    socket.ok('join', joined())
    await Promise.all(joins)
    expect([joins.length, client.rooms().length, client.room('lobby') === room]).toEqual([1, 1, false])
  })

  test('[CL243] again and again: only what is behind the last leave counts', async () => {
    const { client, enter } = harness()
    const { socket } = await enter({ seq: 5 })
    const joins: Promise<unknown>[] = []
    for (let i = 0; i < 3; i++) {
      void client.release('lobby')
      joins.push(outcome(client.room('lobby').join()))
    }
    const room = client.room('lobby')
    const log = record(room)
    expect(types(socket, 1)).toEqual(['leave', 'join', 'leave', 'join', 'leave', 'join'])
    for (const { type, ref } of socket.sent.slice(1)) {
      if (ref !== socket.last('join').ref) socket.hear(...late)
      socket.hear({ type: 'ok', ref, ...(type === 'join' && joined({ seq: 6, messages: [message(6)] })) })
      if (ref !== socket.last('join').ref) expect(room.state.status).toBe('joining')
    }
    expect(await Promise.all(joins)).toEqual([CLOSED, CLOSED, 'done'])
    expect(of(log, 'page')).toHaveLength(1)
  })

  test('[CL243] without a connection, too: the next one joins it anew', async () => {
    const { client, enter, nextTry, welcome } = harness()
    const { socket } = await enter({ seq: 5 })
    socket.drop()
    await client.release('lobby')
    const room = client.room('lobby')
    const log = record(room)
    const join = room.join()
    await nextTry()
    const second = await welcome([joined({ seq: 7, messages: [message(7)] })])
    await join
    expect(second.last('connect').rooms).toEqual([{ room: 'lobby' }])
    expect([of(log, 'page').length, room.members.users]).toEqual([1, [ADA]])
  })

  test('[CL245] in the middle of a resume: what goes on from where nobody stands is asked anew, at once', async () => {
    for (const how of ['release', 'leave'] as const) {
      const { client, enter, nextTry, sockets } = harness()
      const { socket, room: old } = await enter({ seq: 5 })
      socket.drop()
      await nextTry()
      await settle()
      sockets.last.open()
      if (how === 'release') await client.release('lobby')
      else await old.leave()
      const room = client.room('lobby')
      const log = record(room)
      const join = room.join()
      const second = sockets.last
      second.ok('connect', { ...connected(), rooms: [joined({ seq: 6, recovered: true, events: [message(6)] })] })
      expect(second.last('join')).toEqual({ type: 'join', ref: expect.any(Number), room: 'lobby' })
      second.hear(message(7))
      second.ok('join', joined({ seq: 6, messages: [message(6)] }))
      await join
      expect([of(log, 'page').length, texts(log), second.said('leave')], how).toEqual([1, ['text 7'], []])
    }
  })
})

test('[CL245] a room that nobody wants any more when the connection is there is left on the server', async () => {
  const { client, enter, nextTry, sockets } = harness()
  const { socket } = await enter()
  for (const name of ['left', 'released', 'refused', 'stays']) {
    void client
      .room(name)
      .join()
      .catch(() => {})
    socket.ok('join', joined({ room: name }))
  }
  socket.drop()
  await nextTry()
  await settle()
  sockets.last.open()
  void client.room('left').leave()
  void client.release('released')
  void client.release('refused')
  const refused = { room: 'refused', error: { code: 'forbidden', message: 'No.', retryable: false } }
  const rooms = [joined(), ...['left', 'released', 'stays'].map(room => joined({ room })), refused]
  sockets.last.ok('connect', { ...connected(), rooms })
  expect(sockets.last.said('leave').map(({ room }) => room)).toEqual(['left', 'released'])
})
