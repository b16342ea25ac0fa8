import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DrawPace } from '../../../../../sdk/widget/drawing/draw-pace.ts'

test('[WG19] a quiet room is drawn at once, also after a slow draw', () => {
  const pace = new DrawPace()
  expect(pace.wait(1_000)).toBe(0)
  pace.drew(1_035, 35)
  expect(pace.wait(1_060)).toBe(0)
  for (let now = 2_000; now < 60_000; now += 200) {
    expect(pace.wait(now)).toBe(0)
    pace.drew(now + 5, 5)
  }
})

test('[WG19] what comes in a burst is drawn together, from one draw to the next', () => {
  const pace = new DrawPace()
  expect(pace.wait(1_000)).toBe(0)
  pace.drew(1_002, 2)
  expect(pace.wait(1_002)).toBe(24)
  expect(pace.wait(1_016)).toBe(10)
  expect(pace.wait(1_026)).toBe(0)
})

test('[WG19] drawing takes its share of the time, whatever it costs, and never pauses for long', () => {
  const costs = fc.array(fc.record({ ms: fc.integer({ min: 0, max: 60 }), idle: fc.integer({ min: 0, max: 40 }) }), {
    minLength: 20,
    maxLength: 200,
  })
  fc.assert(
    fc.property(costs, each => {
      const pace = new DrawPace()
      let [now, drawn] = [0, 0]
      for (const { ms, idle } of each) {
        now += idle
        const wait = pace.wait(now)
        expect(wait).toBeLessThanOrEqual(500)
        now += wait + ms
        pace.drew(now, ms)
        // what costs more than twenty ms is worth its pause of half a second, and no more
        drawn += Math.min(ms, 20)
      }
      expect(drawn).toBeLessThanOrEqual(0.04 * now + 60.001)
    }),
  )
})

test('[WG19] a clock that is set back costs no pause of more than half a second', () => {
  const pace = new DrawPace()
  pace.drew(1_000_000, 1_000)
  expect(pace.wait(500)).toBeCloseTo(500)
  expect(pace.wait(1_000)).toBe(24)
  pace.drew(1_001, 1)
  expect(pace.wait(1_050)).toBe(0)
})
