import { expect, test } from 'vitest'
import { harness } from '../../../support/client-harness.ts'

async function entered() {
  const kit = harness()
  const room = await kit.enter({ seq: 4, read: 1, unread: 3, mentions: 0 })
  const directory = await kit.client.directory()
  return { ...kit, ...room, directory }
}

test('[CL309] what is not read is counted anew by one mark at 0 for many questions', async () => {
  const { directory, socket, clock } = await entered()
  const said = () => socket.said('mark_read')
  for (const room of ['lobby', 'news', 'lobby']) directory.recount(room)
  await clock.run(900)
  expect(said()).toEqual([])
  await clock.run(1_100)
  const marks = ['lobby', 'news'].map(room => ({ type: 'mark_read', room, upTo: 0 }))
  expect(said()).toEqual(marks)
  directory.recount('lobby')
  await clock.run(2_000)
  expect(said().length).toBe(3)
})

test('[CL309] without a connection nothing is asked, and a client that is closed leaves nothing behind', async () => {
  const { client, directory, socket, clock } = await entered()
  directory.recount('lobby')
  socket.drop()
  await clock.run(2_000)
  directory.recount('lobby')
  client.close()
  expect([socket.said('mark_read'), clock.pending]).toEqual([[], 0])
})
