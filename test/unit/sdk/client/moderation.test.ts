import { expect, test } from 'vitest'
import { BOB, harness, of } from '../../../support/client-harness.ts'
import { settle } from '../../../support/virtual-clock.ts'

const MUTE = { kind: 'mute', until: 9, reason: 'noise' } as const

async function entered(fields: object = {}) {
  const kit = harness()
  const room = await kit.enter(fields)
  return { ...kit, ...room, moderation: await kit.client.moderation() }
}

test('[CL306] what was laid on somebody is what the join says, and follows what the room and the server tell', async () => {
  const { client, room, socket } = await entered({ sanctions: [MUTE] })
  expect(room.info.sanctions).toEqual([MUTE])
  const hear = async (event: object) => {
    socket.hear(event)
    await settle()
  }
  await hear({ type: 'sanction', room: 'lobby', kind: 'warn', reason: 'rude' })
  expect(room.info.sanctions).toEqual([MUTE, { kind: 'warn', until: undefined, reason: 'rude' }])
  await hear({ type: 'sanction', room: 'lobby', kind: 'mute', until: 20 })
  expect(room.info.sanctions).toMatchObject([{ kind: 'warn' }, { kind: 'mute', until: 20 }])
  await hear({ type: 'sanction', room: 'lobby', kind: 'mute', lifted: true })
  expect(room.info.sanctions).toMatchObject([{ kind: 'warn' }])
  await hear({ type: 'sanction', room: '', kind: 'mute' })
  expect(room.info.sanctions).toMatchObject([{ kind: 'warn' }, { kind: 'mute' }])
  await hear({ type: 'queue', room: 'lobby', reports: 2, held: 1 })
  expect(room.info.queue).toEqual({ reports: 2, held: 1 })
  await hear({ type: 'of a later version', room: 'lobby' })
  expect([client.status.status, room.state.status]).toEqual(['online', 'joined'])
})

test('[CL307] a message that waits leaves the outbox, is shown to wait, and is told what became of it', async () => {
  const { room, socket, log } = await entered()
  expect(socket.last('connect').accepts).toEqual(['held'])
  const [one, two] = [room.send('one'), room.send('two')]
  await settle()
  for (const held of ['h1', 'h2']) {
    socket.hear({ type: 'ok', ref: socket.last('send_message').ref, room: 'lobby', held, sentAt: 7, duplicate: false })
    await settle()
  }
  expect(await one.settled).toEqual({ status: 'held', hold: 'h1', at: 7 })
  expect(room.drafts).toEqual([])
  expect(room.info.held).toMatchObject([
    { hold: 'h1', cid: one.cid, text: 'one', at: 7 },
    { hold: 'h2', cid: two.cid, text: 'two' },
  ])
  socket.hear({ type: 'held', room: 'lobby', hold: 'h1', outcome: 'approved' })
  socket.hear({ type: 'held', room: 'lobby', hold: 'h2', outcome: 'rejected' })
  socket.hear({ type: 'held', room: 'lobby', hold: 'h9', outcome: 'rejected' })
  await settle()
  expect(room.info.held).toEqual([])
  expect(of(log, 'held')).toMatchObject([
    { message: { hold: 'h1', text: 'one' }, outcome: 'approved' },
    { message: { hold: 'h2', text: 'two' }, outcome: 'rejected' },
  ])
})

test('[CL307] what waits after a reload is what the join says', async () => {
  const held = [{ hold: 'h1', cid: 'c1', text: 'one', at: 7 }]
  const { room } = await entered({ held })
  expect(room.info.held).toEqual(held)
})

test('[CL308] what keeps order is one request each, and rejects with the refusal', async () => {
  const { moderation, socket } = await entered()
  const room = 'lobby'
  const asks: [string, () => Promise<unknown>, object, object, unknown][] = [
    [
      'sanction',
      () => moderation.sanction(room, { user: BOB.id, kind: 'ban', forMs: 5 }),
      { user: BOB.id, kind: 'ban', forMs: 5 },
      { until: 5 },
      { until: 5 },
    ],
    ['lift', () => moderation.lift(room, BOB.id, 'ban'), { user: BOB.id, kind: 'ban' }, {}, undefined],
    [
      'report',
      () => moderation.report(room, 'm1', 'spam', 'look'),
      { messageId: 'm1', category: 'spam', note: 'look' },
      { report: 'r1' },
      'r1',
    ],
    [
      'appeal',
      () => moderation.appeal(room, 'mute', 'sorry'),
      { kind: 'mute', note: 'sorry' },
      { report: 'r2' },
      undefined,
    ],
    ['withdraw', () => moderation.withdraw(room, 'h1'), { hold: 'h1' }, {}, undefined],
    ['reports', () => moderation.reports(room, 'a'), { after: 'a' }, { reports: [] }, { reports: [] }],
    ['close_report', () => moderation.closeReport(room, 'r1', 'done'), { report: 'r1', note: 'done' }, {}, undefined],
    ['held', () => moderation.held(room), {}, { held: [] }, { held: [] }],
    ['resolve', () => moderation.resolve(room, 'h1', true), { hold: 'h1', approve: true }, {}, undefined],
    ['audit', () => moderation.audit(room), {}, { entries: [] }, { entries: [] }],
    [
      'messages_by',
      () => moderation.messagesBy(room, BOB.id, 9),
      { user: BOB.id, before: 9 },
      { messages: [] },
      { messages: [] },
    ],
    ['filters', () => moderation.filters(room), {}, { filters: {}, server: true }, { filters: {}, server: true }],
    [
      'set_filters',
      () => moderation.setFilters(room, { hold: 'first' }),
      { filters: { hold: 'first' } },
      {},
      undefined,
    ],
  ]
  for (const [type, ask, said, answer, wanted] of asks) {
    const asked = ask()
    await settle()
    expect(socket.last(type)).toMatchObject({ room, ...said })
    socket.hear({ type: 'ok', ref: socket.last(type).ref, ...answer })
    expect([type, await asked]).toMatchObject([type, wanted === undefined ? undefined : wanted])
    const again = ask()
    const refused = expect(again).rejects.toMatchObject({ code: 'forbidden', retryable: false })
    await settle()
    socket.refuse(type, 'forbidden')
    await refused
  }
  const cids = ['sanction', 'lift', 'set_filters'].flatMap(type => socket.said(type).map(({ cid }) => cid))
  expect(new Set(cids).size).toBe(6)
})
