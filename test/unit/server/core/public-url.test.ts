import { expect, test } from 'vitest'
import { publicUrl } from '../../../../server/core/public-url.ts'

test.each([
  ['https://chat.example.com', 'https://chat.example.com', ''],
  ['https://chat.example.com/', 'https://chat.example.com', ''],
  ['HTTPS://Chat.Example.com:443', 'https://chat.example.com', ''],
  ['https://example.com/chat', 'https://example.com', '/chat'],
  ['https://example.com/chat/', 'https://example.com', '/chat'],
  ['https://example.com:8443/apps/team-1/chat.v2', 'https://example.com:8443', '/apps/team-1/chat.v2'],
  ['http://[::1]:5001/a_b~c', 'http://[::1]:5001', '/a_b~c'],
  ['https://example.com/a/../chat', 'https://example.com', '/chat'],
])('[OR140] %s has the origin %s and the path "%s"', (text, origin, path) => {
  expect(publicUrl(text)).toEqual({ href: origin + path, origin, path })
})

test.each([
  '',
  'chat.example.com/chat',
  '/chat',
  'ftp://example.com/chat',
  'https://',
  'https:///chat',
  'https://example.com/chat?a=1',
  'https://example.com/chat?',
  'https://example.com/chat#a',
  'https://user@example.com/chat',
  'https://*.example.com/chat',
  'https://example.com//chat',
  'https://example.com/chat//',
  'https://example.com/a;b',
  'https://example.com/a,b',
  'https://example.com/a b',
  'https://example.com/%63hat',
  'https://example.com/ünï',
  'https://example.com\\chat',
  'https://exa mple.com/chat',
])('[OR140] %j is no public address', text => {
  expect(publicUrl(text)).toBeUndefined()
})
