import { expect, test } from 'vitest'
import { ClientStore } from '../../../../sdk/store/client-store.ts'
import { RoomStore } from '../../../../sdk/store/room-store.ts'
import { harness, joined, message } from '../../../support/client-harness.ts'
import { settle } from '../../../support/virtual-clock.ts'

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => message(from + n))

/** A store whose reader is at the end of a log of 1,000 messages. */
async function atEnd() {
  const kit = harness()
  const client = new ClientStore({ client: kit.client, name: '', clock: kit.clock })
  const store = new RoomStore({ client, room: 'lobby', lang: 'en', clock: kit.clock })
  store.start()
  client.start(true)
  const socket = await kit.welcome([joined({ messages: range(901, 1_000), seq: 1_000, more: true })])
  const shown = () => store.view.log.items.flatMap(item => (item.kind === 'message' ? [item.seq] : []))
  const answer = async (fields: object) => {
    await settle()
    socket.ok('history', { epoch: 'e1', seq: 1_000, ...fields })
    await settle()
  }
  return { store, socket, shown, answer }
}

test('[SR40] a message far up is read on around, up and down, until the end of the log', async () => {
  const { store, socket, shown, answer } = await atEnd()
  const went = store.goTo({ around: 'm300' })
  await answer({ messages: range(276, 325), more: true, newer: true })
  expect(socket.last('history')).toMatchObject({ around: 'm300', limit: 50 })
  expect(await went).toBe(300)
  expect(shown()).toEqual(range(276, 325).map(({ seq }) => seq))
  expect(store.view.log).toMatchObject({ older: 'more', newer: 'more' })
  store.dispatch({ type: 'older' })
  await answer({ messages: range(226, 275), more: true, newer: true })
  expect(socket.last('history')).toMatchObject({ before: 276 })
  store.dispatch({ type: 'newer' })
  await answer({ messages: range(326, 375), more: true, newer: true })
  expect([shown()[0], shown().at(-1)]).toEqual([226, 375])
  // what is said meanwhile is at the end, to which one leap leads
  socket.hear(message(1_001))
  await settle()
  expect(shown().at(-1)).toBe(375)
  store.reading = undefined
  expect([store.view.log.newer, shown().at(-1)]).toEqual(['none', 1_001])
})

test('[SR40] to the first message from a time on; where there is none, to the newest; where it is read already, nothing is lost', async () => {
  const { store, shown, answer } = await atEnd()
  // of a message of the test its seq is its time
  const went = store.goTo({ at: 500 })
  await answer({ messages: range(476, 525), more: true, newer: true })
  expect(await went).toBe(500)
  const near = store.goTo({ around: 'm510' })
  await answer({ messages: range(486, 515), more: true, newer: true })
  expect(await near).toBe(510)
  expect(shown()).toEqual(range(476, 525).map(({ seq }) => seq))
  const later = store.goTo({ at: 1e15 })
  await answer({ messages: range(951, 1_000), more: true, newer: false })
  expect(await later).toBe(1_000)
  expect([store.view.log.newer, shown().at(-1), shown()[0]]).toEqual(['none', 1_000, 901])
})

test('[SR41] what is not there leads nowhere, and what cannot be asked is told; what is read stays', async () => {
  const { store, socket, shown, answer } = await atEnd()
  const before = shown()
  const gone = store.goTo({ around: 'no' })
  await settle()
  socket.refuse('history', 'not_found')
  expect(await gone).toBe(undefined)
  const failed = store.goTo({ around: 'm1' })
  await settle()
  socket.refuse('history', 'forbidden')
  await expect(failed).rejects.toMatchObject({ code: 'forbidden' })
  const other = store.goTo({ around: 'm300' })
  await answer({ epoch: 'e0', messages: range(276, 325), more: true, newer: true })
  await other.catch(() => {})
  expect(shown()).toEqual(before)
})
