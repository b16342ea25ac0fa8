import { describe, expect, test } from 'vitest'
import { endingOfClose, endingOfRefusal } from '../../../../sdk/connection/ending.ts'

const page = { origin: 'https://shop.example', renewable: false }
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
    expect(close(4005, { ...page, renewable: true }).retry).toBe(true)
    const refusal = { code: 'token_expired', message: 'Expired.', retryable: false } as const
    expect(endingOfRefusal(refusal, page).retry).toBe(false)
    expect(endingOfRefusal(refusal, { ...page, renewable: true }).retry).toBe(true)
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
