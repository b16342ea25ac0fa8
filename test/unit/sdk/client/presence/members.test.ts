import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fold, ofSnapshot, type Presence } from '../../../../../sdk/client/presence/members.ts'
import type { PresenceDelta } from '../../../../../sdk/protocol/events.ts'

const user = (n: number) => ({ id: `u${n}`, name: `User ${n}` })
const [a, b, c] = [user(1), user(2), user(3)]
const from: Presence = ofSnapshot({ version: 5, count: 2, complete: true, users: [a, b] })
const delta = (fields: Partial<PresenceDelta>): PresenceDelta => {
  return { type: 'user_joined', room: 'lobby', users: [c], count: 3, version: 6, ...fields }
}

describe('members', () => {
  test('[CL12] the next version is applied, and says who came', () => {
    const folded = fold(from, delta({}))
    expect(folded).toEqual({
      outcome: 'applied',
      presence: { version: 6, members: { count: 3, complete: true, users: [a, b, c], joined: [c], left: [] } },
    })
  })

  test('[CL12] and who left', () => {
    const folded = fold(from, delta({ type: 'user_left', users: [b], count: 1 }))
    expect(folded).toMatchObject({ outcome: 'applied', presence: { members: { users: [a], joined: [], left: [b] } } })
  })

  test('[CL12] a version that is known is ignored', () => {
    expect(fold(from, delta({ version: 5 }))).toEqual({ outcome: 'known' })
    expect(fold(from, delta({ version: 1 }))).toEqual({ outcome: 'known' })
  })

  test('[CL12] a version that was skipped, or names that do not add up, are mended', () => {
    expect(fold(from, delta({ version: 7 }))).toMatchObject({ outcome: 'mend', presence: { version: 7 } })
    expect(fold(from, delta({ count: 9 }))).toMatchObject({
      outcome: 'mend',
      presence: { members: { complete: false } },
    })
  })

  test('[CL12] a large room has a count without names, and is not mended', () => {
    const folded = fold(from, delta({ users: [], count: 201 }))
    expect(folded).toMatchObject({ outcome: 'applied', presence: { members: { count: 201, complete: false } } })
  })

  test('[CL12] a room that shrinks is mended, also when the numbers agree by chance', () => {
    const large = ofSnapshot({ version: 1, count: 300, complete: false, users: [a, b] })
    expect(fold(large, delta({ type: 'user_left', users: [], count: 2, version: 2 })).outcome).toBe('mend')
  })

  test('[CL12] deltas over a snapshot always give the set of the server', () => {
    const change = fc.record({ id: fc.nat(9), join: fc.boolean() })
    fc.assert(
      fc.property(fc.array(change), changes => {
        const there = new Map<string, { id: string; name: string }>()
        let presence = ofSnapshot({ version: 0, count: 0, complete: true, users: [] })
        for (const { id, join } of changes) {
          if (there.has(`u${id}`) === join) continue
          if (join) there.set(`u${id}`, user(id))
          else there.delete(`u${id}`)
          const type = join ? 'user_joined' : 'user_left'
          const folded = fold(presence, {
            type,
            room: 'r',
            users: [user(id)],
            count: there.size,
            version: presence.version + 1,
          })
          expect(folded.outcome).toBe('applied')
          if (folded.outcome !== 'known') presence = folded.presence
        }
        expect(new Set(presence.members.users.map(({ id }) => id))).toEqual(new Set(there.keys()))
      }),
    )
  })
})
