import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeFrame, decodeRequest } from '../../../../server/wire/decode.ts'

const valid = [
  { type: 'connect', ref: 1 },
  { type: 'connect', ref: 1, token: 't', rooms: [{ room: 'a' }, { room: 'b', epoch: 'e', seq: 0 }] },
  { type: 'join', ref: 2, room: 'a', epoch: 'e', seq: 4 },
  { type: 'leave', ref: 3, room: 'a' },
  { type: 'send_message', ref: 4, room: 'a', cid: 'c-_9', text: '' },
  { type: 'history', ref: 5, room: 'a', before: 0, epoch: 'e', limit: 1 },
  { type: 'users', ref: 6, room: 'a', after: 'x', limit: 5 },
  { type: 'typing', room: 'a', active: true },
  { type: 'typing', ref: 7, room: 'a', active: false },
  { type: 'disconnect', ref: Number.MAX_SAFE_INTEGER },
]

describe('decoding', () => {
  test.each(valid)('[FR3] $type is taken as it is: %j', frame => {
    expect(decodeRequest(frame)).toEqual({ ok: true, request: frame })
  })

  test.each([
    [{ type: 'join', ref: 2 }, 'room'],
    [{ type: 'join', ref: 2, room: 7 }, 'room'],
    [{ type: 'join', ref: 2, room: 'a', seq: -1 }, 'seq'],
    [{ type: 'join', ref: 2, room: 'a', seq: 1.5 }, 'seq'],
    [{ type: 'send_message', ref: 2, room: 'a', cid: '', text: 'x' }, 'cid'],
    [{ type: 'send_message', ref: 2, room: 'a', cid: 'a b', text: 'x' }, 'cid'],
    [{ type: 'send_message', ref: 2, room: 'a', cid: 'a'.repeat(65), text: 'x' }, 'cid'],
    [{ type: 'send_message', ref: 2, room: 'a', cid: 'a' }, 'text'],
    [{ type: 'history', ref: 2, room: 'a', limit: 0 }, 'limit'],
    [{ type: 'typing', ref: 2, room: 'a', active: 1 }, 'active'],
    [{ type: 'connect', ref: 2, rooms: ['a'] }, 'rooms.0'],
    [{ type: 'connect', ref: 2, token: null }, 'token'],
  ])('[FR3] %j is refused for its field %s', (frame, field) => {
    const decoded = decodeRequest(frame)
    expect(decoded).toMatchObject({ ok: false, ref: 2, refusal: { code: 'bad_request', retryable: false } })
    expect(decoded.ok || decoded.refusal.message).toContain(field)
  })

  test.each([0, -1, 1.5, '1', null, 2 ** 53, undefined])('[FR3] ref %j is no ref', ref => {
    const decoded = decodeRequest({ type: 'leave', ref, room: 'a' })
    expect(decoded).toMatchObject({ ok: false, ref: undefined, refusal: { code: 'bad_request' } })
  })

  test.each(['nope', 'constructor', 'toString', '__proto__', '', 7, null, undefined, ['join']])(
    '[FR4] type %j names no request',
    type => {
      expect(decodeRequest({ type, ref: 3, room: 'a' })).toMatchObject({ ok: false, type: undefined, ref: 3 })
    },
  )

  test.each([null, 7, 'join', true, [], [{}]])('[FR1] %j is not an object', value => {
    expect(decodeRequest(value)).toMatchObject({ ok: false, refusal: { code: 'bad_request' } })
  })

  test('[FR16] unknown fields and prototype tricks do not come through', () => {
    const frame = decodeFrame('{"type":"leave","ref":1,"room":"a","extra":1,"__proto__":{"admin":true}}', 10)
    const decoded = frame.ok ? decodeRequest(frame.values[0]) : undefined
    expect(decoded).toEqual({ ok: true, request: { type: 'leave', ref: 1, room: 'a' } })
    expect(decoded?.ok && 'admin' in decoded.request).toBe(false)
    expect('admin' in {}).toBe(false)
  })

  test('[FR1] an array holds one value for each object', () => {
    expect(decodeFrame('[{"a":1},2]', 2)).toEqual({ ok: true, values: [{ a: 1 }, 2] })
    expect(decodeFrame('{"a":1}', 2)).toEqual({ ok: true, values: [{ a: 1 }] })
    expect(decodeFrame('[]', 2)).toEqual({ ok: true, values: [] })
    const longest = { type: 'send_message', ref: 1, room: 'a', cid: 'c', text: '\u0001'.repeat(4_000) }
    expect(decodeFrame(JSON.stringify([longest, longest]), 2).ok).toBe(true)
    expect(decodeFrame(JSON.stringify({ type: 'leave', ref: 1, room: 'a', later: 'x'.repeat(60_000) }), 2).ok).toBe(
      true,
    )
    const rooms = Array.from({ length: 50 }, () => ({ room: 'r'.repeat(64), epoch: 'e'.repeat(64), seq: 2 ** 53 - 1 }))
    expect(decodeFrame(JSON.stringify({ type: 'connect', token: 't'.repeat(8_000), rooms }), 2).ok).toBe(true)
  })

  test.each(['', '{', 'undefined', "{'a':1}", '[1,2,3]', '\ufeff{}'])('[FR2] %j breaks the protocol', text => {
    expect(decodeFrame(text, 2)).toMatchObject({ ok: false })
  })

  test('[FR16] whatever arrives is decoded or refused', () => {
    const field = fc.oneof(fc.jsonValue(), fc.constantFrom('a', 1, true, 'connect', [{ room: 'a' }]))
    const names = ['type', 'ref', 'room', 'cid', 'text', 'rooms', 'seq', 'epoch', 'limit', 'active', '__proto__']
    const frame = fc.dictionary(fc.constantFrom(...names), field)
    const typed = fc
      .tuple(frame, fc.constantFrom(...valid))
      .map(([mutation, base]): unknown => ({ ...base, ...mutation }))
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue({ maxDepth: 4 }), frame, typed, fc.string()), value => {
        const text = typeof value === 'string' ? value : JSON.stringify(value)
        const decoded = decodeFrame(text, 100)
        if (!decoded.ok) return
        for (const one of decoded.values) {
          const request = decodeRequest(one)
          expect(request.ok || request.refusal.code).toBe(request.ok || 'bad_request')
        }
      }),
      { numRuns: 2_000 },
    )
  })

  test.each([
    { type: 'join', ref: 1, room: 'a', epoch: { length: { toString: 1 } } },
    { type: 'users', ref: 1, room: 'a', after: { length: { valueOf: 1, toString: 1 } } },
    { type: 'history', ref: 1, room: 'a', epoch: { length: { toString: [] } }, limit: { toString: 1 } },
  ])('[FR16] what cannot be measured is refused: %j', value => {
    expect(decodeRequest(value)).toMatchObject({ ok: false, ref: 1, refusal: { code: 'bad_request' } })
  })

  test('[FR16] deep nesting is refused like anything else', () => {
    const frame = decodeFrame(`${'['.repeat(900)}${']'.repeat(900)}`, 100)
    expect(frame.ok && decodeRequest(frame.values[0])).toMatchObject({ ok: false })
  })

  const typing = (rest: string) => `{"type":"typing","room":"a","active":true,${rest}}`
  const text = 'x'.repeat(4_000)
  test.each([
    ['deep nesting', `${'['.repeat(30_000)}${']'.repeat(30_000)}`],
    ['deep nesting in a field that no request has', typing(`"x":${'['.repeat(30_000)}${']'.repeat(30_000)}`)],
    ['deep nesting in a field that has no place here', typing(`"rooms":${'['.repeat(30_000)}${']'.repeat(30_000)}`)],
    ['many objects', typing(`"x":[${'{},'.repeat(7_000)}0]`)],
    ['many fields', typing(Array.from({ length: 5_000 }, (_, n) => `"f${n}":${n}`).join())],
    [
      'many beside a text',
      JSON.stringify({ type: 'send_message', ref: 1, room: 'a', cid: 'c', text, x: Array(10_000).fill([]) }),
    ],
    ['many short strings', typing(Array.from({ length: 3_000 }, (_, n) => `"f${n}":"${n}"`).join())],
  ])('[FR2] %s: what no request says is bounded', (_, frame) => {
    expect(decodeFrame(frame, 100)).toEqual({ ok: false, reason: 'too much that no request says' })
  })
})
