import { expect, test } from 'vitest'
import { ADA, BOB, harness, joined, message, of } from '../../../support/client-harness.ts'
import { DraftBox } from '../../../support/draft-box.ts'
import { settle } from '../../../support/virtual-clock.ts'

const ACCOUNT = { id: 'a:9', name: 'Ada' }

/** In a room as a guest, with a draft on the wire. */
async function guest(options: Parameters<typeof harness>[0] = {}) {
  const kit = harness(options)
  const sessions: unknown[] = []
  kit.client.on('session', session => sessions.push(session))
  const entered = await kit.enter({ seq: 5 })
  const draft = entered.room.send('one')
  await settle()
  return { ...kit, ...entered, draft, sessions }
}

test('[CL260] a guest goes on as an account in place: connection, room, place, and what is on its way', async () => {
  const { client, room, socket, sockets, draft, sessions, log } = await guest()
  const done = client.identify('t2')
  await settle()
  expect(socket.last('identify')).toEqual({ type: 'identify', ref: socket.last('identify').ref, token: 't2' })
  expect(client.user).toEqual(ADA)
  socket.ok('identify', { user: ACCOUNT, sessionId: 's2' })
  await done
  expect([client.user, client.guestId, sessions]).toEqual([ACCOUNT, ADA.id, [{ user: ACCOUNT, token: 't2' }]])
  expect([room.state, draft.state.status, draft.user]).toMatchObject([{ position: { seq: 5 } }, 'pending', ACCOUNT.id])
  expect([sockets.all.length, client.status.status]).toEqual([1, 'online'])
  socket.ok('send_message', { room: 'lobby', seq: 6, id: 'm6', sentAt: 6, duplicate: false })
  expect(draft.state.status).toBe('sent')
  expect(of(log, 'state').map(({ status }) => status)).toEqual(['joining', 'joined'])
})

test('[CL260] a refusal changes nothing, and neither does a connection that is not there', async () => {
  const { client, socket, draft, sessions } = await guest()
  const refused = expect(client.identify('t2')).rejects.toMatchObject({ code: 'unauthorized' })
  await settle()
  socket.refuse('identify', 'unauthorized')
  await refused
  expect([client.user, client.guestId, draft.state.status, sessions]).toEqual([ADA, undefined, 'pending', []])
  socket.drop()
  await expect(client.identify('t2')).rejects.toMatchObject({ code: 'offline', retryable: true })
  expect(client.user).toEqual(ADA)
})

test('[CL261] the echo of what was sent as a guest confirms it, whichever id it names', async () => {
  for (const user of [ADA, ACCOUNT]) {
    const { client, socket, draft } = await guest()
    const done = client.identify('t2')
    await settle()
    socket.ok('identify', { user: ACCOUNT, sessionId: 's2' })
    await done
    socket.hear(message(6, { cid: draft.cid, user: BOB }))
    expect(draft.state.status).toBe('pending')
    socket.hear(message(7, { cid: draft.cid, user }))
    expect(draft.state).toMatchObject({ status: 'sent', seq: 7 })
  }
})

test('[CL261] after a cut it is sent again under its cid, and a reload finds it as the account’s', async () => {
  const box = new DraftBox()
  const { client, socket, draft, welcome, nextTry } = await guest({ drafts: box.store() })
  const done = client.identify('t2')
  await settle()
  socket.ok('identify', { user: ACCOUNT, sessionId: 's2' })
  await done
  await expect.poll(() => box.drafts.map(({ user }) => user)).toEqual([ACCOUNT.id])
  socket.drop()
  await nextTry()
  const next = await welcome([joined({ seq: 5, recovered: true, events: [] })], { user: ACCOUNT })
  expect(next.last('connect')).toMatchObject({ token: 't2', rooms: [{ room: 'lobby', epoch: 'e1', seq: 5 }] })
  expect(next.said('send_message').map(({ cid }) => cid)).toEqual([draft.cid])
})

test('[CL262] with the account known a server that does not go on in place is connected to anew, at the same places', async () => {
  const { client, socket, draft, welcome, room } = await guest()
  const done = client.identify('t2', ACCOUNT)
  await settle()
  socket.refuse('identify', 'forbidden')
  await done
  expect(client.user).toEqual(ACCOUNT)
  const next = await welcome([joined({ seq: 5, recovered: true, events: [] })], { user: ACCOUNT })
  expect(next.last('connect')).toMatchObject({ token: 't2', rooms: [{ room: 'lobby', epoch: 'e1', seq: 5 }] })
  expect(next.said('send_message').map(({ cid }) => cid)).toEqual([draft.cid])
  expect([room.state.status, client.guestId]).toEqual(['joined', ADA.id])
})

test('[CL262] who logs out afterwards leaves nothing of the guest', async () => {
  const fetch = async () => new Response(null, { status: 204 })
  const { client, socket } = await guest({ fetch })
  const done = client.identify('t2')
  await settle()
  socket.ok('identify', { user: ACCOUNT, sessionId: 's2' })
  await done
  await client.logout()
  expect([client.user, client.guestId]).toEqual([undefined, undefined])
})

test('[CL263] what one is and may in a room is what the join says, and follows the server', async () => {
  const { enter } = harness()
  const { room, socket, log } = await enter({ role: 'guest', can: ['send', 'react'] })
  expect([room.role, [...(room.can ?? [])]]).toEqual(['guest', ['send', 'react']])
  const rights = { type: 'rights', room: 'lobby', role: 'moderator', can: ['send', 'react', 'delete_any'] }
  socket.hear(rights, rights)
  expect([room.role, room.can?.has('delete_any')]).toEqual(['moderator', true])
  expect(of(log, 'rights').map(({ role }) => role)).toEqual(['guest', 'moderator'])
  // it has no place in the log
  expect(room.state).toMatchObject({ position: { seq: 0 } })
  const older = await harness().enter()
  expect([older.room.role, older.room.can, of(older.log, 'rights')]).toEqual([undefined, undefined, []])
})

test('[CL263] who was muted keeps what they wrote, with the reason', async () => {
  const { enter } = harness()
  const { room, socket } = await enter()
  const draft = room.send('one')
  await settle()
  socket.refuse('send_message', 'muted')
  expect(draft.state).toMatchObject({ status: 'failed', error: { code: 'muted' } })
  expect(room.drafts).toEqual([draft])
})
