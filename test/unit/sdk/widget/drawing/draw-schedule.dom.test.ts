import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { DrawSchedule } from '../../../../../sdk/widget/drawing/draw-schedule.ts'
import { VirtualClock } from '../../../../support/virtual-clock.ts'

const frames = new Map<number, FrameRequestCallback>()
let handle = 0
beforeEach(() => {
  frames.clear()
  vi.stubGlobal('requestAnimationFrame', (run: FrameRequestCallback) => {
    frames.set(++handle, run)
    return handle
  })
  vi.stubGlobal('cancelAnimationFrame', (gone: number) => frames.delete(gone))
})
afterEach(() => {
  vi.unstubAllGlobals()
})

function frame(): void {
  for (const run of frames.values()) run(0)
}

test('[WG19] however often it is asked for, one frame draws once, and one that is drawn at once is not drawn again', () => {
  const draw = vi.fn()
  const draws = new DrawSchedule(new VirtualClock(), draw)
  draws.request()
  draws.requestLater()
  frame()
  expect(draw).toHaveBeenCalledTimes(1)
  draws.request()
  draws.now()
  frame()
  expect(draw).toHaveBeenCalledTimes(2)
  draws.request()
  draws.stop()
  frame()
  expect(draw).toHaveBeenCalledTimes(2)
})

test('[WG20] what can wait comes after its time, or with what cannot', () => {
  const clock = new VirtualClock()
  const draw = vi.fn()
  const draws = new DrawSchedule(clock, draw)
  draws.requestLater(100)
  clock.advance(99)
  expect(frames.size).toBe(0)
  clock.advance(1)
  frame()
  expect(draw).toHaveBeenCalledTimes(1)

  draws.requestLater(100)
  draws.request()
  frame()
  expect(draw).toHaveBeenCalledTimes(2)
  clock.advance(1_000)
  expect(frames.size).toBe(0)
})

test('[WG20] what others do does not wait for what can wait', () => {
  const clock = new VirtualClock()
  const draw = vi.fn()
  const draws = new DrawSchedule(clock, draw)
  draws.now()
  draws.requestLater(100)
  clock.advance(10)
  draws.requestLater()
  draws.requestLater(100)
  clock.advance(14)
  frame()
  expect(draw).toHaveBeenCalledTimes(2)
})

test('[WG22] what is waited for is drawn without a frame, once, and with everything of its turn', () => {
  const clock = new VirtualClock()
  const draw = vi.fn()
  const draws = new DrawSchedule(clock, draw)
  draws.soon()
  draws.request()
  draws.soon()
  expect(draw).not.toHaveBeenCalled()
  clock.advance(0)
  expect(draw).toHaveBeenCalledTimes(1)
  frame()
  clock.advance(1_000)
  expect(draw).toHaveBeenCalledTimes(1)

  draws.soon()
  draws.stop()
  clock.advance(1_000)
  expect(draw).toHaveBeenCalledTimes(1)
})
