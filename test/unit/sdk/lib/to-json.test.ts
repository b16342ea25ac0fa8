import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { toJson } from '../../../../sdk/lib/to-json.ts'

const prototypes = [Array, Object, String, Number].map(({ prototype }) => prototype as { toJSON?: unknown })
afterEach(() => {
  for (const prototype of prototypes) delete prototype.toJSON
})

test('[CL70] plain data is written as JSON.stringify writes it', () => {
  fc.assert(fc.property(fc.jsonValue(), value => toJson(value) === JSON.stringify(value)))
  const holes = { a: undefined, b: [undefined, null, NaN, Infinity], c: '\u2028"\\\ud800', 'a b': {} }
  expect(toJson(holes)).toBe(JSON.stringify(holes))
})

test('[CL70] whatever a page gives to all arrays, objects and texts', () => {
  const value = { type: 'connect', ref: 1, rooms: [{ room: 'lobby', seq: 2 }], tags: ['a', []] }
  const text = JSON.stringify(value)
  for (const prototype of prototypes) prototype.toJSON = () => 'replaced'
  expect(JSON.stringify(value)).not.toBe(text)
  expect(toJson(value)).toBe(text)
})
