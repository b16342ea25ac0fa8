import { expect, test } from 'vitest'
import { ClientStore } from '../../../../sdk/store/client-store.ts'
import { RoomStore } from '../../../../sdk/store/room-store.ts'
import type { MessageItem } from '../../../../sdk/store/view-model.ts'
import { BOB, harness, joined, message } from '../../../support/client-harness.ts'
import { settle } from '../../../support/virtual-clock.ts'

const GUEST = { id: 'g:1', name: 'Ada', guest: true as const }
const ACCOUNT = { id: 'a:9', name: 'Ada' }

async function chatting(fields: object = {}) {
  const kit = harness()
  const { clock } = kit
  const client = new ClientStore({ client: kit.client, clock })
  const store = new RoomStore({ client, room: 'lobby', lang: 'en', clock })
  store.start()
  client.start(true)
  const presence = { version: 1, count: 1, complete: true, users: [GUEST] }
  const socket = await kit.welcome([joined({ presence, ...fields })], { user: GUEST })
  return { ...kit, store, socket }
}

const rows = ({ store }: { store: RoomStore }) =>
  store.view.log.items.filter(item => item.kind === 'message').map(item => item as MessageItem)

test('[TL200] what somebody wrote as a guest is their own after they became an account, also what is on its way', async () => {
  const kit = await chatting()
  const { socket, client, store } = kit
  socket.hear(message(1, { user: GUEST, text: 'mine' }), message(2, { user: BOB, text: 'not mine' }))
  store.room.send('on its way')
  await settle()
  const done = client.identify('t2')
  await settle()
  socket.ok('identify', { user: ACCOUNT, sessionId: 's2' })
  await done
  expect(rows(kit).map(({ text, own }) => [text, own])).toEqual([
    ['mine', true],
    ['not mine', false],
    ['on its way', true],
  ])
  // neither who left nor who came is somebody else
  socket.hear({ type: 'presence', room: 'lobby', version: 2, count: 1, joined: [ACCOUNT], left: [GUEST] } as never)
  await settle()
  expect(store.view.log.items.filter(item => item.kind === 'notice')).toEqual([])
})

test('[TL201] what the reader is and may is part of the view, as it was told last', async () => {
  const { store, socket } = await chatting({ role: 'guest', can: ['send', 'react'] })
  expect([store.view.rights.role, store.view.rights.can?.has('send')]).toEqual(['guest', true])
  socket.hear({ type: 'rights', room: 'lobby', role: 'guest', can: ['react'] } as never)
  expect([...(store.view.rights.can ?? [])]).toEqual(['react'])
  const older = await chatting()
  expect(older.store.view.rights).toEqual({ role: undefined, can: undefined })
})
