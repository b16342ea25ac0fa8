import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeStrings } from '../../../../server/wire/json-body.ts'

const decodeBytes = (body: Uint8Array) => decodeStrings(body, ['username'])
const decode = (text: string) => decodeBytes(new TextEncoder().encode(text))?.username

test('[HT1] the username is taken as it was written', () => {
  expect(decode('{"username":" \\u0000Ana\\n","other":[1]}')).toBe(' \u0000Ana\n')
  expect(decode('{"username":"a","username":"b"}')).toBe('b')
})

test('[HT1] no body of any kind is more than refused', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), body => {
      expect(decodeBytes(body)?.username).toBeUndefined()
    }),
  )
  fc.assert(
    fc.property(fc.jsonValue(), value => {
      const username = (value as { username?: unknown } | null)?.username
      expect(decode(JSON.stringify(value))).toBe(typeof username === 'string' ? username : undefined)
    }),
  )
})

test('[HT1] fields that are no strings are refused, and what an object has by nature is no field', () => {
  const read = (text: string) => decodeStrings(new TextEncoder().encode(text), ['username', 'password', 'constructor'])
  expect(read('{"username":"Ana","password":1}')).toBeUndefined()
  expect(read('{"username":"Ana","password":null}')).toBeUndefined()
  expect(read('{"username":"Ana"}')).toEqual({ username: 'Ana' })
  expect(read('["Ana"]')).toBeUndefined()
})
