import { describe, expect, test } from 'vitest'
import type { StoredDraft } from '../../../../sdk/client/outbox/draft-store.ts'
import { harness, joined } from '../../../support/client-harness.ts'
import { DraftBox } from '../../../support/draft-box.ts'
import { VirtualClock } from '../../../support/virtual-clock.ts'

const DAY = 86_400_000
const SERVER_AT = 1_700_000_000_000
const off = (days: number) => new VirtualClock(SERVER_AT + days * DAY)
const sent = (room: { drafts: readonly { text: string; state: { status: string } }[] }) =>
  room.drafts.map(({ text, state }) => `${text} ${state.status}`)

/** A tab whose clock is `days` off; the server's is right. `drafts`: what an earlier one left. */
async function reopened(days: number, drafts: Partial<StoredDraft>[] = []) {
  const box = new DraftBox()
  const store = box.store()
  for (const [i, draft] of drafts.entries())
    await store.put({
      server: 'https://chat.example',
      room: 'lobby',
      user: 'u1',
      cid: `old${i}`,
      text: `old ${i}`,
      createdAt: 1,
      order: i,
      ...draft,
    })
  box.crash()
  const kit = harness({ clock: off(days), drafts: box.store() })
  const room = kit.client.room('lobby')
  room.join().catch(() => {})
  const socket = await kit.welcome([joined()], { serverAt: SERVER_AT })
  return { ...kit, box, room, socket }
}

describe.each([-400, -40, -1, 0, 1, 40, 400])('a reader whose clock is %i days off', days => {
  test('[CL93] sends what was tried yesterday under its cid, and asks about what was tried eight days ago', async () => {
    const { room, socket } = await reopened(days, [
      { firstTriedAt: SERVER_AT - DAY },
      { firstTriedAt: SERVER_AT - 8 * DAY },
      { firstTriedAt: undefined },
    ])
    expect(sent(room)).toEqual(['old 0 pending', 'old 1 failed', 'old 2 pending'])
    expect(socket.said('send_message').map(({ cid }) => cid)).toEqual(['old0', 'old2'])
  })

  test('[CL93] keeps of a draft when it was tried by the clock of the server', async () => {
    const { room, box } = await reopened(days)
    room.send('new')
    await expect.poll(() => box.drafts[0]?.firstTriedAt).toBe(SERVER_AT)
  })
})

test('[CL93] a clock that is set while the page is open makes nothing uncertain, and sends nothing twice', async () => {
  for (const days of [-400, -40, 40, 400]) {
    const clock = new VirtualClock(SERVER_AT)
    let now = () => clock.now()
    const kit = harness({
      clock: { now: () => now(), after: (ms, fn) => clock.after(ms, fn) },
    })
    const room = kit.client.room('lobby')
    room.join().catch(() => {})
    const first = await kit.welcome([joined()], { serverAt: SERVER_AT })
    room.send('one')
    now = () => clock.now() + days * DAY
    first.refuse('send_message', 'unavailable', { retryable: true, retryAfterMs: 10 })
    await clock.run(10)
    expect(sent(room), `${days} days`).toEqual(['one pending'])
    expect(first.said('send_message').map(({ cid }) => cid)).toEqual(['c1', 'c1'])
    room.setTyping(true)
    expect(first.said('typing')).toHaveLength(1)
    now = () => clock.now()
    room.send('two')
    kit.client.disconnect()
    now = () => clock.now() + days * DAY
    kit.client.connect()
    const second = await kit.welcome([joined()], { serverAt: SERVER_AT + 1_000 })
    expect(second.said('send_message').map(({ cid }) => cid)).toEqual(['c1'])
  }
})
