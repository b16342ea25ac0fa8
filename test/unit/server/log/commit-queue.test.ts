import { describe, expect, test, vi } from 'vitest'
import { CommitQueue } from '../../../../server/log/commit-queue.ts'
import { LogUnavailable } from '../../../../server/ports/room-log.ts'
import type { Store, Write, Written } from '../../../../server/ports/store.ts'
import { settle, VirtualClock } from '../../../support/virtual-clock.ts'

function write(n: number, text = ''): Write {
  return {
    kind: 'event',
    room: 'r',
    user: { id: 'u', name: 'u' },
    cid: `c${n}`,
    content: { kind: 'new_message', text },
    id: `i${n}`,
    sentAt: n,
  }
}

const numberOf = (item: Write) => (item.kind === 'event' ? item.sentAt : 0)

/** A queue over a store whose groups end when the test says so. */
function queue() {
  const groups: { writes: readonly Write[]; end(error?: Error): Promise<void> }[] = []
  const committed: number[] = []
  const failures: unknown[] = []
  const store = {
    commit: (writes: readonly Write[]) =>
      new Promise<(Written | undefined)[]>((resolve, reject) => {
        groups.push({
          writes,
          async end(error) {
            if (error) reject(error)
            else
              resolve(writes.map(item => ({ seq: numberOf(item), id: 'i', sentAt: numberOf(item), duplicate: false })))
            await settle()
          },
        })
      }),
  } as unknown as Store
  const clock = new VirtualClock()
  const made = new CommitQueue(store, clock, {
    committed: item => committed.push(numberOf(item)),
    failed: error => failures.push(error),
  })
  return { made, groups, committed, failures, clock }
}

/** What has become of it, without waiting. */
function watch(promise: Promise<unknown>) {
  const seen: { done?: unknown; failed?: unknown } = {}
  promise.then(
    done => Object.assign(seen, { done }),
    failed => Object.assign(seen, { failed }),
  )
  return seen
}

describe('the commit queue', () => {
  test('[ST12] what comes in one turn is a group, and what comes while it is on its way the next', async () => {
    const { made, groups, committed, clock } = queue()
    const first = [1, 2, 3].map(n => watch(made.push(write(n))))
    await settle()
    const second = [4, 5].map(n => watch(made.push(write(n))))
    await settle()
    expect(groups.map(({ writes }) => writes.map(numberOf))).toEqual([[1, 2, 3]])
    expect(first).toEqual([{}, {}, {}])
    await groups[0]!.end()
    expect(first.map(({ done }) => (done as Written).seq)).toEqual([1, 2, 3])
    await clock.run(5)
    expect(groups[1]!.writes.map(numberOf)).toEqual([4, 5])
    expect([committed, second]).toEqual([
      [1, 2, 3],
      [{}, {}],
    ])
    await groups[1]!.end()
    expect(committed).toEqual([1, 2, 3, 4, 5])
  })

  test('[ST12] a group has at most 512 writes, in their order', async () => {
    const { made, groups, committed, clock } = queue()
    for (let n = 0; n < 1_200; n++) watch(made.push(write(n)))
    for (let at = 0; at < 3; at++) {
      await clock.run(5)
      await groups[at]!.end()
    }
    expect(groups.map(({ writes }) => writes.length)).toEqual([512, 512, 176])
    expect(committed).toEqual(Array.from({ length: 1_200 }, (_, n) => n))
  })

  test('[ST31] a lone write is committed at once, the next ones together 5 ms after it has ended', async () => {
    const { made, groups, clock } = queue()
    watch(made.push(write(1)))
    await settle()
    await groups[0]!.end()
    await clock.run(2)
    watch(made.push(write(2)))
    await clock.run(2)
    watch(made.push(write(3)))
    expect(groups.length).toBe(1)
    await clock.run(1)
    expect(groups[1]!.writes.map(numberOf)).toEqual([2, 3])
    await groups[1]!.end()
    await clock.run(5)
    watch(made.push(write(4)))
    await settle()
    expect(groups[2]!.writes.map(numberOf)).toEqual([4])
  })

  test('[ST31] a group begins when the first of its writes is due', async () => {
    const { made, groups, clock } = queue()
    for (const [n, lingerMs] of [40, 30, 20, 50].entries()) watch(made.push(write(n), lingerMs))
    await clock.run(19)
    expect(groups).toEqual([])
    await clock.run(1)
    expect(groups.map(({ writes }) => writes.map(numberOf))).toEqual([[0, 1, 2, 3]])
    watch(made.push(write(4), 10))
    await clock.run(30)
    expect(groups.length).toBe(1)
    await groups[0]!.end()
    expect(groups.length).toBe(1)
    await clock.run(5)
    expect(groups[1]!.writes.map(numberOf)).toEqual([4])
  })

  test('[ST31] what a failed group left behind hurries nobody', async () => {
    const { made, groups, clock } = queue()
    watch(made.push(write(1)))
    await settle()
    watch(made.push(write(2)))
    await groups[0]!.end(new Error('disk'))
    made.reopen()
    watch(made.push(write(3), 20))
    await clock.run(19)
    expect(groups.length).toBe(1)
    await clock.run(1)
    expect(groups[1]!.writes.map(numberOf)).toEqual([3])
  })

  test('[ST31] as many as make up a group begin at once', async () => {
    const { made, groups, clock } = queue()
    watch(made.push(write(0)))
    await settle()
    await groups[0]!.end()
    for (let n = 1; n <= 512; n++) watch(made.push(write(n), 1_000))
    await settle()
    expect(groups[1]!.writes.length).toBe(512)
    await groups[1]!.end()
    await clock.run(100)
    expect(groups.length).toBe(2)
  })

  test('[ST31] a write waits no longer when the clock is set back', async () => {
    const { made, groups, clock } = queue()
    await clock.run(3_600_000)
    watch(made.push(write(1)))
    await settle()
    await groups[0]!.end()
    const now = clock.now.bind(clock)
    vi.spyOn(clock, 'now').mockImplementation(() => now() - 3_600_000)
    watch(made.push(write(2)))
    await clock.run(5)
    expect(groups.length).toBe(2)
  })

  test('[ST31] closing waits for no company', async () => {
    const { made, groups } = queue()
    watch(made.push(write(1)))
    await settle()
    await groups[0]!.end()
    watch(made.push(write(2)))
    const closed = watch(made.close())
    await settle()
    expect(groups[1]!.writes.map(numberOf)).toEqual([2])
    await groups[1]!.end()
    expect(closed).toEqual({ done: undefined })
  })

  test('[ST13] a group that fails fails all that waits; nothing is taken until the queue is opened again', async () => {
    const { made, groups, committed, failures, clock } = queue()
    const flying = watch(made.push(write(1)))
    await settle()
    const waiting = watch(made.push(write(2)))
    const cause = new Error('no')
    await groups[0]!.end(cause)
    expect([flying.failed, waiting.failed]).toEqual([expect.any(LogUnavailable), expect.any(LogUnavailable)])
    expect([made.open, failures, committed, groups.length]).toEqual([false, [cause], [], 1])
    await expect(made.push(write(3))).rejects.toThrow(LogUnavailable)
    made.reopen()
    const again = watch(made.push(write(4)))
    await clock.run(5)
    await groups[1]!.end()
    expect(groups[1]!.writes.map(numberOf)).toEqual([4])
    expect((again.done as Written).seq).toBe(4)
  })

  test('[ST12] closing takes nothing more and resolves when all is answered, also when that fails', async () => {
    const { made, groups } = queue()
    const both = [watch(made.push(write(1)))]
    await settle()
    both.push(watch(made.push(write(2))))
    const closed = watch(made.close())
    await expect(made.push(write(3))).rejects.toThrow(LogUnavailable)
    await groups[0]!.end()
    expect(closed).toEqual({})
    await groups[1]!.end(new Error('no'))
    expect(closed).toEqual({ done: undefined })
    expect([both[0]!.done, both[1]!.failed]).toEqual([expect.anything(), expect.any(LogUnavailable)])
    made.reopen()
    expect(made.open).toBe(false)
  })

  test('[ST14] what waits is bounded in number and bytes', async () => {
    const { made, groups } = queue()
    watch(made.push(write(0)))
    await settle()
    const many = Array.from({ length: 20_000 }, (_, n) => watch(made.push(write(n))))
    await expect(made.push(write(1))).rejects.toThrow('Too much waits')
    await groups[0]!.end(new Error('no'))
    expect(many.every(({ failed }) => failed instanceof LogUnavailable)).toBe(true)
    made.reopen()
    const text = 'x'.repeat(4_000_000)
    const large = Array.from({ length: 6 }, (_, n) => watch(made.push(write(n, text))))
    await settle()
    expect(large.filter(({ failed }) => failed instanceof LogUnavailable).length).toBeGreaterThan(0)
  })
})
