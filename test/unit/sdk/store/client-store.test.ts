import { describe, expect, test, vi } from 'vitest'
import { ClientStore } from '../../../../sdk/store/client-store.ts'
import { RoomStore } from '../../../../sdk/store/room-store.ts'
import { harness, joined, message } from '../../../support/client-harness.ts'
import { settle } from '../../../support/virtual-clock.ts'

/** One client in two rooms, each with its store. */
async function inTwoRooms() {
  const kit = harness()
  const client = new ClientStore({ client: kit.client, clock: kit.clock })
  const [lobby, den] = ['lobby', 'den'].map(room => new RoomStore({ client, room, lang: 'en', clock: kit.clock })) as [
    RoomStore,
    RoomStore,
  ]
  for (const room of [lobby, den]) room.start()
  client.start(true)
  const socket = await kit.welcome([joined(), joined({ room: 'den' })])
  await settle()
  return { ...kit, client, lobby, den, socket }
}

describe('views that are read', () => {
  test('[TL240] however much happens, who has not read since is told once; the view is that of now', async () => {
    const { lobby, socket } = await inTwoRooms()
    const changed = vi.fn()
    const stop = lobby.subscribe(changed)
    expect(lobby.view).toBe(lobby.view)
    for (const seq of [1, 2, 3]) socket.hear(message(seq))
    expect(changed).toHaveBeenCalledTimes(1)
    expect(lobby.view.log.items.filter(item => item.kind === 'message')).toHaveLength(3)
    socket.hear(message(4))
    expect(changed).toHaveBeenCalledTimes(2)
    expect(lobby.view.log.items.at(-1)).toMatchObject({ text: 'text 4' })
    stop()
    socket.hear(message(5))
    expect(changed).toHaveBeenCalledTimes(2)
  })

  test('[TL240] what reads in the notice sees what has changed', async () => {
    const { lobby, socket } = await inTwoRooms()
    const seen: unknown[] = []
    expect(lobby.view.log.items).toEqual([])
    lobby.subscribe(() => seen.push(lobby.view.log.items.at(-1)))
    socket.hear(message(1))
    socket.hear(message(2))
    expect(seen).toMatchObject([{ text: 'text 1' }, { text: 'text 2' }])
  })

  test('[TL241] rooms of one client travel in one connect, share session and connection, and nothing else', async () => {
    const { client, lobby, den, socket, sockets } = await inTwoRooms()
    const rooms = socket.said('connect').map(({ rooms }) => rooms)
    expect(rooms).toMatchObject([[{ room: 'lobby' }, { room: 'den' }]])
    const changed = { client: vi.fn(), lobby: vi.fn(), den: vi.fn() }
    client.subscribe(changed.client)
    lobby.subscribe(changed.lobby)
    den.subscribe(changed.den)
    const counts = () => {
      const told = Object.values(changed).map(each => each.mock.calls.length)
      void [client.view, lobby.view, den.view]
      for (const each of Object.values(changed)) each.mockClear()
      return told
    }
    void [client.view, lobby.view, den.view]
    socket.hear({ ...message(1), room: 'den' })
    expect(counts()).toEqual([0, 0, 1])
    expect([lobby.view.log.items.length, den.view.log.items.length]).toEqual([0, 2])
    sockets.last.drop()
    await settle()
    expect([lobby, den].map(({ view }) => view.connection.status)).toEqual(['waiting', 'waiting'])
    expect(counts()[1]).toBeGreaterThan(0)
  })

  test('[TL241] a room that is followed later is joined at once, one that is not any more is let be', async () => {
    const { client, den, socket, clock } = await inTwoRooms()
    const late = new RoomStore({ client, room: 'late', lang: 'en', clock })
    late.start()
    await settle()
    expect(socket.said('join').map(({ room }) => room)).toEqual(['late'])
    expect(late.view).toMatchObject({ screen: 'chat', room: 'late', log: { ready: false } })
    den.stop()
    socket.hear({ ...message(1), room: 'den' })
    expect(den.view.log.items).toEqual([])
  })

  test('[TL242] an intent that cannot be done returns why, and changes nothing', async () => {
    const { lobby, socket } = await inTwoRooms()
    const before = lobby.view
    for (const [text, code] of [
      [' ', 'invalid_message'],
      ['x'.repeat(5_000), 'too_large'],
    ] as const) {
      expect(lobby.dispatch({ type: 'send', text })).toMatchObject({ name: 'ChatError', code })
      expect(lobby.dispatch({ type: 'edit', messageId: 'm1', text })).toMatchObject({ name: 'ChatError', code })
    }
    expect([lobby.view, socket.said('send_message')]).toEqual([before, []])
    expect(lobby.dispatch({ type: 'send', text: 'fine' })).toBeUndefined()
  })
})
