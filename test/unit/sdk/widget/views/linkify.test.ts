import fc from 'fast-check'
import { expect, test } from 'vitest'
import { linkify } from '../../../../../sdk/widget/views/linkify.ts'

const links = (text: string) => linkify(text).flatMap(piece => (piece.href ? [[piece.text, piece.href]] : []))
const addresses = (text: string) => links(text).map(([shown]) => shown)

test('[VW2] http, https and mailto addresses become links', () => {
  expect(links('see https://example.com/a?b=c#d now')).toEqual([
    ['https://example.com/a?b=c#d', 'https://example.com/a?b=c#d'],
  ])
  expect(addresses('http://a.example and mailto:ada@example.com')).toEqual([
    'http://a.example',
    'mailto:ada@example.com',
  ])
  expect(links('HTTPS://EXAMPLE.COM')[0]?.[1]).toBe('https://example.com/')
})

test.each([
  'javascript:alert(1)',
  'data:text/html,x',
  'vbscript:x',
  'file:///etc/passwd',
  'blob:https://x/y',
  'ftp://a.example',
  '//a.example',
  'www.example.com',
])('[VW2] %s stays text', text => {
  expect(linkify(text)).toEqual([{ text }])
})

test('[VW2] a script address around or inside another never becomes the target', () => {
  for (const text of [
    'javascript:https://a.example',
    'https://javascript:alert(1)@a.example/',
    'javascript://https://x',
  ])
    for (const [, href] of links(text)) expect(href).toMatch(/^https?:\/\//)
})

test('[VW2] the punctuation of the sentence around a link is not part of it', () => {
  expect(addresses('(https://a.example/x).')).toEqual(['https://a.example/x'])
  expect(addresses('https://a.example/x, https://b.example!')).toEqual(['https://a.example/x', 'https://b.example'])
  expect(addresses('https://a.example/x_(y)')).toEqual(['https://a.example/x_(y)'])
  expect(addresses('“https://a.example/”')).toEqual(['https://a.example/'])
})

test('[VW2] characters that turn or hide text end an address', () => {
  expect(addresses('https://a.example/\u202Egpj.exe')).toEqual(['https://a.example/'])
  expect(addresses('https://a.example\u200B.evil.example')).toEqual(['https://a.example'])
})

test('[VW2] the pieces together are the text, whatever it is', () => {
  const parts = fc.array(
    fc.constantFrom('https://', 'http://a.b', 'mailto:', '.', ')', '(', ' ', '\n', 'é', '\u202e', '[::1]', '%', '@'),
  )
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        parts.map(all => all.join('')),
      ),
      text =>
        linkify(text)
          .map(piece => piece.text)
          .join('') === text,
    ),
  )
})

test('[VW2] a long text of brackets takes no time worth naming', () => {
  const text = `https://a.example/${'('.repeat(2000)}${')'.repeat(20_000)}`
  const start = performance.now()
  linkify(text)
  expect(performance.now() - start).toBeLessThan(200)
})
