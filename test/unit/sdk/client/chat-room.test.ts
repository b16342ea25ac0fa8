import { describe, expect, test } from 'vitest'
import { ADA, BOB, connected, harness, joined, message, of, record } from '../../../support/client-harness.ts'
import type { FakeSocket } from '../../../support/fake-socket.ts'
import { settle } from '../../../support/virtual-clock.ts'

const texts = (log: Parameters<typeof of>[0]) => of(log, 'message').map(({ message: { text } }) => text)

describe('a room', () => {
  test('[CL3] the same name gives the same room, and joining twice is one join', async () => {
    const { client, enter } = harness()
    const { socket, room } = await enter()
    expect(client.room('lobby')).toBe(room)
    expect(client.rooms()).toEqual([room])
    await room.join()
    expect(socket.said('join')).toEqual([])
  })

  test('[CL3] a room joined while online asks singly', async () => {
    const { client, enter } = harness()
    const { socket } = await enter()
    const other = client.room('other')
    const done = other.join()
    expect(socket.last('join')).toMatchObject({ room: 'other' })
    socket.ok('join', joined({ room: 'other', seq: 4 }))
    await done
    expect(other.state).toEqual({ status: 'joined', position: { epoch: 'e1', seq: 4 } })
  })

  test('[CL3] a room wanted while connect was on its way is joined after it', async () => {
    const { client, sockets } = harness()
    client.connect().catch(() => {})
    await settle()
    sockets.last.open()
    client
      .room('late')
      .join()
      .catch(() => {})
    sockets.last.ok('connect', { ...connected(), rooms: [] })
    expect(sockets.last.last('join')).toMatchObject({ room: 'late' })
    client.close()
  })

  test('[CL3] a room left while connect was on its way is left on the server', async () => {
    const { client, sockets } = harness()
    const room = client.room('lobby')
    const left = room.join().catch(error => error)
    client.connect().catch(() => {})
    await settle()
    sockets.last.open()
    await room.leave()
    expect(await left).toMatchObject({ code: 'closed' })
    sockets.last.ok('connect', { ...connected(), rooms: [joined()] })
    expect(sockets.last.last('leave')).toMatchObject({ room: 'lobby' })
    expect(room.state).toEqual({ status: 'idle' })
  })

  test('[CL3] a refused room says why, and rejects; it can be asked again', async () => {
    const { client, enter } = harness()
    const { socket } = await enter()
    const room = client.room('dm:x')
    const done = room.join()
    socket.refuse('join', 'forbidden')
    await expect(done).rejects.toMatchObject({ code: 'forbidden' })
    expect(room.state).toMatchObject({ status: 'refused', error: { code: 'forbidden' } })
    const again = room.join()
    socket.ok('join', joined({ room: 'dm:x' }))
    await again
  })

  test('[CL3] a name that no room can have is refused without asking', async () => {
    const { client, enter } = harness()
    const { socket } = await enter()
    expect(() => client.room('no spaces')).toThrow(expect.objectContaining({ code: 'invalid_room' }))
    expect(socket.said('join')).toEqual([])
  })

  test('[CL3] a deferred room is joined singly at once, an unavailable one after a while', async () => {
    const { client, clock, welcome } = harness()
    const rooms = ['a', 'b'].map(name => client.room(name))
    const done = Promise.all(rooms.map(room => room.join()))
    client.connect().catch(() => {})
    const error = (code: string) => ({ code, message: code, retryable: true })
    const socket = await welcome([
      { room: 'a', error: error('deferred') },
      { room: 'b', error: { ...error('unavailable'), retryAfterMs: 700 } },
    ])
    expect(socket.said('join')).toMatchObject([{ room: 'a' }])
    socket.ok('join', joined({ room: 'a' }))
    clock.advance(700)
    expect(socket.last('join')).toMatchObject({ room: 'b' })
    socket.ok('join', joined({ room: 'b' }))
    await done
  })

  test('[CL4] the first join brings the newest page', async () => {
    const { enter } = harness()
    const page = [message(1), message(2)]
    const { room, log } = await enter({ seq: 2, messages: page as never, more: true })
    expect(of(log, 'page')).toEqual([{ messages: page, more: true, keep: false, epoch: 'e1', seq: 2 }])
    expect(room.state).toEqual({ status: 'joined', position: { epoch: 'e1', seq: 2 } })
  })

  test('[CL4] after a loss it stands where it was, and resumes in the same round trip as connect', async () => {
    const { nextTry, enter, welcome } = harness()
    const { socket, room, log } = await enter()
    socket.hear(message(1))
    socket.drop()
    expect(room.state).toEqual({ status: 'joining' })
    await nextTry()
    const events = [message(2), message(3)]
    const second = await welcome([joined({ seq: 3, recovered: true, events })])
    expect(second.sent).toMatchObject([{ type: 'connect', rooms: [{ room: 'lobby', epoch: 'e1', seq: 1 }] }])
    expect(of(log, 'message').map(({ message, live }) => [message.seq, live])).toEqual([
      [1, true],
      [2, false],
      [3, false],
    ])
    expect(of(log, 'page')).toHaveLength(1)
    expect(room.state).toEqual({ status: 'joined', position: { epoch: 'e1', seq: 3 } })
  })

  test('[CL4] after too long an absence the page starts anew, and says whether the old one stays true', async () => {
    for (const epoch of ['e1', 'e2']) {
      const { nextTry, enter, welcome } = harness()
      const { socket, log } = await enter()
      socket.drop()
      await nextTry()
      await welcome([joined({ epoch, seq: 900, more: true })])
      expect(of(log, 'page').at(-1)).toEqual({ messages: [], more: true, keep: epoch === 'e1', epoch, seq: 900 })
    }
  })

  test('[CL4] a recovery that does not go on from here is not believed', async () => {
    const { clock, nextTry, enter, welcome } = harness()
    const { socket, log } = await enter()
    socket.drop()
    await nextTry()
    const second = await welcome([joined({ seq: 5, recovered: true, events: [message(4), message(5)] })])
    clock.advance(2_000)
    expect(second.last('join')).toEqual({ type: 'join', ref: expect.any(Number), room: 'lobby' })
    second.ok('join', joined({ seq: 5, messages: [message(5)] }))
    expect(of(log, 'page')).toHaveLength(2)
  })

  test('[CL5] live events are shown once and in order', async () => {
    const { enter } = harness()
    const { socket, log } = await enter()
    socket.hear(message(1), message(2))
    socket.hear(message(2))
    socket.hear(message(1), message(3))
    expect(texts(log)).toEqual(['text 1', 'text 2', 'text 3'])
    expect(of(log, 'message')[0]?.message).not.toHaveProperty('type')
  })

  test('[CL5] an event of an unknown type advances the position', async () => {
    const { enter } = harness()
    const { socket, room, log } = await enter()
    socket.hear({ type: 'reaction', room: 'lobby', seq: 1, emoji: '!' }, message(2))
    expect(texts(log)).toEqual(['text 2'])
    expect(room.state).toMatchObject({ position: { seq: 2 } })
  })

  test('[CL6] a gap is told, and mended by a join from where the client stands', async () => {
    const { clock, enter } = harness()
    const { socket, room, log } = await enter()
    socket.hear(message(1), message(4), message(5))
    expect(of(log, 'gap')).toEqual([{ from: 1, to: 4 }])
    expect(room.state.status).toBe('joining')
    expect(socket.said('join')).toEqual([])
    clock.advance(1_000)
    expect(socket.last('join')).toMatchObject({ room: 'lobby', epoch: 'e1', seq: 1 })
    socket.hear(message(6))
    const events = [2, 3, 4, 5].map(seq => message(seq))
    socket.ok('join', joined({ seq: 5, recovered: true, events }))
    expect(texts(log)).toEqual([1, 2, 3, 4, 5, 6].map(seq => `text ${seq}`))
    expect(room.state).toMatchObject({ status: 'joined', position: { seq: 6 } })
  })

  test('[CL6] the head shows that the last events are missing', async () => {
    const { clock, enter } = harness()
    const { socket, log } = await enter({ seq: 3 })
    socket.hear({ type: 'head', rooms: { lobby: 3, unknown: 9 } })
    socket.hear({ type: 'head', rooms: { lobby: 2 } })
    clock.advance(2_000)
    expect(socket.said('join')).toEqual([])
    socket.hear({ type: 'head', rooms: { lobby: 4 } })
    expect(of(log, 'gap')).toEqual([{ from: 3, to: 4 }])
    clock.advance(2_000)
    expect(socket.said('join')).toHaveLength(1)
  })

  test('[CL6] a resync joins again, and what came before it does not count', async () => {
    const { clock, enter } = harness()
    const { socket, room, log } = await enter({ seq: 3 })
    socket.hear({ type: 'resync', room: 'lobby', epoch: 'e2', seq: 3 })
    expect(room.state.status).toBe('joining')
    clock.advance(1_000)
    socket.hear(message(4))
    socket.ok('join', joined({ epoch: 'e2', seq: 3, messages: [] }))
    socket.hear(message(5, { text: 'of e2' }))
    expect(of(log, 'page').at(-1)).toMatchObject({ keep: false, epoch: 'e2' })
    expect(texts(log)).toEqual(['text 4', 'of e2'])
  })

  test('[CL6] events before the result of the join wait for it', async () => {
    const { client, sockets } = harness()
    const room = client.room('lobby')
    const log = record(room)
    const done = room.join()
    client.connect().catch(() => {})
    await settle()
    sockets.last.open()
    sockets.last.hear(message(8), message(9))
    sockets.last.hear(
      { type: 'ok', ref: 1, ...connected(), rooms: [joined({ seq: 8, messages: [message(8)] })] },
      message(10),
    )
    await done
    expect(texts(log)).toEqual(['text 9', 'text 10'])
  })

  test('[CL6] events of an old socket are not shown on a new one', async () => {
    const { nextTry, clock, enter, welcome } = harness()
    const { socket, log } = await enter()
    socket.hear(message(3))
    socket.hear(message(4))
    socket.drop()
    await nextTry()
    await welcome([joined({ epoch: 'e2', seq: 3 })])
    clock.advance(5_000)
    expect(texts(log)).toEqual([])
  })

  test('[CL6] a join that is not answered is asked again', async () => {
    const { client, clock, enter } = harness()
    const { socket } = await enter()
    const done = client.room('slow').join()
    await clock.run(11_000)
    expect(socket.said('join')).toHaveLength(2)
    socket.ok('join', joined({ room: 'slow' }))
    await done
  })

  test('[CL7] leaving ends it; the next join starts anew', async () => {
    const { enter } = harness()
    const { socket, room, log } = await enter()
    const left = room.leave()
    socket.ok('leave')
    await left
    socket.hear(message(1))
    expect([room.state, texts(log)]).toEqual([{ status: 'idle' }, []])
    const done = room.join()
    expect(socket.last('join')).toEqual({ type: 'join', ref: expect.any(Number), room: 'lobby' })
    socket.ok('join', joined({ seq: 1, messages: [message(1)] }))
    await done
    expect(of(log, 'page')).toHaveLength(2)
  })

  test('[CL7] leaving in the middle of a join ignores its late answer', async () => {
    const { client, enter } = harness()
    const { socket } = await enter()
    const room = client.room('other')
    const first = room.join().catch(error => error.code)
    const ref = socket.last('join').ref
    void room.leave()
    expect(await first).toBe('closed')
    const second = room.join()
    socket.hear({ type: 'ok', ref, ...joined({ room: 'other', seq: 1 }) })
    expect(room.state.status).toBe('joining')
    socket.ok('join', joined({ room: 'other', seq: 2 }))
    await second
    expect(room.state).toMatchObject({ position: { seq: 2 } })
  })

  test('[CL7] a listener may leave at any moment', async () => {
    const { client, sockets } = harness()
    const room = client.room('lobby')
    room.on('page', () => void room.leave())
    const done = room.join().catch(error => error.code)
    client.connect().catch(() => {})
    await settle()
    sockets.last.open()
    sockets.last.ok('connect', { ...connected(), rooms: [joined()] })
    expect(await done).toBe('closed')
    expect(room.state).toEqual({ status: 'idle' })
  })

  test('[CL7] a listener that is told of the end may join again: behind the leave, and to its end', async () => {
    const { enter } = harness()
    const { socket, room } = await enter()
    const joins: Promise<void>[] = []
    room.on('state', ({ status }) => {
      if (status === 'idle') joins.push(room.join())
    })
    void room.leave()
    expect(socket.sent.slice(-2).map(({ type }) => type)).toEqual(['leave', 'join'])
    socket.ok('leave')
    socket.ok('join', joined())
    await Promise.all(joins)
    expect([joins.length, room.state.status]).toEqual([1, 'joined'])
  })

  test('[CL7] what comes between the leave and its answer is not shown, and belongs to no later join', async () => {
    const { enter } = harness()
    const { socket, room, log } = await enter({ seq: 3 })
    void room.leave()
    for (const again of [false, true]) {
      if (again) void room.join()
      log.length = 0
      socket.hear(message(4), { type: 'typing', room: 'lobby', user: BOB, active: true })
      expect([room.typing, log]).toEqual([[], []])
    }
    socket.ok('leave')
    socket.ok('join', joined({ epoch: 'e2', seq: 3, messages: [] }))
    expect([texts(log), room.state]).toEqual([[], { status: 'joined', position: { epoch: 'e2', seq: 3 } }])
  })

  test('[CL7] a listener that leaves while the room begins to be joined: it is not asked for', async () => {
    const { client, enter } = harness()
    const { socket } = await enter()
    const room = client.room('other')
    room.on('state', () => void room.leave())
    await expect(room.join()).rejects.toMatchObject({ code: 'closed' })
    expect(socket.said('join')).toEqual([])
  })

  test('[CL7] a listener that leaves in the middle of a resume, or of what waited for it, ends all that was to follow', async () => {
    for (const seq of [2, 3]) {
      const { clock, enter, nextTry, sockets } = harness()
      const { socket, room, log } = await enter({ seq: 1 })
      socket.drop()
      room.send('one')
      await nextTry()
      await settle()
      const second = sockets.last
      second.open()
      second.hear(message(3))
      room.on('message', ({ message }) => message.seq === seq && void room.leave())
      log.length = 0
      second.ok('connect', { ...connected(), rooms: [joined({ seq: 2, recovered: true, events: [message(2)] })] })
      second.ok('leave')
      expect([texts(log).length, room.state]).toEqual([seq - 1, { status: 'idle' }])
      const { length } = second.sent
      clock.advance(2_000)
      expect([second.sent.length, second.said('send_message')]).toEqual([length, []])
    }
  })

  test('[CL7] a listener that leaves when events or members are missing: nothing is asked any more', async () => {
    for (const name of ['gap', 'members', 'state'] as const) {
      const { clock, enter } = harness()
      const { socket, room } = await enter()
      room.on(name, () => void room.leave())
      if (name === 'members') socket.hear({ type: 'user_joined', room: 'lobby', users: [BOB], count: 3, version: 4 })
      else socket.hear(message(5))
      socket.ok('leave')
      clock.advance(2_000)
      expect([room.state, socket.sent.map(({ type }) => type)]).toEqual([{ status: 'idle' }, ['connect', 'leave']])
    }
  })

  test('[CL8] history and users ask, reject with refusals, and need a connection', async () => {
    const { enter } = harness()
    const { socket, room } = await enter()
    const page = room.history({ before: 9, limit: 20 })
    expect(socket.last('history')).toMatchObject({ room: 'lobby', before: 9, limit: 20, epoch: 'e1' })
    socket.ok('history', { epoch: 'e1', messages: [], more: false })
    expect(await page).toMatchObject({ epoch: 'e1', messages: [], more: false })
    const refused = room.users({ after: 'x' })
    socket.refuse('users', 'bad_request')
    await expect(refused).rejects.toMatchObject({ code: 'bad_request', retryable: false })
    const lost = room.history()
    socket.drop()
    await expect(lost).rejects.toMatchObject({ code: 'offline', retryable: true })
    await expect(room.history()).rejects.toMatchObject({ code: 'offline' })
  })

  test('[CL8] a request that is not answered in 10 s is a timeout', async () => {
    const { clock, enter } = harness()
    const { room } = await enter()
    const page = expect(room.history()).rejects.toMatchObject({ code: 'timeout', retryable: true })
    clock.advance(10_000)
    await page
  })

  test('[CL12] a join brings a snapshot, deltas go on from it', async () => {
    const { enter } = harness()
    const { socket, room, log } = await enter()
    socket.hear({ type: 'user_joined', room: 'lobby', users: [BOB], count: 2, version: 2 })
    expect(room.members).toMatchObject({ count: 2, users: [ADA, BOB] })
    socket.hear({ type: 'update_user_list', room: 'lobby', users: [BOB], count: 1, complete: true, version: 4 })
    expect(of(log, 'members').map(({ joined, left }) => [joined.length, left.length])).toEqual([
      [0, 0],
      [1, 0],
      [0, 0],
    ])
    expect(room.members.users).toEqual([BOB])
  })

  test('[CL12] a missed delta is mended by users, page by page, again when it changed meanwhile', async () => {
    const { clock, enter } = harness()
    const { socket, room } = await enter()
    socket.hear({ type: 'user_joined', room: 'lobby', users: [BOB], count: 3, version: 4 })
    clock.advance(1_000)
    socket.ok('users', { users: [ADA], count: 2, version: 4, next: 'n1' })
    expect(socket.last('users')).toMatchObject({ room: 'lobby', after: 'n1' })
    socket.ok('users', { users: [BOB], count: 2, version: 5 })
    expect(room.members).toMatchObject({ count: 2, complete: true, users: [ADA, BOB] })
    clock.advance(1_000)
    expect(socket.said('users')).toHaveLength(3)
    socket.ok('users', { users: [ADA, BOB], count: 2, version: 5 })
    clock.advance(10_000)
    expect(socket.said('users')).toHaveLength(3)
  })

  test('[CL12] of a large room only the first page is asked for', async () => {
    const { clock, enter } = harness()
    const { socket, room } = await enter()
    socket.hear({ type: 'user_joined', room: 'lobby', users: [], count: 300, version: 9 })
    clock.advance(1_000)
    socket.ok('users', { users: [ADA, BOB], count: 300, version: 9, next: 'n1' })
    clock.advance(1_000)
    expect(socket.said('users')).toHaveLength(1)
    expect(room.members).toMatchObject({ count: 300, complete: false, users: [ADA, BOB] })
  })

  test('[CL12] versions of an old socket mean nothing on a new one', async () => {
    const { nextTry, enter, welcome } = harness()
    const { socket, room } = await enter({ presence: { version: 90, count: 1, complete: true, users: [ADA] } })
    socket.drop()
    await nextTry()
    const second = await welcome([joined({ recovered: true, events: [] })])
    second.hear({ type: 'user_joined', room: 'lobby', users: [BOB], count: 2, version: 2 })
    expect(room.members.users).toEqual([ADA, BOB])
  })

  const typing = (socket: FakeSocket, user: object, active = true) =>
    socket.hear({ type: 'typing', room: 'lobby', user, active })

  test('[CL13] who types is known until they stop, send, leave or fall silent; oneself is left out', async () => {
    const { clock, enter } = harness()
    const { socket, room } = await enter()
    typing(socket, ADA)
    expect(room.typing).toEqual([])
    typing(socket, BOB)
    expect(room.typing).toEqual([BOB])
    typing(socket, BOB, false)
    expect(room.typing).toEqual([])
    typing(socket, BOB)
    socket.hear(message(1))
    expect(room.typing).toEqual([])
    typing(socket, BOB)
    socket.hear({ type: 'user_left', room: 'lobby', users: [BOB], count: 1, version: 2 })
    expect(room.typing).toEqual([])
    typing(socket, BOB)
    clock.advance(5_999)
    typing(socket, BOB)
    clock.advance(5_999)
    expect(room.typing).toEqual([BOB])
    clock.advance(1)
    expect(room.typing).toEqual([])
    typing(socket, BOB)
    socket.drop()
    expect(room.typing).toEqual([])
  })

  test('[CL13] own typing is said once in a while, and again after a message', async () => {
    const { clock, enter } = harness()
    const { socket, room } = await enter()
    const said = () => socket.said('typing').map(({ active }) => active)
    for (let i = 0; i < 5; i++) room.setTyping(true)
    expect(said()).toEqual([true])
    clock.advance(3_000)
    room.setTyping(true)
    room.setTyping(false)
    room.setTyping(false)
    expect(said()).toEqual([true, true, false])
    room.setTyping(true)
    room.send('hello')
    room.setTyping(true)
    expect(said()).toEqual([true, true, false, true, true])
    socket.drop()
    room.setTyping(true)
    expect(socket.said('typing')).toHaveLength(5)
  })
})
