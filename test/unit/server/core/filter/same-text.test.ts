import { expect, test } from 'vitest'
import { SameText } from '../../../../../server/core/filter/same-text.ts'

test('[MD30] the same text is counted by person and room, within a minute', () => {
  const texts = new SameText()
  expect(texts.count('lobby', 'u1', 'buy now', 0)).toBe(0)
  texts.take('lobby', 'u1', 'buy now', 0)
  texts.take('lobby', 'u1', 'Buy NOW!!', 1_000)
  texts.take('lobby', 'u1', 'something else', 1_500)
  expect(texts.count('lobby', 'u1', 'b\u200buy  nów', 2_000)).toBe(2)
  expect(texts.count('lobby', 'u1', 'buy nothing', 2_000)).toBe(0)
  expect(texts.count('lobby', 'u2', 'buy now', 2_000)).toBe(0)
  expect(texts.count('other', 'u1', 'buy now', 2_000)).toBe(0)
  expect(texts.count('lobby', 'u1', 'buy now', 59_999)).toBe(2)
  expect(texts.count('lobby', 'u1', 'buy now', 60_000)).toBe(1)
  expect(texts.count('lobby', 'u1', 'buy now', 61_000)).toBe(0)
})

test('[MD30] only what was taken counts: asking does not, and what is given back does no more', () => {
  const texts = new SameText()
  for (let at = 0; at < 5; at++) expect(texts.count('lobby', 'u1', 'hello', at)).toBe(0)
  texts.giveBack('lobby', 'u1', 'hello', 5)
  texts.take('lobby', 'u1', 'hello', 5)
  texts.take('lobby', 'u1', 'hello', 6)
  texts.giveBack('lobby', 'u1', 'hello', 7)
  texts.giveBack('lobby', 'u1', 'bye', 7)
  expect(texts.count('lobby', 'u1', 'hello', 8)).toBe(1)
})

test('[MD30] texts without letters are the same when their signs are', () => {
  const texts = new SameText()
  texts.take('lobby', 'u1', '🎉 🎉', 0)
  expect(texts.count('lobby', 'u1', '🎉🎉', 1)).toBe(1)
  expect(texts.count('lobby', 'u1', '🎉', 1)).toBe(0)
  expect(texts.count('lobby', 'u1', '!!', 1)).toBe(0)
})

test('[MD31] what it remembers is bounded: ten texts of each, and so many people', () => {
  const texts = new SameText(100)
  for (let at = 0; at < 50; at++) texts.take('lobby', 'u0', 'hello', at)
  expect(texts.count('lobby', 'u0', 'hello', 50)).toBe(10)
  for (let user = 1; user <= 100; user++) texts.take('lobby', `u${user}`, 'hello', 100)
  expect(texts.count('lobby', 'u0', 'hello', 100)).toBe(0)
  expect(texts.count('lobby', 'u100', 'hello', 100)).toBe(1)
})
