import { expect, test } from 'vitest'
import { CLIENT_EVENTS, ROOM_EVENTS } from '../../../../sdk/client/room-events.ts'
import type { ChatClient, ClientEvents, Room, RoomEvents, RoomInfo, RoomState } from '../../../../sdk/client/types.ts'
import { Emitter } from '../../../../sdk/lib/emitter.ts'
import type { ChangeEvent } from '../../../../sdk/protocol/events.ts'
import type { Message, Position } from '../../../../sdk/protocol/records.ts'
import { Unread } from '../../../../sdk/store/unread.ts'
import type { ViewModel } from '../../../../sdk/store/view-model.ts'
import { Dice } from '../../../hostile/dice.ts'
import { ADA, BOB, change, message } from '../../../support/client-harness.ts'
import { settle } from '../../../support/virtual-clock.ts'

const EMPTY = { log: { items: [], older: 'none', newer: 'none', ready: false } } as unknown as ViewModel

test('[RD6] whatever happens in whatever order, a count is what its fold over the log is: 300 histories', async () => {
  for (let seed = 1; seed <= 300; seed++) await history(seed)
})

test('[RD6] the same where the messages that are known begin in the middle: 300 histories', async () => {
  for (let seed = 1; seed <= 300; seed++) await history(seed, true)
})

/** One history of a room without gaps: what the counts say at each step against the whole log. `middle`: it began before. */
async function history(seed: number, middle = false): Promise<void> {
  const dice = new Dice(seed)
  const roll = () => dice.next()
  const below = (most: number) => dice.int(most)
  const events = new Emitter<RoomEvents>(ROOM_EVENTS)
  const told = new Emitter<ClientEvents>(CLIENT_EVENTS)
  const log = new Map<number, Message>()
  let seq = middle ? 5 + below(20) : below(5)
  const first = middle ? 2 + below(seq) : 1
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
    on: (name: 'read', listener: never) => told.on(name, listener),
    directory: async () => ({
      markRead: (_: string, upTo: number) => {
        server = Math.max(server, upTo)
      },
      markUnread: async (_: string, upTo: number) => {
        server = upTo
      },
      recount: (room: string) => {
        const [unread, mentions] = fold(server)
        told.emit('read', { type: 'read', room, upTo: server, unread, mentions })
      },
    }),
  } as unknown as ChatClient
  // A guest knows nothing of what was before the page
  let hidden = isAccount ? 0 : first - 1
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
  events.emit('page', { messages: [...log.values()].slice(first - 1), more: first > 1, keep: false, epoch: 'e1', seq })
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
        events.emit('event', { event: { type: 'new_message', ...next }, live: true })
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
        const event = change(type, at, ++seq, { mentions: now.mentions }) as ChangeEvent
        events.emit('event', { event, live: true })
        // Not of what the room does not hold
        if (at >= first) events.emit('changed', { message: now, before: target, event, live: true })
        await settle()
        break
      }
      case 4:
        // Out of order, too
        unread.mark(at)
        read = Math.max(read, Math.min(at, Math.max(...log.keys(), 0)))
        if (!isAccount || read >= first - 1) break
        // What is left before the page the server says
        await settle()
        say(server)
        events.emit('info', info)
        break
      case 5:
        if (!log.has(at)) break
        unread.markUnread(
          at,
          [...log.values()].filter(({ user, deleted }) => user.id !== ADA.id && !deleted),
        )
        hidden = 0
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
    expect([seed, step, unread.count, unread.mentions]).toEqual([seed, step, ...fold(Math.max(read, hidden))])
  }
  unread.stop()
}
