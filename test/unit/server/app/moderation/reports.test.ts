import { expect, test } from 'vitest'
import { PeopleHarness } from '../../../../support/people-harness.ts'

async function tea() {
  const harness = new PeopleHarness()
  await harness.accounts('a:own', 'a:mod', 'a:ann')
  await harness.room('tea', {}, { 'a:own': 'owner', 'a:mod': 'moderator', 'a:ann': 'member' })
  return harness
}

test('[MD150] a report keeps the message as it stood, once a person, for moderators alone, until it is closed', async () => {
  const harness = await tea()
  const [bob, ann] = [await harness.as('g:bob', 'tea'), await harness.as('a:ann', 'tea')]
  const { id: messageId } = await bob.send('tea', 'nasty')
  const report = { type: 'report', room: 'tea', messageId, category: 'abuse', note: ' look ' } as const
  const first = await ann.ask(report)
  expect(first).toMatchObject({ type: 'ok', duplicate: false })
  expect(await ann.ask(report)).toMatchObject({ report: first.report, duplicate: true })
  await bob.ask({ type: 'edit_message', room: 'tea', cid: 'e', messageId, text: 'sweet' })
  await bob.ask({ type: 'delete_message', room: 'tea', cid: 'd', messageId })
  expect(await ann.ask({ type: 'reports', room: 'tea' })).toMatchObject({ code: 'forbidden' })
  const reports = async () => (await harness.perform('a:mod', { type: 'reports', room: 'tea' })).reports
  expect(await reports()).toMatchObject([
    {
      report: first.report,
      by: { id: 'a:ann' },
      category: 'abuse',
      note: 'look',
      message: { text: 'nasty', id: messageId },
    },
  ])
  expect(await ann.ask({ ...report, messageId: 'none' })).toMatchObject({ code: 'not_found' })
  expect(await ann.ask(report)).toMatchObject({ code: 'not_found' })
  const close = { type: 'close_report', room: 'tea', report: first.report, note: 'done' } as const
  expect(await harness.perform('a:ann', close)).toMatchObject({ code: 'forbidden' })
  expect(await harness.perform('a:mod', close)).toEqual({})
  expect(await harness.perform('a:mod', close)).toMatchObject({ code: 'not_found' })
  expect(await reports()).toEqual([])
})

test('[MD151] of a message of another room, or of none that is there, nothing is reported', async () => {
  const harness = await tea()
  const bob = await harness.as('g:bob', 'tea', 'other')
  const { id: messageId } = await bob.send('other', 'there')
  const report = { type: 'report', room: 'tea', messageId, category: 'spam' } as const
  expect(await bob.ask(report)).toMatchObject({ code: 'not_found' })
  expect(await bob.ask({ ...report, room: 'priv:BBBBBBBBBBBBBBBBBBBBBB' })).toMatchObject({ code: 'not_found' })
})

test('[MD152] what moderators do is noted, with who, on whom and why, newest first, and shown to moderators alone', async () => {
  const harness = await tea()
  const [mod, ann] = [await harness.as('a:mod', 'tea'), await harness.as('a:ann', 'tea')]
  const { id: messageId } = await ann.send('tea', 'nasty')
  const room = 'tea'
  const next = () => harness.pass(1)
  await mod.ask({ type: 'sanction', room, cid: '1', user: 'a:ann', kind: 'warn', reason: 'rude' })
  await next()
  await mod.ask({ type: 'delete_message', room, cid: '2', messageId, reason: 'rude' })
  await next()
  await mod.ask({ type: 'lift', room, cid: '3', user: 'a:ann', kind: 'warn' })
  await next()
  await mod.ask({ type: 'change_room', room, cid: '4', locked: true })
  await next()
  await harness.perform('a:own', { type: 'set_role', room, cid: '5', user: 'a:ann', role: 'moderator' })
  const { entries } = await mod.ask({ type: 'audit', room })
  expect(entries).toMatchObject([
    { action: 'set_role', by: { id: 'a:own' }, target: { user: { id: 'a:ann' }, changes: { role: 'moderator' } } },
    { action: 'change_room', target: { changes: { locked: true } } },
    { action: 'lift', target: { user: { id: 'a:ann' }, kind: 'warn' } },
    { action: 'delete_message', target: { messageId }, reason: 'rude' },
    {
      action: 'sanction',
      by: { id: 'a:mod', name: 'mod' },
      target: { user: { id: 'a:ann' }, kind: 'warn' },
      reason: 'rude',
    },
  ])
  expect(await harness.perform('g:bob', { type: 'audit', room })).toMatchObject({ code: 'forbidden' })
})

test('[MD153] an own message that a moderator deletes is no deed, and neither is what was done already', async () => {
  const harness = await tea()
  const mod = await harness.as('a:mod', 'tea')
  const { id: messageId } = await mod.send('tea', 'oops')
  for (const cid of ['1', '2']) await mod.ask({ type: 'delete_message', room: 'tea', cid, messageId })
  expect((await mod.ask({ type: 'audit', room: 'tea' })).entries).toEqual([])
})

test('[MD154] a moderator reads all that one person wrote, newest first, page by page', async () => {
  const harness = await tea()
  const [bob, ann] = [await harness.as('g:bob', 'tea'), await harness.as('a:ann', 'tea')]
  for (let at = 0; at < 130; at++) {
    await bob.send('tea', `bob ${at}`)
    if (at % 10 === 0) await ann.send('tea', `ann ${at}`)
  }
  const texts: string[] = []
  for (let before: number | undefined; ; ) {
    const page = await harness.perform('a:mod', { type: 'messages_by', room: 'tea', user: 'a:ann', before })
    texts.push(...page.messages.map(({ text }: { text: string }) => text))
    before = page.next
    if (before === undefined) break
  }
  expect(texts).toEqual(Array.from({ length: 13 }, (_, at) => `ann ${120 - 10 * at}`))
})

test('[MD155] where moderators are not shown, the others see that one deleted a message, and moderators see which', async () => {
  const harness = await tea()
  const [mod, ann] = [await harness.as('a:mod', 'tea'), await harness.as('a:ann', 'tea')]
  await mod.ask({ type: 'change_room', room: 'tea', cid: 'h', hideModerators: true })
  const { id: messageId } = await ann.send('tea', 'nasty')
  await mod.ask({ type: 'delete_message', room: 'tea', cid: 'd', messageId })
  await harness.pass(100)
  const [event] = ann.of('message_deleted')
  expect(event).toMatchObject({ messageId, by: 'moderator' })
  expect(event).not.toHaveProperty('user')
  const late = harness.open()
  const { epoch } = await mod.ask({ type: 'history', room: 'tea' })
  const { rooms } = await late.ask({ type: 'connect', token: 'g:eve', rooms: [{ room: 'tea', epoch, seq: 2 }] })
  expect(rooms[0].events).toEqual([event])
  expect((await mod.ask({ type: 'audit', room: 'tea' })).entries[0]).toMatchObject({ by: { id: 'a:mod' } })
})

test('[MD156] a guest reports three times an hour, who has an account twenty times', async () => {
  const { DEFAULT_HUB_RATES } = await import('../../../../../server/app/hub-deps.ts')
  const harness = new PeopleHarness({ rates: DEFAULT_HUB_RATES })
  await harness.accounts('a:ann')
  const ann = await harness.as('a:ann', 'lobby')
  const ids: string[] = []
  for (let at = 0; at < 22; at++) ids.push((await ann.send('lobby', `text ${at}`)).id)
  const times = async (token: string) => {
    let taken = 0
    for (const messageId of ids) {
      const answer = await harness.perform(token, { type: 'report', room: 'lobby', messageId, category: 'spam' })
      if (answer.report) taken++
      else expect(answer).toMatchObject({ code: 'rate_limited', retryable: true })
    }
    return taken
  }
  expect([await times('g:bob'), await times('a:ann')]).toEqual([3, 20])
})

test('[MD157] what one of two reports of their room is shown to who runs the server, that message alone and not where', async () => {
  const harness = await tea()
  const room = 'dm:AAAAAAAAAAAAAAAAAAAAAA'
  await harness.room(room, { kind: 'direct', pair: ['a:ann', 'a:mod'] }, { 'a:ann': 'member', 'a:mod': 'member' })
  const [ann, mod] = [await harness.as('a:ann', room), await harness.as('a:mod', room)]
  await mod.send(room, 'hello')
  const { id: messageId } = await mod.send(room, 'nasty')
  const { report } = await ann.ask({ type: 'report', room, messageId, category: 'abuse' })
  for (const [token, of] of [
    ['a:ann', room],
    ['a:root=admin', room],
    ['g:eve', room],
  ] as const)
    expect(await harness.perform(token, { type: 'reports', room: of })).toMatchObject({ code: expect.any(String) })
  expect((await harness.perform('a:own', { type: 'reports', room: 'tea' })).reports).toEqual([])
  const { reports } = await harness.perform('a:root=admin', { type: 'reports', room: 'tea' })
  expect(reports).toMatchObject([{ report, message: { text: 'nasty' } }])
  expect(JSON.stringify(reports)).not.toContain('dm:')
  const close = { type: 'close_report', room: 'tea', report } as const
  expect(await harness.perform('a:own', close)).toMatchObject({ code: 'not_found' })
  expect(await harness.perform('a:root=admin', close)).toEqual({})
  expect((await harness.perform('a:root=admin', { type: 'reports', room: 'tea' })).reports).toEqual([])
})

test('[MD158] who keeps order sees in the list of members what is laid on them, and nobody else does', async () => {
  const harness = await tea()
  const mute = {
    type: 'sanction',
    room: 'tea',
    cid: 'm',
    user: 'a:ann',
    kind: 'mute',
    forMs: 60_000,
    reason: 'loud',
  } as const
  const { until } = await harness.perform('a:mod', mute)
  const of = async (token: string) => {
    const { members } = await harness.perform(token, { type: 'members', room: 'tea' })
    return members.find(({ user }: { user: { id: string } }) => user.id === 'a:ann')
  }
  expect(await of('a:mod')).toMatchObject({ role: 'member', sanctions: [{ kind: 'mute', until, reason: 'loud' }] })
  expect(await of('g:eve')).not.toHaveProperty('sanctions')
})
