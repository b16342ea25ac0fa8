import { expect, test } from 'vitest'
import { SessionCookie } from '../../../../../server/app/http/cookies.ts'

const plain = new SessionCookie(false, '')
const secure = new SessionCookie(true, '')

test('[OR7] the cookie is for the server alone, and over https for its host alone', () => {
  expect(plain.set('abc', 90_500)).toBe('chat_session=abc; Max-Age=90; Path=/; HttpOnly; SameSite=Lax')
  expect(secure.set('abc', 90_500)).toBe('__Host-chat_session=abc; Max-Age=90; Path=/; HttpOnly; SameSite=Lax; Secure')
  expect(secure.clear()).toBe('__Host-chat_session=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax; Secure')
})

test('[OR140] below a path the cookie is for that path', () => {
  expect(new SessionCookie(false, '/chat').set('abc', 1_000)).toBe(
    'chat_session=abc; Max-Age=1; Path=/chat; HttpOnly; SameSite=Lax',
  )
  const below = new SessionCookie(true, '/apps/chat')
  expect(below.clear()).toBe('__Secure-chat_session=; Max-Age=0; Path=/apps/chat; HttpOnly; SameSite=Lax; Secure')
  expect(below.read('__Secure-chat_session=abc')).toBe('abc')
  expect(below.read('__Host-chat_session=abc; chat_session=abc')).toBeUndefined()
})

test.each([
  ['chat_session=abc', 'abc'],
  ['a=b; chat_session=abc; c=d', 'abc'],
  ['chat_session=abc;chat_session=other', 'abc'],
  [' chat_session = abc ', 'abc'],
  ['chat_session=a=b', 'a=b'],
  ['chat_session=', undefined],
  ['chat_session', undefined],
  ['xchat_session=abc', undefined],
  ['chat_session_x=abc', undefined],
  ['=abc', undefined],
  [';;;', undefined],
  ['', undefined],
  [undefined, undefined],
])('[OR7] in %j the token is %j', (header, token) => {
  expect(plain.read(header)).toBe(token)
})

test('[OR7] over https a cookie that plain http could have set is not read', () => {
  expect(secure.read('chat_session=abc')).toBeUndefined()
  expect(secure.read('__Host-chat_session=abc')).toBe('abc')
})
