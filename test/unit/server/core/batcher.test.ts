import { describe, expect, test } from 'vitest'
import { flushAt, packFrames } from '../../../../server/core/batcher.ts'

const encoded = (text: string) => ({ text, bytes: Buffer.byteLength(text) })

describe('batcher', () => {
  test('[MS36] a room that was quiet flushes at once', () => {
    expect(flushAt(1_000, Number.NEGATIVE_INFINITY, 10_000)).toBe(1_000)
    expect(flushAt(1_000, 950, 10_000)).toBe(1_000)
  })

  test.each([
    [1, 5],
    [250, 5],
    [1_000, 20],
    [2_500, 50],
    [100_000, 50],
  ])('[MS36] a busy room of %i members gathers for %i ms', (members, gap) => {
    expect(flushAt(1_001, 1_000, members)).toBe(1_000 + gap)
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
