import { describe, expect, test } from 'vitest'
import { Backlog } from '../../../../server/app/backlog.ts'
import { DEFAULT_HUB_CAPS, UNLIMITED_HUB_CAPS } from '../../../../server/app/hub-deps.ts'
import { HeldLog } from '../../../support/held-log.ts'
import { type HarnessClient, type HarnessOptions, HubHarness } from '../../../support/hub-harness.ts'

function held(options: HarnessOptions) {
  let log: HeldLog | undefined
  const harness = new HubHarness({ ...options, wrapLog: inner => (log = new HeldLog(inner)) })
  if (log === undefined) throw new Error('no log')
  return { harness, log }
}

/** Messages of 8 kB in memory, behind a join that is held up. */
function pile(client: HarnessClient, count: number): void {
  client.say({ type: 'join', room: 'slow' })
  const text = '\u4e2d'.repeat(4_000)
  for (let n = 0; n < count; n++) client.say({ type: 'send_message', room: 'a', cid: `c${n}`, text })
}

const refusedOf = (client: HarnessClient) => client.of('error').filter(({ code }) => code === 'rate_limited')

describe('backlog', () => {
  test('[LM115] the requests that wait are bounded in memory, for a connection and in all', () => {
    const backlog = new Backlog(1_000, 600)
    expect([backlog.take(0, 400), backlog.take(400, 200), backlog.take(600, 1)]).toEqual([true, true, false])
    expect([backlog.take(0, 300), backlog.take(300, 101), backlog.take(300, 100)]).toEqual([true, false, true])
    // who has nothing there yet can always ask
    expect(backlog.take(0, 300)).toBe(true)
    backlog.give(1_300)
    expect(backlog.bytes).toBe(0)
  })

  test('[LM115] what waits behind a slow answer is refused beyond its bytes, all is answered, and the place is free again', async () => {
    const { harness, log } = held({ caps: DEFAULT_HUB_CAPS })
    const ann = await harness.user('ann', 'a')
    log.hold('page')
    pile(ann, 140)
    await harness.quiet()
    const refused = refusedOf(ann).length
    expect(refused).toBeGreaterThan(70)
    expect(refused).toBeLessThan(80)
    log.release('page')
    await harness.quiet()
    expect(ann.of('ok').length + refusedOf(ann).length).toBe(141)
    await harness.pass(2_000)
    ann.clear()
    for (let n = 0; n < 50; n++) ann.say({ type: 'send_message', room: 'a', cid: `d${n}`, text: 'x'.repeat(4_000) })
    await harness.quiet()
    expect(ann.of('ok')).toHaveLength(50)
  })

  test('[LM115] what the connections of all keep waiting is bounded together, and given back when they close', async () => {
    const { harness, log } = held({ caps: { ...UNLIMITED_HUB_CAPS, backlogBytes: 1_000_000 } })
    const clients = await Promise.all(['ann', 'bob', 'cleo'].map(name => harness.user(name, 'a')))
    log.hold('page')
    for (const client of clients) pile(client, 100)
    await harness.quiet()
    const kept = 300 - clients.reduce((sum, client) => sum + refusedOf(client).length, 0)
    expect(kept).toBeGreaterThan(110)
    expect(kept).toBeLessThan(125)
    for (const client of clients) client.socket.cut()
    await harness.quiet()
    const dora = await harness.user('dora')
    pile(dora, 100)
    await harness.quiet()
    expect(refusedOf(dora)).toHaveLength(0)
  })

  test('[RM14] a join during which too much is said in bytes is unavailable, and its reply never too long', async () => {
    const { harness, log } = held({})
    const ann = await harness.user('ann', 'a')
    const bob = await harness.user('bob')
    log.hold('page')
    bob.say({ type: 'join', room: 'a' })
    await harness.quiet()
    for (let n = 0; n < 10; n++) await ann.send('a', `${'\u0001'.repeat(3_999)}.`, `c${n}`)
    log.release('page')
    await harness.quiet()
    expect(bob.of('error')).toMatchObject([{ code: 'unavailable', retryable: true }])
  })
})
