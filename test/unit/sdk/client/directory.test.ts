import { expect, test } from 'vitest'
import { ADA, BOB, harness, of } from '../../../support/client-harness.ts'
import { settle } from '../../../support/virtual-clock.ts'

async function entered(fields: object = {}) {
  const kit = harness()
  const room = await kit.enter(fields)
  const directory = await kit.client.directory()
  return { ...kit, ...room, directory }
}

test('[CL300] how a room is set is what the join says, and follows what the room tells', async () => {
  const set = {
    kind: 'announce',
    title: 'News',
    topic: 'of today',
    slowMs: 5_000,
    locked: true,
    role: 'user',
    can: ['edit'],
  }
  const { room, socket, log } = await entered(set)
  expect(room.info).toMatchObject({ kind: 'announce', title: 'News', topic: 'of today', locked: true, slowMs: 5_000 })
  expect([...(room.can ?? []), room.role]).toEqual(['edit', 'user'])
  expect(of(log, 'rights')).toEqual([{ role: 'user', can: new Set(['edit']), slowMs: 5_000 }])
  const place = { type: 'room_changed', room: 'lobby', id: 'e1', cid: 'x1', user: BOB, sentAt: 1 }
  socket.hear({ ...place, seq: 1, changes: { title: '', topic: 'of tomorrow', locked: false } })
  expect(room.info).toMatchObject({ kind: 'announce', title: '', topic: 'of tomorrow', locked: false })
  expect(of(log, 'info').at(-1)).toEqual(room.info)
  expect(of(log, 'rights').length).toBe(1)
  socket.hear({ type: 'rights', room: 'lobby', role: 'member', can: ['edit', 'send'] })
  expect(of(log, 'rights').at(-1)).toEqual({ role: 'member', can: new Set(['edit', 'send']), slowMs: undefined })
  expect(of(log, 'event').at(-1)).toMatchObject({ event: { type: 'room_changed', seq: 1 }, live: true })
  expect(room.state).toMatchObject({ position: { seq: 1 } })
})

test('[CL300] nothing is told where nothing is different, and an older server tells nothing', async () => {
  const { socket, log } = await entered({ kind: 'open', role: 'guest', can: ['send'] })
  const before = log.length
  socket.hear({ type: 'rights', room: 'lobby', role: 'guest', can: ['send'] })
  expect(log.length).toBe(before)
  const old = await entered()
  expect([old.room.info, old.room.role, old.room.can]).toEqual([{}, undefined, undefined])
  expect(of(old.log, 'info')).toEqual([])
})

test('[CL301] how far somebody has read follows what the server says of it, in the room and in all', async () => {
  const { client, room, socket, log } = await entered({ read: 0, unread: 3, mentions: 1 })
  const heard: unknown[] = []
  client.on('read', value => heard.push(value))
  client.on('activity', value => heard.push(value))
  expect(room.info).toMatchObject({ read: 0, unread: 3, mentions: 1 })
  const read = { type: 'read', room: 'lobby', upTo: 4, unread: 0, mentions: 0 } as const
  const activity = { type: 'activity', rooms: { 'dm:x': { upTo: 2, unread: 1, mentions: 0 } } } as const
  socket.hear(read)
  socket.hear(activity)
  expect(room.info).toMatchObject({ read: 4, unread: 0, mentions: 0 })
  expect(of(log, 'info').at(-1)).toEqual(room.info)
  expect(heard).toEqual([read, activity])
})

test('[CL302] who is taken out of a room is in it no longer, does not come back by themselves, and hears why', async () => {
  for (const [code, wanted] of [
    ['rights', 'not_found'],
    ['closed', 'not_found'],
    ['kicked', 'banned'],
    ['banned', 'banned'],
  ] as const) {
    const { room, socket, clock } = await entered()
    const asked = socket.sent.length
    socket.hear({ type: 'removed', room: 'lobby', code, reason: code === 'banned' ? 'spam' : undefined })
    socket.hear({ type: 'resync', room: 'lobby', epoch: '', seq: 0 })
    expect(room.state).toMatchObject({ status: 'refused', error: { code: wanted, retryable: false } })
    if (code === 'banned') expect(room.state).toMatchObject({ error: { message: 'spam' } })
    await clock.run(30_000)
    expect(socket.sent.slice(asked).filter(frame => JSON.stringify(frame).includes('"join"'))).toEqual([])
    // by their own act they may try again
    void room.join().catch(() => {})
    await settle()
    expect(socket.last('join')).toMatchObject({ room: 'lobby' })
    expect(socket.last('join')).not.toHaveProperty('seq')
  }
})

test('[CL303] questions about rooms and people are one request each, and reject with the refusal', async () => {
  const { directory, socket } = await entered()
  const summary = { room: 'news', kind: 'open', role: 'user', can: [] }
  const asks: [string, object, object, () => Promise<unknown>, unknown][] = [
    [
      'rooms',
      { after: 'a', limit: 2 },
      { rooms: [summary] },
      () => directory.rooms({ after: 'a', limit: 2 }),
      { rooms: [summary] },
    ],
    [
      'create_room',
      { kind: 'open', room: 'news' },
      { room: 'news' },
      () => directory.create({ kind: 'open', room: 'news' }),
      'news',
    ],
    [
      'change_room',
      { room: 'news', topic: 't' },
      { room: 'news' },
      () => directory.change('news', { topic: 't' }),
      undefined,
    ],
    ['open_direct', { user: BOB.id }, { room: 'dm:1' }, () => directory.openDirect(BOB.id), 'dm:1'],
    ['invite', { room: 'r', user: BOB.id }, {}, () => directory.invite('r', BOB.id), undefined],
    ['accept', { room: 'r', on: true }, { room: 'r' }, () => directory.answer('r', true), undefined],
    [
      'set_role',
      { room: 'r', user: BOB.id, role: 'none' },
      { room: 'r', duplicate: false },
      () => directory.setRole('r', BOB.id, 'none'),
      undefined,
    ],
    [
      'members',
      { room: 'r' },
      { members: [{ user: ADA, role: 'owner' }] },
      () => directory.members('r'),
      { members: [{ user: ADA, role: 'owner' }] },
    ],
    ['mark_unread', { room: 'r', upTo: 3 }, {}, () => directory.markUnread('r', 3), undefined],
    ['block', { user: BOB.id, on: true }, {}, () => directory.block(BOB.id, true), undefined],
    ['blocks', {}, { users: [BOB] }, () => directory.blocks(), [BOB]],
  ]
  for (const [type, fields, answer, ask, value] of asks) {
    const done = ask()
    expect(socket.last(type)).toMatchObject({ type, ...fields })
    socket.ok(type, answer)
    expect(await done).toEqual(value)
    const refused = expect(ask()).rejects.toMatchObject({ code: 'not_found' })
    socket.refuse(type, 'not_found')
    await refused
  }
  const made = ['create_room', 'change_room', 'set_role'].map(type => socket.last(type)['cid'])
  expect(new Set(made).size).toBe(3)
})

test('[CL305] somebody who is asked into a room hears of it, and a client that was closed asks nothing', async () => {
  const { client, socket } = await entered()
  const heard: unknown[] = []
  client.on('invited', value => heard.push(value))
  const invited = { type: 'invited', room: 'priv:1', title: 'Us', by: BOB }
  socket.hear(invited)
  expect(heard).toEqual([invited])
  client.close()
  await expect(client.directory()).rejects.toMatchObject({ code: 'closed' })
})
