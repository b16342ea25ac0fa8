import { expect, test } from 'vitest'
import { ROOM_EVENTS } from '../../../../sdk/client/room-events.ts'
import type { ChatClient, Room, RoomEvents, RoomInfo, RoomState } from '../../../../sdk/client/types.ts'
import { Emitter } from '../../../../sdk/lib/emitter.ts'
import type { ChangeEvent } from '../../../../sdk/protocol/events.ts'
import type { Message, Position } from '../../../../sdk/protocol/records.ts'
import { Unread } from '../../../../sdk/store/unread.ts'
import type { ViewModel } from '../../../../sdk/store/view-model.ts'
import { Dice } from '../../../hostile/dice.ts'
import { ADA, BOB, change, harness, message } from '../../../support/client-harness.ts'
import { settle } from '../../../support/virtual-clock.ts'

const EMPTY = { log: { items: [], older: 'none', newer: 'none', ready: false } } as unknown as ViewModel

/** A room of the real client, and what is not read of it; `account`: the server keeps where its reader stands. */
async function reading({ fields = {} as object, seen = undefined as Position | undefined } = {}) {
  const kit = harness()
  const kept = { seen }
  const mentioned: string[] = []
  let told = 0
  const keeper = {
    seen: () => kept.seen,
    keep: (place: Position) => {
      kept.seen = place
    },
    changed: () => told++,
    mentioned: ({ id }: Message) => mentioned.push(id),
  }
  const unread = new Unread(kit.client.room('lobby'), kit.client, keeper)
  unread.start(EMPTY)
  const entered = await kit.enter(fields)
  return { ...kit, ...entered, unread, kept, mentioned, told: () => told }
}

test('[RD1] messages of others behind the place that was read to count; own ones, edits and reactions never do', async () => {
  const { socket, unread } = await reading()
  socket.hear(message(1), message(2, { user: ADA }), message(3))
  expect([unread.count, unread.mentions]).toEqual([2, 0])
  socket.hear(
    change('message_edited', 3, 4, { text: 'other words' }),
    change('reaction', 1, 5, { emoji: '👍', on: true, count: 1, users: [BOB] }),
  )
  expect(unread.count).toBe(2)
  unread.mark(1)
  expect([unread.count, unread.read?.seq]).toEqual([1, 1])
  unread.mark()
  expect(unread.count).toBe(0)
})

test('[RD1] a message that is deleted unread counts no more', async () => {
  const { socket, unread } = await reading()
  socket.hear(message(1, { mentions: [ADA] }), message(2), change('message_deleted', 1, 3, { by: 'author' }))
  expect([unread.count, unread.mentions]).toEqual([1, 0])
})

test('[RD2] a mention counts and is told once, also one that an edit adds', async () => {
  const { socket, unread, mentioned } = await reading()
  socket.hear(message(1), message(2, { mentions: [ADA] }))
  for (const seq of [3, 4]) socket.hear(change('message_edited', 1, seq, { text: 'Ada, look', mentions: [ADA] }))
  expect([unread.count, unread.mentions, mentioned]).toEqual([2, 2, ['m2', 'm1']])
  socket.hear(message(5, { user: ADA, mentions: [ADA] }))
  expect(mentioned.length).toBe(2)
})

test('[RD3] who is here for the first time has missed nothing; after that the place is kept, also over a reload', async () => {
  const messages = [message(1), message(2)]
  const first = await reading({ fields: { seq: 2, messages } })
  expect([first.unread.count, first.kept.seen]).toEqual([0, { epoch: 'e1', seq: 2 }])
  const again = await reading({
    fields: { seq: 4, messages: [...messages, message(3), message(4)] },
    seen: first.kept.seen,
  })
  expect(again.unread.count).toBe(2)
  again.unread.mark(3)
  expect(again.kept.seen).toEqual({ epoch: 'e1', seq: 3 })
  const elsewhere = await reading({ fields: { epoch: 'e2', seq: 4, messages }, seen: { epoch: 'e1', seq: 1 } })
  expect(elsewhere.unread.count).toBe(0)
})

test('[RD4] an account’s place is the server’s; marks go there, and what other devices read or mark unread counts here', async () => {
  const messages = [1, 2, 3, 4].map(seq => message(seq))
  const { socket, unread, clock } = await reading({ fields: { seq: 4, messages, read: 1, unread: 3, mentions: 0 } })
  expect(unread.count).toBe(3)
  unread.mark(2)
  await settle()
  expect(socket.last('mark_read')).toMatchObject({ upTo: 2, epoch: 'e1' })
  unread.mark(3)
  // An earlier word of the server, on its way before that
  socket.hear({ type: 'read', room: 'lobby', upTo: 2, unread: 2, mentions: 0 })
  expect(unread.count).toBe(1)
  await clock.run(2_000)
  expect(socket.last('mark_read')).toMatchObject({ upTo: 3 })
  socket.hear({ type: 'read', room: 'lobby', upTo: 4, unread: 0, mentions: 0 })
  expect(unread.count).toBe(0)
  socket.hear({ type: 'read', room: 'lobby', upTo: 1, unread: 3, mentions: 0 })
  expect([unread.count, unread.read?.seq]).toEqual([3, 1])
})

test('[RD4] of what is before the page an account hears from the server; reading on into the page it is exact', async () => {
  const messages = [8, 9, 10].map(seq => message(seq))
  const { socket, unread } = await reading({
    fields: { seq: 10, more: true, messages, read: 2, unread: 7, mentions: 2 },
  })
  expect([unread.count, unread.mentions]).toEqual([7, 2])
  socket.hear(message(11))
  expect(unread.count).toBe(8)
  unread.mark(9)
  expect([unread.count, unread.mentions]).toEqual([2, 0])
})

test('[RD5] marked unread it counts from there, for an account at the server, for a guest in the browser', async () => {
  const messages = [1, 2, 3].map(seq => message(seq))
  const account = await reading({ fields: { seq: 3, messages, read: 3, unread: 0, mentions: 0 } })
  account.unread.markUnread(2)
  await settle()
  expect(account.unread.count).toBe(2)
  expect(account.socket.last('mark_unread')).toMatchObject({ room: 'lobby', upTo: 1 })
  const guest = await reading({ fields: { seq: 3, messages } })
  guest.unread.markUnread(3)
  await settle()
  expect([guest.unread.count, guest.kept.seen?.seq]).toEqual([1, 2])
  expect(guest.socket.said('mark_unread')).toEqual([])
})

test('[RD6] whatever happens in whatever order, a count is what its fold over the log is: 300 histories', async () => {
  for (let seed = 1; seed <= 300; seed++) await history(seed)
})

/** One history of a room without gaps: what the counts say at each step against the whole log. */
async function history(seed: number): Promise<void> {
  const dice = new Dice(seed)
  const roll = () => dice.next()
  const below = (most: number) => dice.int(most)
  const events = new Emitter<RoomEvents>(ROOM_EVENTS)
  const log = new Map<number, Message>()
  let seq = below(5)
  for (let at = 1; at <= seq; at++) log.set(at, made(at))
  let read = 0
  let info: RoomInfo = {}
  const isAccount = roll() < 0.5
  const room = {
    name: 'lobby',
    get info() {
      return info
    },
    get state(): RoomState {
      return { status: 'joined', position: { epoch: 'e1', seq } }
    },
    on: (name: keyof RoomEvents, listener: never) => events.on(name, listener),
  } as unknown as Room
  let server = read
  const client = {
    user: ADA,
    guestId: undefined,
    on: () => () => {},
    directory: async () => ({
      markRead: (_: string, upTo: number) => {
        server = Math.max(server, upTo)
      },
      markUnread: async (_: string, upTo: number) => {
        server = upTo
      },
    }),
  } as unknown as ChatClient
  let kept: Position | undefined = { epoch: 'e1', seq: 0 }
  const keeper = { seen: () => kept, keep: (to: Position) => (kept = to), changed: () => {}, mentioned: () => {} }

  function made(at: number): Message {
    const { type: _, ...fields } = message(at, { user: roll() < 0.3 ? ADA : BOB, mentions: roll() < 0.2 ? [ADA] : [] })
    return fields as unknown as Message
  }
  /** By brute force. */
  function fold(behind: number): [number, number] {
    const unread = [...log.values()].filter(each => each.seq > behind && each.user.id !== ADA.id && !each.deleted)
    return [unread.length, unread.filter(each => each.mentions?.length).length]
  }
  const say = (upTo: number) => {
    const [unread, mentions] = fold(upTo)
    info = { read: upTo, unread, mentions }
  }

  const unread = new Unread(room, client, keeper)
  unread.start(EMPTY)
  if (isAccount) say(0)
  events.emit('page', { messages: [...log.values()], more: false, keep: false, epoch: 'e1', seq })
  events.emit('state', room.state)
  for (let step = 0; step < 40; step++) {
    const at = 1 + below(Math.max(1, seq))
    const target = log.get(at)
    switch (below(8)) {
      case 0:
      case 1:
      case 2: {
        const next = made(++seq)
        log.set(seq, next)
        events.emit('message', { message: next, live: roll() < 0.8 })
        break
      }
      case 3: {
        if (!target || target.deleted) break
        const type = roll() < 0.4 ? 'message_deleted' : 'message_edited'
        const now: Message =
          type === 'message_deleted'
            ? { ...target, text: '', deleted: true, mentions: [] }
            : { ...target, mentions: roll() < 0.5 ? [ADA] : [] }
        log.set(at, now)
        const event = change(type, at, ++seq) as ChangeEvent
        events.emit('changed', { message: now, before: target, event, live: true })
        break
      }
      case 4:
        // Out of order, too
        unread.mark(at)
        read = Math.max(read, Math.min(at, Math.max(...log.keys(), 0)))
        break
      case 5:
        if (!log.has(at)) break
        unread.markUnread(at)
        read = at - 1
        if (!isAccount) break
        await settle()
        say(server)
        events.emit('info', info)
        break
      case 6: {
        if (!isAccount) break
        // Another device reads on, and the server tells; what this one said before has arrived
        await settle()
        server = Math.max(server, at)
        read = server
        say(server)
        events.emit('info', info)
        break
      }
      case 7:
        if (isAccount) break
        // Another tab of a guest
        if (kept && at > kept.seq) kept = { epoch: 'e1', seq: at }
        read = kept?.seq ?? read
        unread.sync(false)
        break
    }
    expect([seed, step, unread.count, unread.mentions]).toEqual([seed, step, ...fold(read)])
  }
  unread.stop()
}
