import { expect, test } from 'vitest'
import type { RoomStore } from '../../../../../sdk/store/room-store.ts'
import type { ViewModel } from '../../../../../sdk/store/view-model.ts'
import { Missed, type MissedHost } from '../../../../../sdk/widget/chat/missed.ts'
import { harness, message } from '../../../../support/client-harness.ts'
import { VirtualClock } from '../../../../support/virtual-clock.ts'

/** What counts the rooms of one client; `heard`: how many listeners each of them has. */
function counting() {
  const heard = new Map<string, number>()
  const client = { on: () => () => {} }
  const store = (name: string) => {
    const on = () => {
      heard.set(name, (heard.get(name) ?? 0) + 1)
      return () => heard.set(name, (heard.get(name) ?? 0) - 1)
    }
    return { room: { name, on, state: { status: 'idle' } }, view: {} } as unknown as RoomStore
  }
  let shown: RoomStore | undefined
  const host = {
    clock: new VirtualClock(),
    client: () => client,
    shown: () => shown,
    chrome: () => ({ open: false, atEnd: true }),
    note: () => ({}),
    changed() {},
  }
  const missed = new Missed(host as unknown as MissedHost)
  const show = (next: RoomStore) => {
    shown = next
    missed.look()
  }
  return { missed, heard, store, show }
}

test('[WG166] of too many rooms the longest unused is forgotten first, and not the one that is shown', () => {
  const { missed, heard, store, show } = counting()
  const lobby = store('lobby')
  show(lobby)
  const before = missed.of(lobby)
  for (let i = 0; i < 100; i++) {
    missed.of(store(`room ${i}`))
    missed.look()
  }
  // With what is marked unread in it
  expect(missed.of(lobby)).toBe(before)
  const names = Object.keys(missed.counts)
  expect(names).toHaveLength(60)
  expect(names).toContain('lobby')
  expect(names).not.toContain('room 40')
  expect([heard.get('room 40'), heard.get('room 99')]).toEqual([0, heard.get('lobby')])
  missed.stop()
})

test('[WG166] a room that is forgotten is not listened to any more, and is counted anew when it is used again', () => {
  const { missed, heard, store } = counting()
  const news = store('news')
  const before = missed.of(news)
  missed.forget('news')
  expect([missed.counts, heard.get('news')]).toEqual([{}, 0])
  missed.forget('news')
  expect(missed.of(news)).not.toBe(before)
  expect(Object.keys(missed.counts)).toEqual(['news'])
  missed.stop()
})

/** One room of the real client, shown to somebody who stands elsewhere in it than at its end. */
async function reading() {
  const kit = harness()
  const view = { log: { items: [], older: 'none', newer: 'none' } } as unknown as ViewModel
  const store = { room: kit.client.room('lobby'), view } as unknown as RoomStore
  let atEnd = true
  const host = {
    clock: kit.clock,
    client: () => kit.client,
    shown: () => store,
    chrome: () => ({ open: true, atEnd }),
    note: () => ({}),
    keep() {},
    changed() {},
    counted() {},
    mentioned() {},
  }
  const missed = new Missed(host as unknown as MissedHost)
  const unread = missed.of(store)
  const { socket } = await kit.enter({})
  const scroll = (to: boolean) => {
    atEnd = to
    missed.look()
  }
  return { ...kit, missed, unread, socket, scroll }
}

test('[RD22] what is marked unread begins at that message, also where less was read before', async () => {
  const { missed, unread, socket, scroll, clock } = await reading()
  scroll(false)
  socket.hear(...[1, 2, 3, 4, 5].map(seq => message(seq)))
  expect([missed.since, unread?.count]).toEqual([undefined, 5])
  missed.markUnread(4)
  expect([missed.since, unread?.count]).toEqual([3, 2])
  scroll(true)
  missed.saw(5)
  await clock.run(2_000)
  expect([missed.since, unread?.count]).toEqual([3, 2])
  missed.readAll()
  expect([missed.since, unread?.count]).toEqual([undefined, 0])
  missed.stop()
})

test('[RD22] what is marked unread before it was taken as read stays so', async () => {
  const { missed, unread, socket, clock } = await reading()
  socket.hear(...[1, 2, 3].map(seq => message(seq)))
  missed.markUnread(2)
  await clock.run(2_000)
  expect([missed.since, unread?.count]).toEqual([1, 2])
  missed.stop()
})
