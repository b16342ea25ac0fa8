import { expect, test } from 'vitest'
import { Visits } from '../../../../../../sdk/widget/features/rooms/visits.ts'

test('[VW246] the rooms of the page and the last few that were looked at are followed on, each once', () => {
  const visits = new Visits()
  for (const room of ['a', 'b', 'c', 'd', 'e', 'b']) visits.leave(room, undefined)
  expect(visits.others('now', ['news', 'b'])).toEqual(['news', 'b', 'e', 'd', 'c'])
  expect(visits.others('news', ['news'])).toEqual(['b', 'e', 'd', 'c'])
  expect(
    visits.others(
      'now',
      Array.from({ length: 500 }, (_, i) => `r${i}`),
    ).length,
  ).toBe(24)
  visits.clear()
  expect(visits.others('now', [])).toEqual([])
})

test('[VW246] the place in a room is known until it is left at its end, of a bounded number of rooms', () => {
  const visits = new Visits()
  visits.leave('a', { seq: 7, px: 12 })
  expect(visits.placeIn('a')).toEqual({ seq: 7, px: 12 })
  visits.leave('a', undefined)
  expect(visits.placeIn('a')).toBeUndefined()
  for (let i = 0; i < 200; i++) visits.leave(`r${i}`, { seq: i, px: 0 })
  expect(visits.placeIn('r0')).toBeUndefined()
  expect(visits.placeIn('r199')).toEqual({ seq: 199, px: 0 })
})
