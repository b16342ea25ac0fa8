import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { DrawPace } from '../../../../../sdk/widget/element/draw-pace.ts'
import { VirtualClock } from '../../../../support/virtual-clock.ts'

// A page in the background: frames come by the clock
beforeEach(() => vi.stubGlobal('requestAnimationFrame', () => 0))
afterEach(() => vi.unstubAllGlobals())

function bench(costs: number) {
  const clock = new VirtualClock()
  const draws: string[] = []
  let spent = 0
  let more: 'none' | 'later' = 'none'
  const time = Object.assign(Object.create(clock), { now: () => clock.now() + spent, after: clock.after.bind(clock) })
  const pace = new DrawPace(time, late => {
    draws.push(late ? 'late' : 'soon')
    spent += costs
    return more
  })
  return {
    clock,
    draws,
    pace,
    busy: () => {
      more = 'later'
    },
  }
}

test('[WG20] what people do is drawn in the next frame, what others do after 25 times as long as it took', async () => {
  const { clock, draws, pace } = bench(10)
  pace.later()
  pace.later()
  await clock.run(250)
  expect(draws).toEqual(['late'])
  pace.later()
  pace.soon()
  await clock.run(200)
  pace.now(false)
  expect(draws.filter(each => each === 'late')).toHaveLength(1)
  expect(draws).toContain('soon')
  await clock.run(600)
  expect(draws.filter(each => each === 'late')).toHaveLength(2)
})

test('[WG20] a wait is at most half a second, and nothing is drawn after the end', async () => {
  const { clock, draws, pace, busy } = bench(1_000)
  busy()
  pace.later()
  await clock.run(250)
  await clock.run(760)
  expect(draws).toEqual(['late', 'late'])
  pace.stop()
  await clock.run(5_000)
  expect(draws).toHaveLength(2)
})
