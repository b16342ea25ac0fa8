import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Message } from '../../../../sdk/protocol/records.ts'
import { encodeError, encodeEvent, encodeMessage, encodeNews, encodeOk } from '../../../../server/wire/encode.ts'

const text = fc.string({ unit: fc.oneof(fc.string({ maxLength: 1 }), fc.constantFrom('\ud800', '\u2028', '"', '\\')) })
const message: fc.Arbitrary<Message> = fc.record({
  room: fc.constant('lobby'),
  seq: fc.nat(),
  id: text,
  cid: text,
  user: fc.record({ id: text, name: text }),
  text,
  sentAt: fc.nat(),
})

describe('encoding', () => {
  test('[FR17] a message and its event are encoded as JSON.stringify does it', () => {
    fc.assert(
      fc.property(message, one => {
        expect(encodeMessage(one)).toBe(JSON.stringify(one))
        expect(encodeMessage({ ...one, deleted: true })).toBe(JSON.stringify({ ...one, deleted: true }))
        for (const encode of [encodeEvent, encodeNews]) {
          expect(encode({ type: 'new_message', ...one })).toBe(JSON.stringify({ type: 'new_message', ...one }))
        }
      }),
    )
  })

  test('[FR17] an ok carries type, ref and its fields', () => {
    expect(JSON.parse(encodeOk(7, '"room":"a"'))).toEqual({ type: 'ok', ref: 7, room: 'a' })
    expect(JSON.parse(encodeOk(7, ''))).toEqual({ type: 'ok', ref: 7 })
  })

  test('[FR17] an error leaves out what it does not have', () => {
    const refusal = { code: 'bad_request', message: 'no', retryable: false } as const
    expect(JSON.parse(encodeError(undefined, refusal))).toEqual({ type: 'error', ...refusal })
    expect(JSON.parse(encodeError(3, { ...refusal, retryAfterMs: 5 }))).toEqual({
      type: 'error',
      ref: 3,
      ...refusal,
      retryAfterMs: 5,
    })
  })
})
