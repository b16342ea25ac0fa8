import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { packFrames, windowMs } from '../../../../server/core/batcher.ts'

const encoded = (text: string) => ({ text, bytes: Buffer.byteLength(text) })

describe('batcher', () => {
  const quiet = { members: 10, objects: 1, busy: 0 }

  test.each([
    [1, 5],
    [100, 5],
    [1_000, 25.2],
    [1_800, 45.2],
    [100_000, 50],
  ])('[MS36] a busy room of %i members gathers for %i ms', (members, ms) => {
    expect(windowMs({ ...quiet, members }, 50)).toBeCloseTo(ms, 1)
  })

  test('[MS36] it gathers longer the more messages there are and the busier the event loop is', () => {
    const windows = [
      quiet,
      { ...quiet, objects: 40 },
      { ...quiet, objects: 40, busy: 0.6 },
      { ...quiet, objects: 40, busy: 0.8 },
      { ...quiet, objects: 40, busy: 1 },
    ].map(load => windowMs(load, 1_000))
    expect(windows.map(Math.round)).toEqual([5, 7, 7, 17, 27])
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
