import { expect, test } from 'vitest'
import { RecentTexts } from '../../../../server/core/recent-texts.ts'

test('[LM113] texts are kept up to so many bytes of memory, and those that are asked for stay', () => {
  const texts = new RecentTexts<{ n: number }>(20_000)
  const objects = Array.from({ length: 100 }, (_, n) => ({ n }))
  const made: number[] = []
  const of = (n: number) =>
    texts.of(objects[n] as { n: number }, ({ n }) => {
      made.push(n)
      return '\u4e2d'.repeat(450)
    })
  for (let n = 0; n < 100; n++) {
    expect(of(n)).toHaveLength(450)
    of(0)
  }
  expect(made).toEqual(objects.map(({ n }) => n))
  made.length = 0
  for (const n of [0, 99, 98, 97, 96]) of(n)
  expect(made).toEqual([])
  for (let n = 1; n < 75; n++) of(n)
  expect(made).toHaveLength(74)
})
