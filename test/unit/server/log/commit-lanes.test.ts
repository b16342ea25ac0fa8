import { describe, expect, test } from 'vitest'
import { CommitLanes } from '../../../../server/log/commit-lanes.ts'
import { LogUnavailable } from '../../../../server/ports/room-log.ts'
import type { Store, Write } from '../../../../server/ports/store.ts'
import { settle, VirtualClock } from '../../../support/virtual-clock.ts'

const write = (room: string, cid: string, text = ''): Write => ({
  kind: 'event',
  room,
  user: { id: 'u', name: 'u' },
  cid,
  content: { kind: 'new_message', text },
  id: cid,
  sentAt: 1,
})

/** Lanes by rooms, over a store whose groups end when the test says so. */
function lanes(most?: number) {
  const groups: { cids: string[]; end(error?: Error): Promise<void> }[] = []
  const store = {
    commit: (writes: readonly Write[]) =>
      new Promise((resolve, reject) => {
        groups.push({
          cids: writes.map(each => (each.kind === 'event' ? each.cid : '')),
          async end(error) {
            if (error) reject(error)
            else resolve(writes.map(() => undefined))
            await settle()
          },
        })
      }),
  } as unknown as Store
  const clock = new VirtualClock()
  const failures: unknown[] = []
  const laneOf = (each: Write) => (each.kind === 'event' ? each.room : '')
  const made = new CommitLanes(
    store,
    laneOf,
    clock,
    { committed: () => {}, failed: error => failures.push(error) },
    { most },
  )
  return { made, groups, clock, failures }
}

describe('lanes of a store that takes many groups at once', () => {
  test('[RE157] what is of one lane is committed in its order, and waits for no other', async () => {
    const { made, groups, clock } = lanes()
    void made.push(write('a', 'a1'))
    void made.push(write('b', 'b1'))
    void made.push(write('a', 'a2'))
    await settle()
    expect(groups.map(({ cids }) => cids)).toEqual([['a1', 'a2'], ['b1']])
    void made.push(write('a', 'a3'))
    void made.push(write('b', 'b2'))
    await groups[1]?.end()
    await clock.run(10)
    expect(groups.map(({ cids }) => cids).slice(2)).toEqual([['b2']])
    await groups[0]?.end()
    await clock.run(10)
    expect(groups.at(-1)?.cids).toEqual(['a3'])
  })

  test('[RE157] a group that fails takes with it what waits in its lane, and the next is taken at once', async () => {
    const { made, groups, failures } = lanes()
    const lost = [made.push(write('a', 'a1'))]
    await settle()
    lost.push(made.push(write('a', 'a2')))
    const kept = made.push(write('b', 'b1'))
    await settle()
    const outcomes = Promise.allSettled(lost)
    await groups[0]?.end(new Error('It did not answer.'))
    for (const each of await outcomes) expect(each).toMatchObject({ reason: expect.any(LogUnavailable) })
    expect([failures.length, made.open]).toEqual([1, true])
    const next = made.push(write('a', 'a3'))
    await settle()
    await groups[1]?.end()
    await groups[2]?.end()
    expect(await Promise.all([kept, next])).toEqual([undefined, undefined])
  })

  test('[RE157] what waits is bounded over all lanes together, and what is closed ends what it has', async () => {
    const { made, groups } = lanes(3_000)
    const pushed = Array.from({ length: 10 }, (_, n) => made.push(write(`r${n % 5}`, `c${n}`, 'x'.repeat(100))))
    const seen = Promise.allSettled(pushed)
    await settle()
    for (let at = 0; at < groups.length; at++) await groups[at]?.end()
    const refused = (await seen).filter(({ status }) => status === 'rejected').length
    expect([refused > 0, refused < 10]).toEqual([true, true])
    const last = made.push(write('a', 'last'))
    await settle()
    const closed = made.close()
    await groups.at(-1)?.end()
    await Promise.all([last, closed])
    await expect(made.push(write('a', 'x'))).rejects.toThrow(LogUnavailable)
  })
})
