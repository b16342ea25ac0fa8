import { expect, test } from 'vitest'
import { SlowMode } from '../../../../server/app/slow-mode.ts'

test('[RM144] what is remembered of slow rooms is bounded; what is forgotten is the oldest', () => {
  const slow = new SlowMode()
  for (let n = 0; n < 250_000; n++) expect(slow.take('tea', `a:${n}`, 1_000, 0)).toBe(0)
  expect(slow.take('tea', 'a:249999', 1_000, 400)).toBe(600)
  expect(slow.take('tea', 'a:0', 1_000, 400)).toBe(0)
  slow.giveBack('tea', 'a:0', 399)
  expect(slow.take('tea', 'a:0', 1_000, 500)).toBe(900)
  slow.giveBack('tea', 'a:0', 400)
  expect(slow.take('tea', 'a:0', 1_000, 500)).toBe(0)
})
