import { expect, test } from 'vitest'
import { compileFilters } from '../../../../../server/core/filter/compile-filters.ts'
import { ACCENTED_WORDS, INNOCENT_WORDS, UNWANTED_WORDS } from '../../../../support/innocent-words.ts'

const NOTHING = { mentions: 0, same: 0 }
const blocked = (terms: readonly string[], allow: readonly string[] = []) =>
  compileFilters({ words: terms.map(term => ({ term, action: 'block' })), allow: [...allow] })

test('[MD13] words in which unwanted ones stand pass, alone, in capitals and together', () => {
  const filter = blocked(UNWANTED_WORDS)
  const found = (text: string) => filter.check(text, NOTHING) !== undefined
  expect(INNOCENT_WORDS.length).toBeGreaterThan(300)
  expect(INNOCENT_WORDS.filter(found)).toEqual([])
  expect(INNOCENT_WORDS.filter(word => found(word.toUpperCase()))).toEqual([])
  expect(INNOCENT_WORDS.filter(word => found(`So (${word}), "${word}!" and ${word}'s`))).toEqual([])
  expect(INNOCENT_WORDS.filter(word => filter.checkName(word))).toEqual([])
  expect(UNWANTED_WORDS.filter(word => !found(word))).toEqual([])
})

test('[MD14] an allowed word passes where its piece stands anywhere, and the piece itself does not', () => {
  const anywhere = UNWANTED_WORDS.map(term => `*${term}*`)
  const strict = blocked(anywhere)
  const hit = INNOCENT_WORDS.filter(word => strict.check(word, NOTHING))
  expect(hit.length).toBeGreaterThan(250)
  for (let from = 0; from < hit.length; from += 100) {
    const allow = hit.slice(from, from + 100)
    const filter = blocked(anywhere, allow)
    expect(allow.filter(word => filter.check(`${word}, ${word.toUpperCase()}!`, NOTHING))).toEqual([])
    expect(UNWANTED_WORDS.filter(word => !allow.includes(word) && !filter.check(word, NOTHING))).toEqual([])
  }
})

test('[MD14] an allowed word covers what stands in it, and nothing beside it', () => {
  const filter = blocked(['*cunt*', '*thorp*', '*ass*'], ['Scunthorpe', 'assassin*', '*bass'])
  const done = (text: string) => filter.check(text, NOTHING)?.action
  expect(done('Scunthorpe')).toBeUndefined()
  expect(done('scunthorpe_united')).toBeUndefined()
  expect(done('Scunthorpe cunt')).toBe('block')
  expect(done('Scunthorpes')).toBe('block')
  expect(done('assassination')).toBeUndefined()
  expect(done('seabass')).toBeUndefined()
  expect(done('seabasses')).toBe('block')
  expect(done('S c u n t h o r p e')).toBeUndefined()
  expect(done('Scunthoooorpe')).toBe('block')
  expect(done('Ѕcunthorpe')).toBe('block')
})

test.each(ACCENTED_WORDS)('[MD14] where %s is unwanted, %s may be allowed', (plain, accented) => {
  expect(blocked([plain]).check(accented, NOTHING)?.action).toBe('block')
  const filter = blocked([plain], [accented])
  for (const text of [
    accented,
    accented.normalize('NFD'),
    `so ${accented}!`,
    `${accented[0]?.toUpperCase()}${accented.slice(1)}`,
  ])
    expect(filter.check(text, NOTHING), text).toBeUndefined()
  expect(filter.check(plain, NOTHING)?.action).toBe('block')
  expect(filter.check(`${accented} ${plain}`, NOTHING)?.action).toBe('block')
})

test('[MD14] words of scripts without spaces are pieces, which allowed words cover', () => {
  const filter = blocked(['ばか', '操'], ['ばかり', '体操', '操作'])
  const done = (text: string) => filter.check(text, NOTHING)?.action
  expect(done('そればかり')).toBeUndefined()
  expect(done('做体操，操作简单')).toBeUndefined()
  expect(done('おまえはばかだ')).toBe('block')
  expect(done('操你')).toBe('block')
})
