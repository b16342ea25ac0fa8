import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeLoginBody } from '../../../../server/wire/login-body.ts'

const decode = (text: string) => decodeLoginBody(new TextEncoder().encode(text))

test('[HT1] the username is taken as it was written', () => {
  expect(decode('{"username":" \\u0000Ana\\n","other":[1]}')).toBe(' \u0000Ana\n')
  expect(decode('{"username":"a","username":"b"}')).toBe('b')
})

test('[HT1] no body of any kind is more than refused', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), body => {
      expect(decodeLoginBody(body)).toBeUndefined()
    }),
  )
  fc.assert(
    fc.property(fc.jsonValue(), value => {
      const username = (value as { username?: unknown } | null)?.username
      expect(decode(JSON.stringify(value))).toBe(typeof username === 'string' ? username : undefined)
    }),
  )
})
