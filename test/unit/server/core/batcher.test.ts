import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { packFrames, windowMs } from '../../../../server/core/batcher.ts'

const encoded = (text: string) => ({ text, bytes: Buffer.byteLength(text) })

describe('batcher', () => {
  const quiet = { members: 10, objects: 1, busy: 0 }

  test.each([
    [1, 5],
    [100, 5],
    [1_000, 35.2],
    [1_300, 45.7],
    [100_000, 50],
  ])('[MS36] a busy room of %i members gathers for %i ms', (members, ms) => {
    expect(windowMs({ ...quiet, members }, 50)).toBeCloseTo(ms, 1)
  })

  test('[MS36] it gathers longer the more messages there are', () => {
    const windows = [1, 40, 80, 200].map(objects => windowMs({ ...quiet, objects }, 1_000))
    expect(windows.map(Math.round)).toEqual([5, 8, 16, 40])
  })

  test('[MS36] a message waits as long on a slow machine as on a fast one, until the event loop is nearly full', () => {
    const busiest = [0, 0.2, 0.4, 0.6, 0.8, 1]
    const windows = busiest.map(busy => windowMs({ members: 1_000, objects: 1, busy }, 1_000))
    // half of the window, and half of the time that sending takes in it
    const delays = windows.map((ms, at) => (ms / 2) * (1 + (busiest[at] ?? 0)))
    expect(delays.map(Math.round)).toEqual([18, 18, 18, 18, 44, 70])
    expect(windows.map(Math.round)).toEqual([35, 29, 25, 22, 49, 70])
  })

  test('[MS36] it never gathers longer than configured', () => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.nat(1e6), fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(1_000), (...load) => {
        const [members, objects, busy, most] = load
        const ms = windowMs({ members, objects, busy }, most)
        expect(ms).toBeGreaterThanOrEqual(0)
        expect(ms).toBeLessThanOrEqual(most)
      }),
    )
  })

  test('[MS37] objects are packed into as few frames as fit, in order', () => {
    const objects = Array.from({ length: 10 }, (_, i) => encoded(`{"n":${i}}`))
    const frames = packFrames(objects, 26)
    expect(frames.map(frame => frame.length)).toEqual([25, 25, 25, 7])
    expect(frames.flatMap(frame => JSON.parse(frame) as object)).toEqual(objects.map(({ text }) => JSON.parse(text)))
  })

  test('[MS37] one object goes as it is, also when it is too large', () => {
    const large = encoded(`{"text":"${'x'.repeat(100)}"}`)
    expect(packFrames([encoded('{}'), large, encoded('{}')], 50)).toEqual(['{}', large.text, '{}'])
  })
})
