import { describe, expect, test } from 'vitest'
import { FanOut } from '../../../../../server/app/rooms/fan-out.ts'
import { CommitQueue } from '../../../../../server/log/commit-queue.ts'
import type { Store, Write } from '../../../../../server/ports/store.ts'
import { VirtualClock } from '../../../../support/virtual-clock.ts'

/** A busy room of 1,000 behind the real commit queue, over a store that takes `commitMs` for a group. */
function room(commitMs: number) {
  const clock = new VirtualClock(0)
  const sentAt = new Map<string, number>()
  const delays: number[] = []
  const seen = { flushes: 0, commits: 0 }
  const fanOut = new FanOut({
    clock,
    topic: 'r',
    publish: text => {
      seen.flushes++
      for (const [, key] of text.matchAll(/"(\d+)"/g)) delays.push(clock.now() - (sentAt.get(key as string) ?? 0))
    },
    members: () => 1_000,
    busy: () => 0.3,
    mostMs: 50,
  })
  const store = {
    commit(writes: readonly Write[]) {
      seen.commits++
      return new Promise(resolve => clock.after(commitMs, () => resolve(writes.map(() => undefined))))
    },
  } as unknown as Store
  const queue = new CommitQueue(store, clock, {
    committed: write => write.kind === 'event' && fanOut.push(`"${write.cid}"`, true),
    failed: error => expect.unreachable(String(error)),
  })
  const send = (cid: string) => {
    const now = clock.now()
    sentAt.set(cid, now)
    const write = {
      room: 'r',
      user: { id: 'u', name: 'u' },
      cid,
      content: { kind: 'new_message' as const, text: '' },
      id: cid,
      sentAt: now,
    }
    void queue.push({ kind: 'event', ...write }, fanOut.lingerMs())
  }
  return { clock, fanOut, delays, seen, send }
}

describe('what goes to everyone in a room', () => {
  test.each([
    [5, 2],
    [1, 4],
    [17, 3],
  ])(
    '[MS39] with a message every %i ms and commits of %i ms, one commit serves one window',
    async (every, commitMs) => {
      const { clock, delays, seen, send } = room(commitMs)
      for (let n = 0; n * every < 5_000; n++) {
        send(`${n}`)
        await clock.run(every)
      }
      await clock.run(100)
      expect(delays.length).toBe(Math.ceil(5_000 / every))
      // windows of 25 to 30 ms
      expect(seen.flushes).toBeLessThan(5_000 / 25 + 3)
      expect(seen.commits).toBeLessThan(1.05 * seen.flushes)
      expect(Math.max(...delays)).toBeLessThan(45)
      expect(delays.reduce((sum, delay) => sum + delay) / delays.length).toBeLessThan(21)
    },
  )

  test('[MS39] a lone message waits for nothing, neither before its commit nor behind it', async () => {
    const { clock, delays, send } = room(3)
    for (let n = 0; n < 10; n++) {
      send(`${n}`)
      await clock.run(200)
    }
    expect(delays).toEqual(Array.from({ length: 10 }, () => 3))
  })

  test('[MS39] what is no message keeps to the windows while messages are on their way', async () => {
    const { clock, fanOut, seen, send } = room(3)
    for (let n = 0; n < 1_000; n++) {
      send(`${n}`)
      if (n % 4 === 0) fanOut.push('{"type":"presence"}')
      await clock.run(5)
    }
    expect(seen.flushes).toBeLessThan(5_000 / 25 + 3)
    expect(seen.commits).toBeLessThan(1.05 * seen.flushes)
  })

  test('[MS39] a message that never comes holds up nobody', async () => {
    const { clock, fanOut, delays, send } = room(3)
    fanOut.lingerMs()
    await clock.run(60)
    fanOut.lingerMs()
    await clock.run(60)
    send('1')
    await clock.run(60)
    expect(delays).toEqual([3])
  })

  test('[MS39] a timer that is half a millisecond early gives no commit of its own, and what it brings waits no longer', async () => {
    const { clock, fanOut, seen } = room(3)
    fanOut.lingerMs()
    fanOut.push('"1"', true)
    await clock.run(0)
    expect(seen.flushes).toBe(1)
    const untilCommit = fanOut.lingerMs()
    await clock.run(untilCommit - 0.5)
    expect(fanOut.lingerMs()).toBeGreaterThan(10)
    fanOut.push('"2"', true)
    await clock.run(0)
    expect(seen.flushes).toBe(2)
  })
})
