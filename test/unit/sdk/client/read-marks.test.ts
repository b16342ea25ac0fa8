import { expect, onTestFinished, test, vi } from 'vitest'
import { BOB, harness } from '../../../support/client-harness.ts'
import { settle } from '../../../support/virtual-clock.ts'

async function entered() {
  const kit = harness()
  const room = await kit.enter()
  const directory = await kit.client.directory()
  return { ...kit, ...room, directory }
}

test('[CL304] how far rooms were read is said at once, then at most every other second, the highest of each', async () => {
  const { directory, socket, clock } = await entered()
  const said = () => socket.sent.flat().filter(frame => (frame as { type: string }).type === 'mark_read')
  directory.markRead('lobby', 3, 'e1')
  expect(said()).toEqual([{ type: 'mark_read', room: 'lobby', upTo: 3, epoch: 'e1' }])
  for (const upTo of [5, 9, 7]) directory.markRead('lobby', upTo, 'e1')
  directory.markRead('news', 2)
  expect(said().length).toBe(1)
  await clock.run(2_000)
  expect(said().slice(1)).toMatchObject([
    { room: 'lobby', upTo: 9 },
    { room: 'news', upTo: 2 },
  ])
  directory.markRead('lobby', 12, 'e1')
  void directory.markUnread('lobby', 4).catch(() => {})
  await clock.run(10_000)
  expect(said().length).toBe(3)
})

test('[CL304] a client that is closed leaves nothing behind that would say more', async () => {
  const { client, directory, clock } = await entered()
  directory.markRead('lobby', 3, 'e1')
  directory.markRead('lobby', 5, 'e1')
  client.close()
  expect(clock.pending).toBe(0)
})

test('[CL304] what waits is said when the page is hidden, which may be its end', async () => {
  const document = Object.assign(new EventTarget(), { visibilityState: 'visible' })
  vi.stubGlobal('document', document)
  onTestFinished(() => void vi.unstubAllGlobals())
  const { client, directory, socket, clock } = await entered()
  const said = () => socket.sent.flat().filter(frame => (frame as { type: string }).type === 'mark_read')
  for (const upTo of [3, 5]) directory.markRead('lobby', upTo, 'e1')
  document.dispatchEvent(new Event('visibilitychange'))
  expect(said()).toHaveLength(1)
  document.visibilityState = 'hidden'
  document.dispatchEvent(new Event('visibilitychange'))
  expect(said()[1]).toMatchObject({ room: 'lobby', upTo: 5 })
  await clock.run(2_000)
  expect(said()).toHaveLength(2)
  directory.markRead('lobby', 7, 'e1')
  directory.markRead('lobby', 8, 'e1')
  client.close()
  document.dispatchEvent(new Event('visibilitychange'))
  expect(said()).toHaveLength(3)
})

test('[CL304] what was read without a connection is said with what is read next', async () => {
  const { directory, socket, clock, nextTry, welcome } = await entered()
  socket.drop()
  directory.markRead('lobby', 3, 'e1')
  await nextTry()
  const next = await welcome()
  directory.markRead('news', 1)
  await clock.run(2_000)
  const said = next.sent.flat().filter(frame => (frame as { type: string }).type === 'mark_read')
  expect(said).toMatchObject([
    { room: 'lobby', upTo: 3 },
    { room: 'news', upTo: 1 },
  ])
})

test('[CL304] what one person has read is never said in the name of the next', async () => {
  const next = { ...BOB, id: 'a:bob' }
  const fetch: typeof globalThis.fetch = async url =>
    String(url).endsWith('/login')
      ? Response.json({ token: 't2', user: next, expiresAt: 9 })
      : new Response(null, { status: 204 })
  const { client, clock, welcome, enter } = harness({ fetch })
  const { socket } = await enter()
  const directory = await client.directory()
  directory.markRead('lobby', 10, 'e1')
  directory.markRead('lobby', 20, 'e1')
  await client.logout()
  await clock.run(2_000)
  // Of nobody
  directory.markRead('lobby', 30, 'e1')
  await client.login('Bob', 'pw')
  void client.connect()
  const his = await welcome([], { user: next })
  directory.markRead('lobby', 12, 'e1')
  await clock.run(2_000)
  directory.markRead('news', 1)
  await clock.run(2_000)
  expect(socket.said('mark_read').map(({ upTo }) => upTo)).toEqual([10])
  expect(his.said('mark_read').map(({ upTo }) => upTo)).toEqual([12, 1])
})

test('[CL304] what a guest has read goes on as that of the account that they became', async () => {
  const { client, directory, socket, clock } = await entered()
  for (const upTo of [3, 5]) directory.markRead('lobby', upTo, 'e1')
  const done = client.identify('t2')
  await settle()
  socket.ok('identify', { user: { id: 'a:9', name: 'Ada' }, sessionId: 's2' })
  await done
  await clock.run(2_000)
  expect(socket.said('mark_read')).toMatchObject([{ upTo: 3 }, { room: 'lobby', upTo: 5, epoch: 'e1' }])
})
