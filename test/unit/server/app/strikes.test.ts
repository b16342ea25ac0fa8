import { describe, expect, test } from 'vitest'
import { DEFAULT_HUB_CAPS, DEFAULT_HUB_RATES } from '../../../../server/app/hub-deps.ts'
import { type HarnessClient, HubHarness } from '../../../support/hub-harness.ts'

const limited = () => new HubHarness({ rates: DEFAULT_HUB_RATES, caps: DEFAULT_HUB_CAPS })

interface Refused {
  ref: number
  retryAfterMs: number
}

/** What was refused since the last look, by ref; anything else that went wrong fails the test. */
function refusalsOf(client: HarnessClient): Refused[] {
  const errors = client.of('error')
  expect(errors.filter(({ code }) => code !== 'rate_limited')).toEqual([])
  client.clear()
  return errors.map(({ ref = 0, retryAfterMs = 0 }) => ({ ref, retryAfterMs }))
}

/** Sends `count` messages, so many at once, and those that are refused again after the longest wait that was told. */
async function sendWaiting(harness: HubHarness, client: HarnessClient, room: string, count: number, atOnce: number) {
  const waiting = Array.from({ length: count }, (_, n) => `${room}-${n}`)
  let rounds = 0
  while (waiting.length > 0 && client.socket.ended === undefined) {
    if (++rounds > 2_000) throw new Error('it never ends')
    const cids = waiting.splice(0, atOnce)
    const byRef = new Map(cids.map(cid => [client.say({ type: 'send_message', room, cid, text: cid }), cid]))
    await harness.quiet()
    const refused = refusalsOf(client)
    waiting.unshift(...refused.map(({ ref }) => byRef.get(ref) as string))
    if (refused.length > 0) await harness.pass(Math.max(...refused.map(({ retryAfterMs }) => retryAfterMs)))
  }
}

describe('who waits as long as they were told is never closed', () => {
  test.each([1, 16, 100])('[LM120] a program that sends %i at once', async atOnce => {
    const harness = limited()
    const ann = await harness.user('ann', 'a')
    await sendWaiting(harness, ann, 'a', 400, atOnce)
    expect(ann.socket.ended).toBeUndefined()
    expect(await harness.log.head('a')).toMatchObject({ seq: 400 })
  })

  test.each([
    [1, 400],
    [40, 10],
    [50, 16],
  ])('[LM120] a program that at first sends all it has, in %i rooms %i messages each', async (count, each) => {
    const harness = limited()
    const rooms = Array.from({ length: count }, (_, n) => `r${n}`)
    const ann = await harness.user('ann', ...rooms)
    for (let n = 0; n < each; n++)
      for (const room of rooms) ann.say({ type: 'send_message', room, cid: `${room}-${n}`, text: 'x' })
    await harness.quiet()
    expect(ann.socket.ended).toBeUndefined()
    expect(refusalsOf(ann).length).toBeGreaterThan(300)
  })

  test('[LM120] a program that waits in each of its rooms for itself, and one with two sockets', async () => {
    const harness = limited()
    const token = harness.login('ann')
    const rooms = ['a', 'b', 'c']
    const one = await harness.enter(token, ...rooms)
    const two = await harness.enter(token, 'd')
    let refused = 0
    // by turns, each room on its own clock: a room goes on when its own wait is over, whatever the others were told
    const lanes = [...rooms.map(room => ({ room, client: one })), { room: 'd', client: two }].map(lane => ({
      ...lane,
      left: 100,
      at: 0,
    }))
    for (let ms = 0; ms < 120_000 && lanes.some(({ left }) => left > 0); ms += 10) {
      for (const lane of lanes) {
        if (lane.left === 0 || ms < lane.at) continue
        const { client, room } = lane
        const cids = Array.from({ length: Math.min(4, lane.left) }, (_, n) => `${room}-${lane.left - n}`)
        for (const cid of cids) client.say({ type: 'send_message', room, cid, text: 'x' })
        await harness.quiet()
        const refusals = refusalsOf(client)
        refused += refusals.length
        lane.left -= cids.length - refusals.length
        lane.at = ms + Math.max(0, ...refusals.map(({ retryAfterMs }) => retryAfterMs))
      }
      harness.clock.advance(10)
    }
    expect([one.socket.ended, two.socket.ended]).toEqual([undefined, undefined])
    expect(lanes.map(({ left }) => left)).toEqual([0, 0, 0, 0])
    expect(refused).toBeGreaterThan(300)
  })

  test('[LM120] a program that asks for too much of anything else', async () => {
    const harness = limited()
    const ann = await harness.user('ann', 'a')
    for (let round = 0; round < 60; round++) {
      for (let n = 0; n < 90; n++) ann.say({ type: 'history', room: 'a', limit: 1 })
      await harness.quiet()
      const refused = refusalsOf(ann)
      if (refused.length > 0) await harness.pass(Math.max(...refused.map(({ retryAfterMs }) => retryAfterMs)))
    }
    expect(ann.socket.ended).toBeUndefined()
  })
})

describe('who goes on regardless is told 4004 and closed', () => {
  /** Messages, one each so many ms. */
  async function sendEvery(harness: HubHarness, client: HarnessClient, ms: number, most: number) {
    for (let n = 0; n < most && client.socket.ended === undefined; n++) {
      client.say({ type: 'send_message', room: 'a', cid: `c${n}`, text: 'x' })
      await harness.pass(ms)
    }
  }

  test.each([0, 1, 10])('[LM120] sending each %i ms without a pause', async ms => {
    const harness = limited()
    const ann = await harness.user('ann', 'a')
    await sendEvery(harness, ann, ms, 1_500)
    expect(ann.socket.ended?.code).toBe(4004)
    expect(ann.of('disconnect')).toMatchObject([{ code: 4004, retryable: true, retryAfterMs: 5_000 }])
  })

  test('[LM120] by turns in many rooms', async () => {
    const harness = limited()
    const rooms = Array.from({ length: 50 }, (_, n) => `r${n}`)
    const ann = await harness.user('ann', ...rooms)
    let said = 0
    for (; said < 5_000 && ann.socket.ended === undefined; said++)
      ann.say({ type: 'send_message', room: rooms[said % 50] as string, cid: `c${said}`, text: 'x' })
    await harness.quiet()
    expect(ann.socket.ended?.code).toBe(4004)
    expect(ann.of('error').length).toBeLessThan(1_500)
  })
})
