import { expect, test } from 'vitest'
import { ADA, BOB, harness, joined } from '../../../support/client-harness.ts'
import { settle } from '../../../support/virtual-clock.ts'

test('[CL94] resume goes on as somebody else: the socket, the rooms and the session, and nothing of the one before', async () => {
  const { client, enter, welcome, sockets } = harness()
  const { room, socket } = await enter({ seq: 5 })
  const sessions: unknown[] = []
  client.on('session', session => sessions.push(session))
  const draft = room.send('of Ada')
  client.resume({ user: BOB, token: 't2' })
  expect([client.user, draft.state.status, socket.closedWith]).toEqual([BOB, 'failed', 1000])
  const second = await welcome([joined({ seq: 5 })], { user: BOB })
  expect(second.last('connect')).toMatchObject({ token: 't2', rooms: [{ room: 'lobby' }] })
  expect(second.said('send_message')).toEqual([])
  client.resume(undefined)
  expect(sessions).toEqual([{ user: BOB, token: 't2' }, undefined])
  expect(client).toMatchObject({ user: undefined, status: { status: 'closed', error: { code: 'unauthorized' } } })
  await expect(client.connect()).rejects.toMatchObject({ code: 'unauthorized' })
  expect(sockets.all).toHaveLength(2)
})

test('[CL94] resume without a connection or a room opens none, in every state', async () => {
  for (const state of ['idle', 'connecting', 'waiting', 'closed'] as const) {
    const { client, clock, sockets } = harness({ token: state === 'closed' ? undefined : 't1' })
    if (state !== 'idle') client.connect().catch(() => {})
    await settle()
    if (state === 'waiting') sockets.last.drop()
    expect(client.status.status).toBe(state)
    client.resume(undefined)
    await settle()
    expect([client.status.status, clock.pending, client.user]).toEqual(['closed', 0, undefined])
    const opened = sockets.all.length
    client.resume({ user: ADA, token: 't3' })
    await settle()
    expect([sockets.all.length, client.user]).toEqual([opened, ADA])
    client.close()
    expect(() => client.resume(undefined)).toThrow(expect.objectContaining({ code: 'closed' }))
  }
})

test('[CL94] a cookie of somebody else is no way to become that one', async () => {
  const { client, welcome, sockets } = harness({ token: undefined, credentials: 'cookie', user: ADA })
  const sessions: unknown[] = []
  client.on('session', session => sessions.push(session))
  const done = client.connect().catch(error => error.code)
  await welcome([], { user: BOB })
  expect(await done).toBe('unauthorized')
  expect([client.user, sessions, sockets.last.closedWith]).toEqual([undefined, [undefined], 1000])

  const known = harness({ token: undefined, credentials: 'cookie', user: BOB })
  known.client.connect().catch(() => {})
  await known.welcome([], { user: BOB })
  expect([known.client.user, known.client.status.status]).toEqual([BOB, 'online'])
  // Who it is may not be known before
  const unknown = harness({ token: undefined, credentials: 'cookie' })
  unknown.client.connect().catch(() => {})
  await unknown.welcome([], { user: BOB })
  expect(unknown.client.user).toEqual(BOB)
})
