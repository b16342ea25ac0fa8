import { expect, test } from 'vitest'
import type { LogItem, LogView } from '../../../../../sdk/store/view-model.ts'
import { drawnRows } from '../../../../../sdk/widget/element/drawn-rows.ts'

const log = (from: number, to: number): LogView => ({
  items: Array.from({ length: to - from + 1 }, (_, i): LogItem => ({ kind: 'day', key: `${from + i}`, at: 0 })),
  older: 'more',
  newer: 'none',
  ready: true,
})
const ends = ({ items }: LogView) => [items[0]?.key, items.at(-1)?.key]

test('[WG19] a page is drawn from its end upwards, a screenful a frame', () => {
  const drawn = drawnRows()
  const first = drawn(log(1, 100), 1_440, true)
  expect([ends(first.log), first.log.older, first.more]).toEqual([['61', '100'], 'none', 'soon'])
  expect(ends(drawn(log(1, 101), 1_440, true).log)).toEqual(['21', '101'])
  const all = drawn(log(1, 101), 1_440, true)
  expect([ends(all.log), all.log.older, all.more]).toEqual([['1', '101'], 'more', 'none'])
  expect(ends(drawn(log(-99, 101), 1_440, true).log), 'an older page').toEqual(['-39', '101'])
})

test('[WG19] more than a screenful at the end is drawn from its last screenful on, when there is time', () => {
  const drawn = drawnRows()
  for (let i = 0; i < 5; i++) drawn(log(1, 100), 0, true)
  expect(ends(drawn(log(1, 110), 0, true).log)).toEqual(['1', '110'])
  const busy = drawn(log(30, 160), 0, true)
  expect([ends(busy.log), busy.more]).toEqual([['141', '160'], 'later'])
  const quiet = drawn(log(30, 161), 0, true)
  expect([ends(quiet.log), quiet.more]).toEqual([['121', '161'], 'soon'])
})

test('[WG19] what is read further up is never drawn anew because something came below or went above', () => {
  const drawn = drawnRows()
  for (let i = 0; i < 5; i++) drawn(log(1, 100), 0, false)
  expect(ends(drawn(log(1, 180), 0, false).log)).toEqual(['1', '180'])
  expect(ends(drawn(log(40, 180), 0, false).log)).toEqual(['40', '180'])
  expect(ends(drawn(log(60, 100), 0, false).log), 'both ends were let go of').toEqual(['60', '100'])
  expect(ends(drawn(log(10, 90), 0, false).log)).toEqual(['40', '90'])
})
