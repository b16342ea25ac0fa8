import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ErrorFrame } from '../../../../sdk/protocol/replies.ts'
import { DEFAULT_HUB_CAPS, DEFAULT_HUB_RATES } from '../../../../server/app/hub-deps.ts'
import { type HarnessClient, HubHarness } from '../../../support/hub-harness.ts'

const room = fc.constantFrom('a', 'b', 'calm', 'dm:x', '', '__proto__', 'x'.repeat(65))
/** Of messages that were sent before any time had passed, and of none. */
const messageId = fc.oneof(
  fc.nat(60).map(n => `0loyw3v28id${n}`),
  fc.constantFrom('', 'x', '__proto__', 'x'.repeat(64)),
)
const cid = fc.constantFrom('c1', 'c2', 'c3', 'c4', 'c5', 'c6')
const any = fc.oneof(fc.jsonValue({ maxDepth: 3 }), room, fc.constantFrom(0, -1, 1e300, 'constructor', '\ud800', null))
const good = fc.oneof(
  fc.record(
    { type: fc.constant('join'), room, seq: fc.nat(9), epoch: fc.constantFrom('', 'e') },
    { requiredKeys: ['type', 'room'] },
  ),
  fc.record({ type: fc.constant('leave'), room }),
  fc.record({ type: fc.constant('send_message'), room, cid: fc.constantFrom('c1', 'c2', 'c3'), text: fc.string() }),
  fc.record(
    { type: fc.constant('history'), room, before: fc.nat(9), limit: fc.nat(9) },
    { requiredKeys: ['type', 'room'] },
  ),
  fc.record(
    { type: fc.constant('users'), room, after: fc.constantFrom('1', '!', 'zz') },
    { requiredKeys: ['type', 'room'] },
  ),
  fc.record(
    {
      type: fc.constant('send_message'),
      room,
      cid,
      text: fc.string(),
      replyTo: messageId,
      mentions: fc.array(messageId),
    },
    { requiredKeys: ['type', 'room', 'cid', 'text'] },
  ),
  fc.record(
    { type: fc.constant('edit_message'), room, cid, messageId, text: fc.string(), rev: fc.nat(9) },
    { requiredKeys: ['type', 'room', 'cid', 'messageId', 'text'] },
  ),
  fc.record({ type: fc.constantFrom('delete_message', 'pin_message'), room, cid, messageId, on: fc.boolean() }),
  fc.record({
    type: fc.constant('react'),
    room,
    cid,
    messageId,
    emoji: fc.constantFrom('👍', '🎉', 'x'),
    on: fc.boolean(),
  }),
  fc.record(
    {
      type: fc.constant('history'),
      room,
      around: messageId,
      at: fc.double(),
      after: fc.nat(9),
      ids: fc.array(messageId),
    },
    { requiredKeys: ['type', 'room'] },
  ),
  fc.record({
    type: fc.constant('changes'),
    room,
    epoch: fc.constantFrom('e', 'id1'),
    since: fc.nat(9),
    from: fc.nat(9),
    to: fc.nat(99),
  }),
  fc.record({ type: fc.constant('typing'), room, active: fc.boolean() }),
  fc.record({ type: fc.constantFrom('connect', 'nope', 'toString'), token: fc.constant('x') }),
)
const names = fc.constantFrom(
  'type',
  'room',
  'cid',
  'text',
  'seq',
  'epoch',
  'active',
  'limit',
  '__proto__',
  'rooms',
  'messageId',
  'emoji',
  'ids',
)
const mutated = fc
  .tuple(good, fc.dictionary(names, any, { maxKeys: 2 }))
  .map(([base, change]) => ({ ...base, ...change }))
const script = fc.array(
  fc.record({ who: fc.nat(3), what: fc.oneof(good, mutated, any), pause: fc.constantFrom(0, 0, 0, 3, 200, 9_000) }),
  { maxLength: 120 },
)

describe('hostile clients', () => {
  test('[FR19] whatever they say is answered once by the rules, and others are undisturbed', async () => {
    await fc.assert(
      fc.asyncProperty(script, async steps => {
        const harness = new HubHarness({ rates: DEFAULT_HUB_RATES, caps: DEFAULT_HUB_CAPS })
        const calm = await harness.user('calm', 'calm')
        const clients: HarnessClient[] = []
        for (const name of ['u0', 'u1', 'u2', 'u3']) clients.push(await harness.user(name, 'a', 'b'))
        const asked = clients.map(() => new Set<number>())
        for (const [index, { who, what, pause }] of steps.entries()) {
          const ref = 100 + index
          const isObject = typeof what === 'object' && what !== null && !Array.isArray(what)
          if (isObject && (what as { type?: unknown }).type !== 'typing') asked[who]!.add(ref)
          clients[who]!.socket.say(JSON.stringify(isObject ? { ...what, ref } : what))
          if (pause > 0) await harness.pass(pause)
        }
        await harness.pass(100)
        for (const [who, client] of clients.entries()) {
          const replies = client.frames.flatMap(frame => ('ref' in frame && frame.ref !== undefined ? [frame.ref] : []))
          expect(new Set(replies).size).toBe(replies.length)
          if (client.socket.ended === undefined) for (const ref of asked[who]!) expect(replies).toContain(ref)
          expect(client.of('error').filter(({ code }: ErrorFrame) => code === 'internal')).toEqual([])
        }
        expect(harness.logged).toEqual([])
        expect(calm.socket.ended).toBeUndefined()
        expect(await calm.send('calm', 'still fine', 'fine')).toMatchObject({ type: 'ok' })
        expect('admin' in {}).toBe(false)
      }),
      { numRuns: 300 },
    )
  }, 60_000)
})
