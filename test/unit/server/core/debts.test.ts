import { describe, expect, test } from 'vitest'
import { Debts } from '../../../../server/core/debts.ts'

describe('debts', () => {
  test('[LM111] who owes nothing may go on, whatever it will cost; who owes waits until it is paid', () => {
    const debts = new Debts<string>({ burst: 100_000, perSecond: 32_000 }, 10)
    expect(debts.ask('a', 0)).toBe(0)
    debts.pay('a', 0, 90_000)
    expect(debts.ask('a', 0)).toBe(0)
    debts.pay('a', 0, 42_000)
    expect([debts.ask('a', 0), debts.ask('b', 0)]).toEqual([1_000 + 1_000, 0])
    expect(debts.ask('a', 999)).toBeGreaterThan(0)
    expect(debts.ask('a', 1_000)).toBe(0)
  })

  test('[LM111] nobody owes more than a burst', () => {
    const debts = new Debts<string>({ burst: 32_000, perSecond: 32_000 }, 10)
    for (let n = 0; n < 100; n++) debts.pay('a', 0, 1_000_000)
    expect(debts.ask('a', 999)).toBeGreaterThan(0)
    expect(debts.ask('a', 1_000)).toBe(0)
  })

  test('[LM116] those who are refused are told times one after the other, within ten seconds', () => {
    const debts = new Debts<string>({ burst: 32_000, perSecond: 32_000 }, 10)
    debts.pay('a', 0, 40_000)
    expect([1, 2, 3].map(() => debts.ask('a', 0))).toEqual([1_250, 2_250, 3_250])
    for (let n = 0; n < 100; n++) debts.ask('a', 0)
    expect(debts.ask('a', 0)).toBe(10_250)
  })
})
