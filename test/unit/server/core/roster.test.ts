import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Roster } from '../../../../server/core/roster.ts'

const user = (id: number) => ({ id: `id-${id}`, name: `name ${id}` })

function all(roster: Roster, limit: number): string[] {
  const ids: string[] = []
  let after: string | undefined
  do {
    const page = roster.page(after, limit)
    ids.push(...(page?.users ?? []).map(({ id }) => id))
    after = page?.next
  } while (after !== undefined)
  return ids
}

describe('roster', () => {
  test('[PR9] pages bring everyone once, in the order of coming', () => {
    const roster = new Roster()
    for (let i = 0; i < 25; i++) roster.add(user(i))
    expect(all(roster, 10)).toEqual(Array.from({ length: 25 }, (_, i) => `id-${i}`))
    expect(roster.page(undefined, 25)?.next).toBeUndefined()
  })

  test('[PR9] users who stay are in the pages once while others come and go between them', () => {
    const roster = new Roster()
    for (let i = 0; i < 300; i++) roster.add(user(i))
    const first = roster.page(undefined, 100)
    for (let i = 0; i < 250; i++) if (i % 5 !== 0) roster.remove(`id-${i}`)
    for (let i = 300; i < 400; i++) roster.add(user(i))
    const second = roster.page(first?.next, 1_000)
    const stayed = Array.from({ length: 300 }, (_, i) => i).filter(i => i >= 100 && (i >= 250 || i % 5 === 0))
    expect(second?.users.slice(0, stayed.length).map(({ id }) => id)).toEqual(stayed.map(i => `id-${i}`))
    expect(second?.users).toHaveLength(stayed.length + 100)
  })

  test.each(['', '-1', '1.5', 'zzzzzzzzzzzz', '__proto__'])('[PR9] %j is not a cursor', cursor => {
    const roster = new Roster()
    roster.add(user(1))
    expect(roster.page(cursor, 10)).toBeUndefined()
  })

  test('[PR9] pages and the first page agree with a plain list, whatever comes and goes', () => {
    const step = fc.record({ add: fc.boolean(), id: fc.nat(40) })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), fc.integer({ min: 1, max: 7 }), (steps, limit) => {
        const roster = new Roster()
        let plain: string[] = []
        for (const { add, id } of steps) {
          const { id: userId } = user(id)
          if (add && !plain.includes(userId)) plain.push(userId)
          if (!add) plain = plain.filter(known => known !== userId)
          if (add) roster.add(user(id))
          else roster.remove(userId)
          const page = JSON.parse(`[${roster.firstPageJson(limit, user(99))}]`) as { id: string }[]
          expect(page.map(one => one.id)).toEqual([...plain.slice(0, limit), 'id-99'])
        }
        expect(all(roster, limit)).toEqual(plain)
        expect(roster.size).toBe(plain.length)
      }),
      { numRuns: 100 },
    )
  })
})
