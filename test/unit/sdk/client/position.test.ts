import { expect, test } from 'vitest'
import { place } from '../../../../sdk/client/position.ts'

test('[CL5] one more than the last is next, at or below is known, beyond is a gap', () => {
  expect([4, 5, 6, 7].map(seq => place(5, seq))).toEqual(['known', 'known', 'next', 'gap'])
})
