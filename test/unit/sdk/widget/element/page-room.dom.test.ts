import { afterEach, expect, test } from 'vitest'
import { ROOM_NAME } from '../../../../../sdk/protocol/limits.ts'
import { pageRoom } from '../../../../../sdk/widget/element/page-room.ts'

const page = (url: string, canonical?: string) => {
  const made = document.implementation.createHTMLDocument('A page')
  Object.defineProperty(made, 'URL', { value: url })
  if (canonical !== undefined) {
    const link = made.createElement('link')
    link.rel = 'canonical'
    link.setAttribute('href', canonical)
    // a document without a window has no address of its own
    Object.defineProperty(link, 'href', { value: new URL(canonical, url).href })
    made.head.append(link)
  }
  return made
}

afterEach(() => document.head.replaceChildren())

test('[WG164] the room of a page is that of its address, whatever query, fragment and last slash it has', () => {
  const room = pageRoom(page('https://site.example/news/one'))
  for (const same of [
    'https://site.example/news/one?utm=1',
    'https://site.example/news/one#top',
    'https://site.example/news/one/',
  ])
    expect(pageRoom(page(same))).toBe(room)
  for (const other of [
    'https://site.example/news/two',
    'https://site.example/News/one',
    'https://other.example/news/one',
  ])
    expect(pageRoom(page(other))).not.toBe(room)
  expect(room).toMatch(/^page:site\.example\.news\.one\./)
})

test('[WG164] a canonical address counts, with its query, also a relative one', () => {
  const room = pageRoom(page('https://site.example/a?x=1', 'https://site.example/show?id=7'))
  expect(pageRoom(page('https://m.site.example/b', 'https://site.example/show?id=7#part'))).toBe(room)
  expect(pageRoom(page('https://site.example/b', '/show?id=7'))).toBe(room)
  expect(pageRoom(page('https://site.example/b', 'https://site.example/show?id=8'))).not.toBe(room)
})

test('[WG164] every page has a name that a room may have, however long or odd its address; long ones are told apart', () => {
  const odd = [
    'about:blank',
    'about:srcdoc',
    'file:///C:/a%20b/c.html',
    'https://xn--bcher-kva.example/%E2%9C%93/ä?ö',
    `https://site.example/${'a/'.repeat(5_000)}`,
    `https://site.example/${'b'.repeat(100_000)}`,
    `https://site.example/${'b'.repeat(100_001)}`,
    'https://site.example/dm:1',
    'https://[::1]:8080/',
  ]
  const rooms = odd.map(url => pageRoom(page(url)))
  for (const room of rooms) expect(room).toMatch(ROOM_NAME)
  expect(new Set(rooms).size).toBe(odd.length)
})
