import { expect, test, vi } from 'vitest'
import { connected, joined, message } from '../../../../support/client-harness.ts'
import { fakeSockets } from '../../../../support/fake-socket.ts'
import { VirtualClock } from '../../../../support/virtual-clock.ts'

test('[CL275] what reads on is loaded with the first question, which goes on from where the room stands by then', async () => {
  vi.resetModules()
  const { createChatClient } = await import('../../../../../sdk/client/create-chat-client.ts')
  const sockets = fakeSockets()
  const clock = new VirtualClock()
  const client = createChatClient({
    server: 'https://chat.example',
    token: 't',
    WebSocket: sockets.WebSocket,
    clock,
    random: () => 0.5,
  })
  const room = client.room('lobby')
  room.join().catch(() => {})
  await vi.waitFor(() => sockets.last.open())
  sockets.last.ok('connect', { ...connected(), rooms: [joined({ seq: 1, messages: [message(1)] })] })
  const page = room.history()
  expect(sockets.last.said('history')).toEqual([])
  const edit = { ...message(2), type: 'message_edited', messageId: 'm1', target: 1, text: 'edited' }
  sockets.last.hear(edit)
  await vi.waitFor(() => expect(sockets.last.said('history')).toHaveLength(1))
  sockets.last.ok('history', { epoch: 'e1', seq: 2, messages: [message(1, { text: 'edited', rev: 2 })], more: false })
  expect((await page).messages.map(({ text }) => text)).toEqual(['edited'])
  client.close()
  expect(clock.pending).toBe(0)
})
