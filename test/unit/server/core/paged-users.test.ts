import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { PagedUsers } from '../../../../server/core/paged-users.ts'

const user = (id: number) => ({ id: `id-${id}`, name: `name ${id}` })

function all(users: PagedUsers, limit: number): string[] {
  const ids: string[] = []
  let after: string | undefined
  do {
    const page = users.page(after, limit)
    ids.push(...(page?.users ?? []).map(({ id }) => id))
    after = page?.next
  } while (after !== undefined)
  return ids
}

describe('paged users', () => {
  test('[PR9] pages bring everyone once, in the order of coming', () => {
    const users = new PagedUsers()
    for (let i = 0; i < 25; i++) users.add(user(i))
    expect(all(users, 10)).toEqual(Array.from({ length: 25 }, (_, i) => `id-${i}`))
    expect(users.page(undefined, 25)?.next).toBeUndefined()
  })

  test('[PR9] users who stay are in the pages once while others come and go between them', () => {
    const users = new PagedUsers()
    for (let i = 0; i < 300; i++) users.add(user(i))
    const first = users.page(undefined, 100)
    for (let i = 0; i < 250; i++) if (i % 5 !== 0) users.remove(`id-${i}`)
    for (let i = 300; i < 400; i++) users.add(user(i))
    const second = users.page(first?.next, 1_000)
    const stayed = Array.from({ length: 300 }, (_, i) => i).filter(i => i >= 100 && (i >= 250 || i % 5 === 0))
    expect(second?.users.slice(0, stayed.length).map(({ id }) => id)).toEqual(stayed.map(i => `id-${i}`))
    expect(second?.users).toHaveLength(stayed.length + 100)
  })

  test.each(['', '-1', '1.5', 'zzzzzzzzzzzz', '__proto__'])('[PR9] %j is not a cursor', cursor => {
    const users = new PagedUsers()
    users.add(user(1))
    expect(users.page(cursor, 10)).toBeUndefined()
  })

  test('[PR9] pages and the first page agree with a plain list, whatever comes and goes', () => {
    const step = fc.record({ add: fc.boolean(), id: fc.nat(40) })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), fc.integer({ min: 1, max: 7 }), (steps, limit) => {
        const users = new PagedUsers()
        let plain: string[] = []
        for (const { add, id } of steps) {
          const { id: userId } = user(id)
          if (add && !plain.includes(userId)) plain.push(userId)
          if (!add) plain = plain.filter(known => known !== userId)
          if (add) users.add(user(id))
          else users.remove(userId)
          const page = JSON.parse(`[${users.firstPageJson(limit, user(99))}]`) as { id: string }[]
          expect(page.map(one => one.id)).toEqual([...plain.slice(0, limit), 'id-99'])
        }
        expect(all(users, limit)).toEqual(plain)
        expect(users.size).toBe(plain.length)
      }),
      { numRuns: 100 },
    )
  })
})
