import { expect, test } from 'vitest'
import { exactlyOnce, wholeLoad } from '../../../bench/exactly-once.ts'
import { VoidRun } from '../../../bench/figures.ts'

const whole = { missing: 0, surplus: 0, wrongMembers: 0, dead: 0, due: 100, sent: 100, deliveries: 1_000 }

test('[BN1] a run in which everybody got everything once counts', () => {
  expect(() => wholeLoad(whole)).not.toThrow()
})

test.each([
  [{ missing: 1, wrongMembers: 1 }, '1 deliveries were lost'],
  [{ surplus: 2, wrongMembers: 1 }, '2 deliveries came twice'],
  [{ missing: 3, surplus: 4, wrongMembers: 5 }, '3 deliveries were lost, 4 deliveries came twice'],
  [{ wrongMembers: 6 }, '6 members got something else'],
  [{ dead: 7, wrongMembers: 0 }, '7 members were lost'],
])('[BN1] %o makes it void', (fault, message) => {
  expect(() => exactlyOnce({ ...whole, ...fault })).toThrow(VoidRun)
  expect(() => exactlyOnce({ ...whole, ...fault })).toThrow(message)
})

test('[BN1] a load that could not be sent, and one of which nothing came, are void too', () => {
  expect(() => wholeLoad({ ...whole, sent: 98 })).toThrow('only 98 of 100 messages could be sent')
  expect(() => wholeLoad({ ...whole, deliveries: 0 })).toThrow('nothing was delivered')
})
