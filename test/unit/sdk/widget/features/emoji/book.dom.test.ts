import { beforeEach, expect, test } from 'vitest'
import { glyphs } from '../../../../../../scripts/emoji-data.mjs'
import { openBook } from '../../../../../../sdk/widget/features/emoji/book.ts'
import type { EmojiHost } from '../../../../../../sdk/widget/features/emoji/emoji-host.ts'

const NAME = 'chat-widget-emoji:https://chat.example'
beforeEach(() => localStorage.clear())

function open(lang = 'en') {
  const root = document.createElement('div').attachShadow({ mode: 'open' })
  const host = { root, server: () => 'https://chat.example', lang: () => lang, storage: () => 'local' }
  return openBook(host as unknown as EmojiHost, glyphs())
}

test('[EM13] what follows a colon is completed by codes, whole ones first, then by names of the reader’s language', async () => {
  const book = open()
  const [first] = await book.complete('smile')
  expect(first).toEqual({ glyph: '😄', name: 'grinning face with smiling eyes', shortcode: 'smile' })
  expect((await book.complete('smi')).length).toBe(8)
  expect((await book.complete('TAD'))[0]).toMatchObject({ glyph: '🎉', shortcode: 'tada' })
  expect((await open('de').complete('fuchs'))[0]).toEqual({ glyph: '🦊', name: 'Fuchs', shortcode: 'fox_face' })
  expect(await book.complete('qqqq')).toEqual([])
  expect(await book.complete('')).toEqual([])
})

test('[EM13] a completion has the reader’s tone', async () => {
  const book = open()
  book.kept().setTone(5)
  expect((await book.complete('wave'))[0]).toMatchObject({ glyph: '👋🏿' })
  expect(await book.ofCode('wave')).toBe('👋🏿')
  expect(await book.ofCode('smile')).toBe('😄')
  expect(await book.ofCode('qqqq')).toBeUndefined()
})

test('[EM6] of what is stored only emoji that are offered are shown again, in the skin in which they were picked', () => {
  const stored = ['👋🏿', '❤️', 'hello', '', '😀😀', '😀🏿', 'x'.repeat(1e5), '<b>', '🦊']
  localStorage.setItem(NAME, JSON.stringify({ recents: stored }))
  const book = open()
  expect(book.recents().map(each => book.glyph(each, 2))).toEqual(['👋🏿', '❤️', '🦊'])
})
