import { expect, test } from 'vitest'
import { gridKey } from '../../../../../../sdk/widget/features/emoji/grid-keys.ts'
import { rowsBetween, rowsOf } from '../../../../../../sdk/widget/features/emoji/rows.ts'

/** Seven under a heading, in lines of three, then four. */
const rows = rowsOf(
  [
    { heading: 'one', items: [...'abcdefg'] },
    { heading: 'two', items: [...'hijk'] },
  ],
  3,
  36,
)
const ltr = { forward: 'ArrowRight', back: 'ArrowLeft' }
const rtl = { forward: 'ArrowLeft', back: 'ArrowRight' }
const go = (key: string, at: number, { ctrlKey = false, arrows = ltr, page = 2 } = {}) =>
  gridKey({ key, ctrlKey }, at, rows, page, arrows)

test('[EM8] lines stand below each other, and a heading begins a section', () => {
  expect(rows.map(row => [row.kind, row.top, row.section, row.kind === 'items' && row.first])).toEqual([
    ['heading', 0, 0, false],
    ['items', 32, 0, 0],
    ['items', 68, 0, 3],
    ['items', 104, 0, 6],
    ['heading', 140, 1, false],
    ['items', 172, 1, 7],
    ['items', 208, 1, 10],
  ])
  expect(rowsBetween(rows, 33, 141).map(({ top }) => top)).toEqual([32, 68, 104, 140])
  expect(rowsOf([{ items: [] }], 3, 36)).toEqual([])
})

test.each([
  ['ArrowRight', 2, 3],
  ['ArrowRight', 10, 10],
  ['ArrowLeft', 0, 0],
  ['ArrowLeft', 7, 6],
  ['ArrowDown', 1, 4],
  // The line below is shorter
  ['ArrowDown', 5, 6],
  ['ArrowDown', 6, 7],
  ['ArrowDown', 10, 10],
  ['ArrowUp', 9, 6],
  ['ArrowUp', 1, 'above'],
  ['PageDown', 1, 6],
  ['PageUp', 10, 6],
  ['PageUp', 4, 1],
  ['Home', 5, 3],
  ['End', 3, 5],
  ['End', 10, 10],
  ['a', 3, undefined],
] as const)('[EM7] %s leads from %i to %s', (key, at, to) => expect(go(key, at)).toBe(to))

test('[EM7] with Ctrl Home and End go to the first and the last; read from right to left the arrows are mirrored', () => {
  expect([go('Home', 9, { ctrlKey: true }), go('End', 1, { ctrlKey: true })]).toEqual([0, 10])
  expect([go('ArrowLeft', 1, { arrows: rtl }), go('ArrowRight', 1, { arrows: rtl })]).toEqual([2, 0])
})

test('[EM7] in a grid of nothing no key leads anywhere', () => {
  expect(gridKey({ key: 'ArrowDown', ctrlKey: false }, 0, [], 2, ltr)).toBeUndefined()
})
