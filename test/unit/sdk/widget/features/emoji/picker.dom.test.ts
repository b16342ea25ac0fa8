import { beforeEach, expect, test, vi } from 'vitest'
import { glyphs } from '../../../../../../scripts/emoji-data.mjs'
import { openBook } from '../../../../../../sdk/widget/features/emoji/book.ts'
import { openPicker } from '../../../../../../sdk/widget/features/emoji/picker.ts'
import { words } from '../../../../../../sdk/widget/features/emoji/words.ts'
import { emojiHost } from '../../../../../support/gallery/emoji-host.ts'
import { mount } from '../../../../../support/gallery/mount.ts'

/** Files are loaded, on a machine that may be busy. */
const seen = <T>(read: () => T) => expect.poll(read, { timeout: 10_000 })
beforeEach(() => localStorage.clear())

function open({ lang = 'en', chosen = [] as string[] } = {}) {
  const shown = mount('busy')
  const host = emojiHost(shown, lang)
  const box = shown.shell.chat?.box
  if (!box) throw new Error('no chat')
  const book = openBook(host, glyphs())
  const pick = vi.fn()
  const closed = vi.fn()
  const onDeviceBack = () => () => {}
  const picker = openPicker(host, book, box, { anchor: box, title: 'Emoji', chosen, pick, closed, onDeviceBack })
  const search = shown.one<HTMLInputElement>('[part=emoji-picker] input')
  const cells = () => shown.all('[role=gridcell]')
  const names = async () => {
    host.clock.advance(100)
    await seen(() => cells()[0]?.hasAttribute('aria-label')).toBe(true)
  }
  const type = (text: string) => {
    search.value = text
    search.dispatchEvent(new InputEvent('input'))
  }
  return { ...shown, host, book, picker, pick, closed, search, cells, names, type }
}

test('[EM8] two thousand emoji are there, and only the lines around what is in sight are in the page', () => {
  const { one, cells } = open()
  expect(Number(one('[role=grid]').getAttribute('aria-rowcount'))).toBeGreaterThan(200)
  expect(cells().length).toBeGreaterThan(40)
  expect(cells().length).toBeLessThan(200)
  expect(cells().filter(cell => cell.tabIndex === 0).length).toBe(1)
})

test('[EM5] each is called as in the reader’s language as soon as that is known, which is not waited for', async () => {
  const { cells, names, one } = open({ lang: 'de-CH' })
  expect(cells()[0]?.textContent).toBe('😀')
  await names()
  expect([cells()[0]?.getAttribute('aria-label'), cells()[0]?.title]).toEqual([
    'grinsendes Gesicht',
    'grinsendes Gesicht',
  ])
  expect(one('[role=grid]').closest('[lang]')?.getAttribute('lang')).toBe('de')
})

test('[EM16] how many were found is said once somebody stops typing, and that there is none', async () => {
  const { type, host, cells, names, one } = open()
  await names()
  type('octo')
  type('octopus')
  expect(cells().map(cell => cell.getAttribute('aria-label'))).toEqual(['octopus'])
  expect(host.said).toEqual([])
  host.clock.advance(500)
  expect(host.said).toEqual([words.found(1)])
  type('octopusss')
  host.clock.advance(500)
  expect(host.said).toEqual([words.found(1), words.none])
  expect(one('[part=emoji-picker] p').textContent).toBe(words.none)
  type('')
  expect(cells().length).toBeGreaterThan(40)
})

test('[EM6] what is picked is told and comes first the next time; the tone goes for all that take one', async () => {
  const { cells, pick, closed, book, one } = open()
  cells()[3]?.click()
  expect([pick.mock.calls, closed.mock.calls.length]).toEqual([[['😁']], 1])
  expect(one('[part=panel]').querySelector('[role=dialog]')).toBeNull()
  expect(book.recents().map(({ as }) => as)).toEqual(['😁'])
  const again = open()
  expect(again.all('[role=tab]')[0]?.getAttribute('aria-label')).toBe(words.recent)
  expect(again.cells()[0]?.textContent).toBe('😁')
})

test('[EM11] what one has reacted with already is marked', () => {
  const { cells } = open({ chosen: ['😄'] })
  expect(
    cells()
      .filter(cell => cell.getAttribute('aria-selected') === 'true')
      .map(cell => cell.textContent),
  ).toEqual(['😄'])
})

test('[EM9] it closes once, with the focus where it was', () => {
  const { picker, closed, search } = open()
  search.focus()
  search.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))
  picker.close(true)
  expect(closed.mock.calls).toEqual([[true]])
})
