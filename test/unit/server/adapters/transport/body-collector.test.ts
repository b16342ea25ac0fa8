import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BodyCollector } from '../../../../../server/adapters/transport/body-collector.ts'

const MAX = 100
const chunks = fc.array(fc.uint8Array({ maxLength: 30 }), { maxLength: 12 })

test('[TR9] a body is put together from its chunks, or not kept at all', () => {
  fc.assert(
    fc.property(chunks, parts => {
      const body = new BodyCollector(MAX)
      const goOn = parts.map(part => body.push(part))
      const whole = Buffer.concat(parts)
      expect(goOn).not.toContain(false)
      expect(body.tooLarge).toBe(whole.length > MAX)
      expect(body.take()).toEqual(whole.length > MAX ? undefined : new Uint8Array(whole))
    }),
  )
})

test('[TR9] a chunk may be reused by the engine after it was given', () => {
  const body = new BodyCollector(MAX)
  const chunk = new Uint8Array([1, 2, 3])
  body.push(chunk)
  chunk.fill(9)
  expect(body.take()).toEqual(new Uint8Array([1, 2, 3]))
})

test('[TR9] a megabyte over the bound is read, not more', () => {
  const body = new BodyCollector(MAX)
  const part = new Uint8Array(100_000)
  const pushed = Array.from({ length: 12 }, () => body.push(part))
  expect(pushed.indexOf(false)).toBe(10)
  expect(body.take()).toBe(undefined)
})

test('[TR9] only a body that is announced and too large is refused before it comes', () => {
  const refused = (headers: [string, string][]) => new BodyCollector(MAX).refuse(new Map(headers))
  expect(
    refused([
      ['expect', '100-continue'],
      ['content-length', '101'],
    ]),
  ).toBe(true)
  expect(
    refused([
      ['expect', '100-continue'],
      ['content-length', '100'],
    ]),
  ).toBe(false)
  expect(refused([['expect', '100-continue']])).toBe(false)
  expect(refused([['content-length', '101']])).toBe(false)
})
