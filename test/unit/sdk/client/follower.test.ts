import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Follower } from '../../../../sdk/client/follower.ts'
import type { DurableEvent } from '../../../../sdk/protocol/events.ts'
import { message } from '../../../support/client-harness.ts'

test('[CL5] whatever arrives, events are shown once, in order, without a hole', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 12 })), seqs => {
      const shown: number[] = []
      const follower = new Follower({ event: event => shown.push(event.seq), page: () => {} })
      const presence = { version: 1, count: 0, complete: true, users: [] }
      follower.apply({ room: 'r', epoch: 'e', seq: 0, recovered: false, messages: [], more: false, presence })
      for (const seq of seqs) follower.follow(message(seq) as DurableEvent, true)
      expect(shown).toEqual(shown.map((_, index) => index + 1))
      expect(follower.position).toEqual({ epoch: 'e', seq: shown.length })
    }),
  )
})
