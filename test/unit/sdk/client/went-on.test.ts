import { expect, test } from 'vitest'
import { ClientStore } from '../../../../sdk/store/client-store.ts'
import { RoomStore } from '../../../../sdk/store/room-store.ts'
import type { MessageItem } from '../../../../sdk/store/view-model.ts'
import { BOB, change, harness, joined, message } from '../../../support/client-harness.ts'
import { settle } from '../../../support/virtual-clock.ts'

const GUEST = { id: 'g:1', name: 'Ada', guest: true as const }
const ACCOUNT = { id: 'a:9', name: 'Ada' }
const OLD = [message(1, { user: GUEST, text: 'mine' }), message(2, { text: 'not mine' })]

/** A guest with a screen, in a room with a message of theirs and one of somebody else. */
async function chatting() {
  const kit = harness()
  const { clock, client } = kit
  const shell = new ClientStore({ client, clock })
  const store = new RoomStore({ client: shell, room: 'lobby', lang: 'en', clock })
  store.start()
  shell.start(true)
  const presence = { version: 1, count: 1, complete: true, users: [GUEST] }
  const socket = await kit.welcome([joined({ seq: 2, messages: OLD, presence })], { user: GUEST })
  const drafts: unknown[] = []
  store.room.on('draft', draft => drafts.push([draft.cid, draft.user, draft.state.status]))
  const goOn = async () => {
    const done = client.identify('t2')
    await settle()
    socket.ok('identify', { user: ACCOUNT, sessionId: 's2' })
    await done
  }
  const rows = () => store.view.log.items.filter(item => item.kind === 'message').map(item => item as MessageItem)
  const row = (seq: number) => rows().find(each => each.seq === seq)
  return { ...kit, store, room: store.room, socket, goOn, rows, row, drafts }
}

test('[CL270] what a guest has on its way stays on the screen when they go on as an account, and is told as the account’s', async () => {
  const { room, goOn, rows, row, drafts } = await chatting()
  const said = room.send('on its way')
  const edit = room.edit('m1', 'edited')
  await settle()
  drafts.length = 0
  await goOn()
  expect(rows().map(({ text, delivery }) => [text, delivery.status])).toEqual([
    ['edited', 'sent'],
    ['not mine', 'sent'],
    ['on its way', 'sending'],
  ])
  expect(row(1)?.edit).toMatchObject({ cid: edit.cid, delivery: { status: 'sending' } })
  expect(drafts).toEqual([said, edit].map(({ cid }) => [cid, ACCOUNT.id, 'pending']))
})

test('[CL271] a reaction of the guest that comes late is one’s own, live, in a page and in what is read', async () => {
  const { room, socket, goOn, row } = await chatting()
  await goOn()
  const page = room.history()
  const reaction = { emoji: '👍', on: true, count: 1, users: [GUEST], user: GUEST }
  socket.hear(change('reaction', 2, 3, reaction))
  socket.ok('history', { epoch: 'e1', seq: 2, messages: OLD, more: false, newer: false })
  const mine = [{ emoji: '👍', me: true }]
  expect(row(2)?.reactions).toMatchObject(mine)
  expect(room.message('m2')?.reactions).toMatchObject(mine)
  expect((await page).messages[1]?.reactions).toMatchObject(mine)
  // of somebody else it is not
  socket.hear(change('reaction', 1, 4, { ...reaction, user: BOB, users: [BOB] }))
  expect(row(1)?.reactions?.map(({ me }) => me)).toEqual([undefined])
})

test('[CL272] who deletes what they wrote as a guest is its author, on the screen too, and takes their reaction back as one', async () => {
  const { room, socket, goOn, row } = await chatting()
  socket.hear(change('reaction', 2, 3, { emoji: '👍', on: true, count: 2, users: [BOB, GUEST], user: GUEST }))
  await goOn()
  room.delete('m1')
  room.react('m2', '👍', false)
  expect(row(2)?.reactions).toEqual([{ emoji: '👍', count: 1, users: [BOB] }])
  room.delete('m2')
  await settle()
  expect([row(1)?.deleted, row(1)?.by, room.message('m1')?.by]).toEqual([true, 'author', 'author'])
  expect(row(2)?.by).toBe('moderator')
})

test('[CL276] what another tab chose as the account is one’s own once the guest goes on as it, beyond those who are named', async () => {
  const { room, socket, goOn, row } = await chatting()
  const named = { emoji: '👍', on: true, count: 1, users: [ACCOUNT], user: ACCOUNT }
  socket.hear(change('reaction', 1, 3, named))
  const others = [1, 2, 3].map(n => ({ id: `u${n}`, name: `Other ${n}` }))
  socket.hear(change('reaction', 2, 4, { emoji: '🎉', on: true, count: 4, users: others, user: ACCOUNT }))
  expect(row(1)?.reactions).toMatchObject([{ me: undefined }])
  await goOn()
  await settle()
  const mine = (emoji: string, count: number, users: object[]) => ({ emoji, count, users, me: true })
  socket.ok('changes', {
    seq: 4,
    messages: [
      message(1, { user: GUEST, text: 'mine', rev: 3, reactions: [mine('👍', 1, [ACCOUNT])] }),
      message(2, { text: 'not mine', rev: 4, reactions: [mine('🎉', 4, others)] }),
    ],
  })
  await settle()
  expect([1, 2].map(seq => row(seq)?.reactions?.map(({ me }) => me))).toEqual([[true], [true]])
  expect(room.message('m2')?.reactions).toMatchObject([{ emoji: '🎉', me: true }])
})

test('[CL277] where that cannot be asked at once it is asked with the next join, and the rows are as true as before meanwhile', async () => {
  const { client, sockets, socket, welcome, nextTry, goOn, store } = await chatting()
  await goOn()
  await settle()
  expect(store.view.log.stale).toBeUndefined()
  socket.drop()
  await settle()
  await nextTry()
  const again = await welcome([joined({ seq: 2, recovered: true, events: [] })], { user: ACCOUNT })
  expect(sockets.last).toBe(again)
  expect(again.said('changes')).toMatchObject([{ room: 'lobby', since: 0, from: 1, to: 2 }])
  expect(client.guestId).toBe(GUEST.id)
})

test('[CL277] a room that is not joined when its guest goes on keeps its rows, and asks once it is joined', async () => {
  const { clock, socket, goOn, rows } = await chatting()
  await goOn()
  await settle()
  socket.refuse('changes', 'not_joined')
  await settle()
  expect(rows().map(({ text }) => text)).toEqual(['mine', 'not mine'])
  socket.hear({ type: 'resync', room: 'lobby', epoch: 'e1', seq: 2 })
  await clock.run(2_000)
  socket.ok('join', joined({ seq: 2, recovered: true, events: [] }))
  await settle()
  expect(socket.said('changes')).toMatchObject([{ since: 0 }, { since: 0, from: 1, to: 2 }])
})
