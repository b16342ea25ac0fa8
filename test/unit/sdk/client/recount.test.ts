import { expect, test } from 'vitest'
import { harness, joined, message } from '../../../support/client-harness.ts'
import { settle } from '../../../support/virtual-clock.ts'

async function entered() {
  const kit = harness()
  const room = await kit.enter({ seq: 4, read: 1, unread: 3, mentions: 0 })
  const directory = await kit.client.directory()
  return { ...kit, ...room, directory }
}

test('[CL309] what is not read is counted anew by one join from the place where the client stands', async () => {
  const { directory, room, socket, clock, log } = await entered()
  const asked = [directory.recount(room), directory.recount(room)]
  await clock.run(500)
  socket.hear(message(5))
  expect(socket.said('join')).toEqual([])
  await clock.run(1_500)
  expect(socket.said('join')).toMatchObject([{ room: 'lobby', epoch: 'e1', seq: 5 }])
  const before = log.length
  socket.ok('join', joined({ seq: 5, recovered: true, events: [], read: 1, unread: 2, mentions: 1 }))
  for (const each of asked) expect(await each).toMatchObject({ epoch: 'e1', seq: 5, read: 1, unread: 2, mentions: 1 })
  // The room hears nothing of it, and the next question is another one
  expect([log.length, room.state.status]).toEqual([before, 'joined'])
  void directory.recount(room).catch(() => {})
  await clock.run(2_000)
  expect(socket.said('join').length).toBe(2)
})

test('[CL309] nobody who has left comes back by it, and a client that is closed asks nothing', async () => {
  const { client, directory, room, socket, clock } = await entered()
  const refused = expect(directory.recount(room)).rejects.toMatchObject({ code: 'not_joined' })
  room.leave()
  await clock.run(2_000)
  await refused
  expect(socket.said('join')).toEqual([])
  void directory.recount(client.room('news'))
  await settle()
  client.close()
  expect(clock.pending).toBe(0)
})
