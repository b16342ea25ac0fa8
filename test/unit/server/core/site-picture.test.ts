import { expect, test } from 'vitest'
import { originPolicy } from '../../../../server/core/origin.ts'
import { sitePicture } from '../../../../server/core/site-picture.ts'

const policy = originPolicy(undefined, ['https://img.example', 'https://*.cdn.example'])

test.each([
  ['https://img.example/a.png', 'https://img.example/a.png'],
  ['https://IMG.example:443/a b.png?x=1', 'https://img.example/a%20b.png?x=1'],
  ['https://eu.cdn.example/a', 'https://eu.cdn.example/a'],
])('[JW9] the picture %s is shown', (picture, shown) => expect(sitePicture(picture, policy)).toBe(shown))

test.each([
  undefined,
  null,
  1,
  {},
  ['https://img.example/a.png'],
  '',
  'a.png',
  '//img.example/a.png',
  'http://img.example/a.png',
  'javascript:alert(1)//https://img.example/',
  'data:image/png;base64,AAAA',
  'https://evil.example/a.png',
  'https://img.example.evil.example/a.png',
  'https://evil.example/https://img.example/a.png',
  'https://img.example@evil.example/a.png',
  'https://user:word@img.example/a.png',
  'https://user@img.example/a.png',
  'https://img.example:8443/a.png',
  'https://cdn.example/a.png',
  'https://img.example\\@evil.example/a.png'.replace('img', 'evil'),
  `https://img.example/${'a'.repeat(2_048)}`,
  `https://img.example/${'ü'.repeat(1_000)}`,
])('[JW9] %j is not', picture => expect(sitePicture(picture, policy)).toBeUndefined())

test('[JW9] no list makes a picture come by http', () => {
  const plain = originPolicy(undefined, ['http://img.example', 'https://img.example'])
  expect(sitePicture('http://img.example/a.png', plain)).toBeUndefined()
})

test('[JW9] unless an origin is allowed, none is shown', () => {
  expect(sitePicture('https://img.example/a.png', originPolicy(undefined, []))).toBeUndefined()
})
