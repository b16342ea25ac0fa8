import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LinePlaces } from '../../../../server/moving/line-places.ts'

test('[RE194] where lines went is known of each that was noted, whatever their order', () => {
  const note = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 60 }), fc.boolean())
  fc.assert(
    fc.property(fc.array(note, { maxLength: 60 }), notes => {
      const places = new LinePlaces()
      const model = new Map<number, number>()
      for (const [line, seq, isAdded] of notes) {
        const place = isAdded ? seq : -seq
        places.set(line, place)
        model.set(line, place)
      }
      for (const [line, place] of model) expect(places.get(line)).toBe(place)
      const last = Math.max(0, ...model.keys())
      expect(places.get(last + 1)).toBeUndefined()
    }),
    { numRuns: 500 },
  )
})
