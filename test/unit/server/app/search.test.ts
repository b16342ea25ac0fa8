import { describe, expect, test } from 'vitest'
import { DEFAULT_HUB_RATES } from '../../../../server/app/hub-deps.ts'
import { HeldLog } from '../../../support/held-log.ts'
import { HubHarness } from '../../../support/hub-harness.ts'
import { PeopleHarness } from '../../../support/people-harness.ts'

const MEMBERS = 'priv:AAAAAAAAAAAAAAAAAAAAAA'

/** A hub, and its log, whose calls are counted and can be held. */
function heldHub() {
  let held: HeldLog | undefined
  const harness = new HubHarness({
    wrapLog: inner => {
      held = new HeldLog(inner)
      return held
    },
  })
  return { harness, log: () => held }
}

describe('search', () => {
  test('[SR30] whoever reads a room finds what was said in it, newest first, with where it stands, and what is asked for on', async () => {
    const harness = new HubHarness()
    const ann = await harness.user('Ann', 'lobby')
    for (let n = 0; n < 30; n++) await ann.send('lobby', n % 2 ? `Ein Café, Nummer ${n}` : `nothing ${n}`)
    const reply = await ann.ask({ type: 'search', room: 'lobby', query: 'cafe "NUMMER"', limit: 4 })
    expect(reply).toMatchObject({ type: 'ok', seq: 30, more: true })
    expect(reply.messages.map((each: { seq: number }) => each.seq)).toEqual([30, 28, 26, 24])
    expect(reply.messages[0]).toMatchObject({
      text: 'Ein Café, Nummer 29',
      marks: [
        [4, 8],
        [10, 16],
      ],
      user: { name: 'Ann' },
    })
    const next = await ann.ask({ type: 'search', room: 'lobby', query: 'cafe', before: 24, limit: 1_000 })
    expect(next).toMatchObject({ messages: { length: 11 }, more: false })
    const standard = await ann.ask({ type: 'search', room: 'lobby', query: 'n' })
    expect(standard).toMatchObject({ messages: { length: 20 }, more: true })
    expect(await ann.ask({ type: 'search', room: 'lobby', query: 'not there' })).toMatchObject({
      messages: [],
      more: false,
    })
  })

  test('[SR31] a query has 1 to 200 characters of which something can be seen', async () => {
    const harness = new HubHarness()
    const ann = await harness.user('Ann', 'lobby')
    const code = async (query: unknown) =>
      // biome-ignore lint/suspicious/noExplicitAny: what no client should send
      (await ann.ask({ type: 'search', room: 'lobby', query } as any)).code
    for (const query of [
      '',
      '  ',
      '""',
      '\u200b',
      '\u064b',
      'x'.repeat(201),
      '😀'.repeat(201),
      7,
      null,
      {},
      ['a'],
      undefined,
    ])
      expect(await code(query), JSON.stringify(query)).toBe('bad_request')
    for (const query of ['x'.repeat(200), '😀'.repeat(200), 'e\u0301'.repeat(200), '*', '"'.padEnd(3, 'a')])
      expect(await code(query), query).toBe(undefined)
    for (const fields of [{ before: -1 }, { before: 'x' }, { limit: 0 }, { limit: 1.5 }]) {
      const request = { type: 'search', room: 'lobby', query: 'x', ...fields } as const
      expect((await ann.ask(request as never)).code).toBe('bad_request')
    }
  })

  test('[SR32] a room that one may not see is not there for who searches; who has not joined is told so', async () => {
    const harness = new PeopleHarness()
    await harness.accounts('a:ann', 'a:out')
    await harness.room(MEMBERS, { kind: 'members' }, { 'a:ann': 'owner' })
    const [ann, out] = [await harness.as('a:ann', MEMBERS), await harness.as('a:out')]
    await ann.send(MEMBERS, 'a secret')
    const request = { type: 'search', room: MEMBERS, query: 'secret' } as const
    expect(await ann.ask(request)).toMatchObject({ messages: [{ text: 'a secret' }] })
    expect(await out.ask(request)).toMatchObject({ code: 'not_found' })
    expect(await harness.perform('a:out', request)).toMatchObject({ code: 'not_found' })
    expect(await harness.perform('a:ann', request)).toMatchObject({ messages: [{ text: 'a secret' }] })
    expect(await out.ask({ ...request, room: 'lobby' })).toMatchObject({ code: 'not_joined' })
  })

  test('[SR33] searches have a rate of their own, for a person and for an address', async () => {
    const rates = { ...DEFAULT_HUB_RATES, requests: { burst: 10_000, perSecond: 1 } }
    const harness = new HubHarness({ rates })
    const ann = await harness.user('Ann', 'lobby')
    const again = async () =>
      (await ann.ask({ type: 'search', room: 'lobby', query: 'x' })) as { code?: string; retryAfterMs?: number }
    for (let n = 0; n < 20; n++) expect((await again()).code).toBe(undefined)
    const refused = await again()
    expect(refused).toMatchObject({ code: 'rate_limited' })
    expect(refused.retryAfterMs).toBeLessThanOrEqual(1_000)
    expect(await ann.ask({ type: 'history', room: 'lobby' })).toMatchObject({ type: 'ok' })
    harness.clock.advance(1_000)
    expect((await again()).code).toBe(undefined)
  })

  test('[SR34] it looks at a thousand at a time; what is deleted or changed in between is not in the answer', async () => {
    const { harness, log } = heldHub()
    const ann = await harness.user('Ann', 'lobby')
    for (let n = 0; n < 2_500; n++) await ann.send('lobby', `hay ${n}`)
    const { id } = await ann.send('lobby', 'needle that goes')
    const { id: changing } = await ann.send('lobby', 'needle that changes')
    await ann.send('lobby', 'needle that stays')
    const other = await harness.user('Bob', 'lobby')
    log()?.hold('search')
    const ref = other.say({ type: 'search', room: 'lobby', query: 'needle' })
    await harness.quiet()
    expect(log()?.calls.filter(call => call === 'search')).toHaveLength(1)
    // the first thousand were looked at, with what goes among them
    await ann.ask({ type: 'delete_message', room: 'lobby', cid: 'd', messageId: id })
    await ann.ask({ type: 'edit_message', room: 'lobby', cid: 'e', messageId: changing, text: 'pin' })
    log()?.release('search')
    await harness.quiet()
    const reply = other.frames.find(frame => 'ref' in frame && frame.ref === ref)
    expect(log()?.calls.filter(call => call === 'search')).toHaveLength(3)
    expect(reply).toMatchObject({ seq: 2_505, more: false, messages: [{ text: 'needle that stays', marks: [[0, 6]] }] })
  })

  test('[SR36] long texts count for as much as they take: an answer looks at less of them, and says where to go on', async () => {
    const { harness, log } = heldHub()
    const ann = await harness.user('Ann', 'lobby')
    await ann.send('lobby', 'the needle')
    for (let n = 0; n < 600; n++) {
      await ann.send('lobby', 'д'.repeat(4_000))
      if (n % 50 === 0) harness.clock.advance(10_000)
    }
    const ask = (before?: number) => ann.ask({ type: 'search', room: 'lobby', query: 'ne', before })
    const first = await ask()
    // nobody is told to go on from a last one that there is not
    expect(first).toMatchObject({ messages: [], more: false })
    const calls = log()?.calls.filter(call => call === 'search').length ?? 0
    expect(calls).toBeGreaterThan(15)
    const { before } = first as { before?: number }
    expect(before).toBeGreaterThan(50)
    expect(before).toBeLessThan(300)
    expect(await ask(before)).toMatchObject({ messages: [{ text: 'the needle' }], more: false })
  })
})
