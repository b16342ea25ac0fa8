import { expect, test } from 'vitest'
import { nameHue } from '../../../../../sdk/widget/views/name-hue.ts'

test('[VW5] a name has one hue, however it is written', () => {
  expect(nameHue('Ada')).toBe(nameHue('ada'))
  expect(nameHue('Jose\u0301')).toBe(nameHue('José'))
  expect(nameHue('Ada')).not.toBe(nameHue('Grace'))
})

test('[VW5] hues are known for ever, and spread over the circle', () => {
  expect([nameHue('Ada'), nameHue('Grace'), nameHue('Linus')]).toMatchInlineSnapshot(`
    [
      49,
      291,
      107,
    ]
  `)
  const sectors = new Set<number>()
  for (let i = 0; i < 200; i++) sectors.add(Math.floor(nameHue(`user${i}`) / 30))
  expect(sectors.size).toBe(12)
})
