import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Follower } from '../../../../sdk/client/follower.ts'
import type { DurableEvent } from '../../../../sdk/protocol/events.ts'
import { message } from '../../../support/client-harness.ts'

/** A follower that stands at 0, and the seqs that it has shown. */
function begun(): { follower: Follower; shown: number[] } {
  const shown: number[] = []
  const follower = new Follower({ event: event => shown.push(event.seq), page: () => {} })
  const presence = { version: 1, count: 0, complete: true, users: [] }
  follower.apply({ room: 'r', epoch: 'e', seq: 0, recovered: false, messages: [], more: false, presence })
  return { follower, shown }
}

test('[CL5] what comes in order is shown, what comes twice is not, and what is missing is told', () => {
  const { follower, shown } = begun()
  const told = [1, 2, 2, 4, 3, 1, 4].map(seq => follower.follow(message(seq) as DurableEvent, true))
  expect(shown).toEqual([1, 2, 3, 4])
  expect(told).toEqual([true, true, true, false, true, true, true])
})

test('[CL5] whatever arrives, exactly the events that go on from the last one are shown, and a gap is told', () => {
  const nearly = fc.array(fc.integer({ min: -2, max: 2 }), { maxLength: 60 })
  fc.assert(
    fc.property(nearly, steps => {
      const { follower, shown } = begun()
      let last = 0
      for (const step of steps) {
        const seq = Math.max(1, last + step)
        expect(follower.follow(message(seq) as DurableEvent, true)).toBe(seq <= last + 1)
        if (seq === last + 1) last = seq
        expect(shown).toEqual(Array.from({ length: last }, (_, index) => index + 1))
        expect(follower.position).toEqual({ epoch: 'e', seq: last })
      }
    }),
  )
})
