import { describe, expect, test } from 'vitest'
import { type EndingContext, endingOfClose, endingOfRefusal } from '../../../../sdk/connection/ending.ts'

const page: EndingContext = { origin: 'https://shop.example' }
const close = (code: number, context = page) => endingOfClose(code, { reason: '' }, context)

describe('ending', () => {
  test('[CN4] 4000-4499 and every other code try again, 4500-4999 do not', () => {
    for (const code of [1000, 1001, 1006, 1009, 1012, 3000, 4000, 4001, 4002, 4004, 4006, 4499, 5000]) {
      expect(close(code)).toMatchObject({ retry: true, error: { retryable: true } })
    }
    for (const code of [4500, 4501, 4502, 4503, 4505, 4600, 4999]) {
      expect(close(code)).toMatchObject({ retry: false, error: { retryable: false } })
    }
  })

  test('[CN4] each code says what it is', () => {
    const codes = [1006, 4001, 4004, 4005, 4500, 4501, 4502, 4503, 4505].map(code => close(code).error.code)
    expect(codes).toEqual([
      'offline',
      'offline',
      'rate_limited',
      'token_expired',
      'bad_request',
      'unauthorized',
      'removed',
      'origin_refused',
      'version',
    ])
  })

  test('[CN5] an expired token is tried again only where a new one can be had', () => {
    expect(close(4005).retry).toBe(false)
    expect(close(4005, { ...page, renewable: () => true }).retry).toBe(true)
    const refusal = { code: 'token_expired', message: 'Expired.', retryable: false } as const
    expect(endingOfRefusal(refusal, page).retry).toBe(false)
    expect(endingOfRefusal(refusal, { ...page, renewable: () => true }).retry).toBe(true)
  })

  test('[CN82] a token that is refused is replaced where one can be had', () => {
    const refusal = { code: 'unauthorized', message: 'No.', retryable: false } as const
    const asked: boolean[] = []
    const renewing = { ...page, renewable: (ended: boolean) => asked.push(ended) > 0 }
    for (const end of [
      (context: EndingContext) => endingOfRefusal(refusal, context),
      (context: EndingContext) => endingOfRefusal({ ...refusal, code: 'token_expired' }, context),
      (context: EndingContext) => close(4501, context),
      (context: EndingContext) => close(4005, context),
    ]) {
      expect(end(renewing)).toMatchObject({ retry: true, error: { retryable: true } })
      expect(end(page)).toMatchObject({ retry: false, error: { retryable: false } })
    }
    // only the last one had counted until then
    expect(asked).toEqual([false, false, false, true])
  })

  test('[CN7] a refused origin names the option that the owner has to set', () => {
    expect(close(4503).error.message).toContain('--origins https://shop.example')
  })

  test('[CN3] what the server said about waiting is kept', () => {
    const told = { reason: 'shutdown', retryAfterMs: 100, spreadMs: 200 }
    expect(endingOfClose(4001, told, page)).toMatchObject({ retryAfterMs: 100, spreadMs: 200 })
    const refusal = { code: 'unavailable', message: 'Later.', retryable: true, retryAfterMs: 300 } as const
    expect(endingOfRefusal(refusal, page)).toMatchObject({ retry: true, retryAfterMs: 300 })
  })
})
