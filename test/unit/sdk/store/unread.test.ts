import { expect, test } from 'vitest'
import type { Message, Position } from '../../../../sdk/protocol/records.ts'
import { Unread } from '../../../../sdk/store/unread.ts'
import type { ViewModel } from '../../../../sdk/store/view-model.ts'
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

test('[RD6] of a change before the known messages an account asks the server, once for many', async () => {
  const messages = [11, 12].map(seq => message(seq))
  const { socket, clock, unread } = await reading({
    fields: { seq: 12, more: true, messages, read: 2, unread: 10, mentions: 1 },
  })
  const counts = () => [unread.count, unread.mentions]
  const asked = async () => {
    await settle()
    await clock.run(2_000)
    return socket.said('mark_read')
  }
  const say = (unread: number, mentions: number) =>
    socket.hear({ type: 'read', room: 'lobby', upTo: 2, unread, mentions })
  socket.hear(
    change('message_deleted', 5, 13, { by: 'author' }),
    change('message_deleted', 6, 14, { by: 'author' }),
    change('message_edited', 7, 15, { text: 'Ada', mentions: [ADA] }),
  )
  const mark = { type: 'mark_read', room: 'lobby', upTo: 0 }
  expect(await asked()).toEqual([mark])
  say(8, 2)
  expect(counts()).toEqual([8, 2])
  // Read long ago, known here, or a reaction
  socket.hear(
    change('message_deleted', 1, 16, { by: 'author' }),
    change('message_deleted', 12, 17, { by: 'author' }),
    change('reaction', 4, 18, { emoji: '👍', on: true, count: 1, users: [BOB] }),
  )
  expect([await asked(), counts()]).toEqual([[mark], [7, 2]])
  // The same number as it said before, since one went and one came
  socket.hear(change('message_deleted', 8, 19, { by: 'author' }), message(20), message(21))
  expect([await asked(), counts()]).toEqual([
    [mark, mark],
    [9, 2],
  ])
  say(8, 2)
  expect(counts()).toEqual([8, 2])
})

test('[RD6] of a guest far more messages are counted one by one than the room holds, also when they change', async () => {
  const { socket, unread } = await reading()
  for (let seq = 1; seq <= 900; seq++) socket.hear(message(seq, { mentions: seq === 6 ? [ADA] : [] }))
  expect([unread.count, unread.mentions]).toEqual([900, 1])
  socket.hear(
    change('message_deleted', 5, 901, { by: 'author' }),
    change('message_deleted', 6, 902, { by: 'author' }),
    change('message_edited', 7, 903, { text: 'Ada and', mentions: [ADA] }),
    change('message_edited', 8, 904, { text: 'Ada', mentions: [ADA] }),
    change('message_edited', 7, 905, { text: 'and' }),
  )
  expect([unread.count, unread.mentions]).toEqual([898, 1])
  // Beyond that a message is still counted
  for (let seq = 906; seq <= 2_500; seq++) socket.hear(message(seq))
  expect(unread.count).toBe(898 + 1_595)
  unread.mark()
  expect(unread.count).toBe(0)
})
