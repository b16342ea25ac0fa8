import { expect, test } from 'vitest'
import { codes, glyphs, LANGUAGES, names } from '../../../../../../scripts/emoji-data.mjs'
import { parseGlyphs } from '../../../../../../sdk/widget/features/emoji/emoji.ts'
import { loadNames, NAMES_LANGUAGES, namesLanguage } from '../../../../../../sdk/widget/features/emoji/names.ts'
import { TONES, toneless, withTone } from '../../../../../../sdk/widget/features/emoji/tone.ts'
import { words } from '../../../../../../sdk/widget/features/emoji/words.ts'
import { isEmoji } from '../../../../../../server/core/emoji.ts'

const groups = parseGlyphs(glyphs(), () => true)
const all = groups.flat()

test('[EM1] every group is there, with all that Unicode has, each emoji once and told from all others without its tone', () => {
  expect(groups.map(group => group.length > 80)).toEqual(words.names.map(() => true))
  expect(all.length).toBeGreaterThan(1_900)
  expect(new Set(all.map(({ glyph }) => glyph)).size).toBe(all.length)
  expect(new Set(all.map(({ glyph }) => toneless(glyph))).size).toBe(all.length)
  expect(all.map(({ index }) => index)).toEqual([...all.keys()])
})

test('[EM1] the server takes as a reaction whatever is offered, in every tone', () => {
  const refused = all.flatMap(({ glyph, takesTone }) => {
    const forms = takesTone ? TONES.map((_, tone) => withTone(glyph, tone)) : [glyph]
    return forms.filter(each => !isEmoji(each))
  })
  expect(refused).toEqual([])
  expect(all.filter(({ takesTone }) => takesTone).length).toBeGreaterThan(300)
})

test.each([
  ['👋', '👋🏽'],
  ['✌️', '✌🏽'],
  ['👩‍⚕️', '👩🏽‍⚕️'],
  ['🧑‍🤝‍🧑', '🧑🏽‍🤝‍🧑🏽'],
  ['👩‍❤️‍💋‍👨', '👩🏽‍❤️‍💋‍👨🏽'],
  ['⛹️‍♀️', '⛹🏽‍♀️'],
  ['🤝', '🤝🏽'],
])('[EM1] %s in a medium skin is %s', (glyph, toned) => {
  expect(withTone(glyph, 3)).toBe(toned)
  expect(withTone(glyph, 0)).toBe(glyph)
})

test('[EM2] every language has a name for every emoji, in the same order', async () => {
  expect([...NAMES_LANGUAGES].sort()).toEqual([...LANGUAGES].sort())
  for (const language of NAMES_LANGUAGES) {
    const lines = await loadNames(language, '')
    expect([language, lines.length]).toEqual([language, all.length])
    expect([language, lines.filter(line => !line.split('|', 1)[0]?.trim())]).toEqual([language, []])
    expect(lines.join('\n')).toBe(names(language))
  }
  const at = (glyph: string) => all.findIndex(each => each.glyph === glyph)
  const named = async (language: 'de' | 'en' | 'ja', glyph: string) =>
    (await loadNames(language, ''))[at(glyph)]?.split('|', 1)[0]
  expect([await named('en', '🦊'), await named('de', '🦊'), await named('ja', '🦊')]).toEqual([
    'fox',
    'Fuchs',
    'キツネの顔',
  ])
})

test('[EM2] every emoji has a code, and no two have the same', () => {
  const lines = codes().split('\n')
  expect(lines.length).toBe(all.length)
  const each = lines.flatMap(line => line.split('|'))
  expect(each.filter(code => !/^[\w+-]+$/.test(code))).toEqual([])
  expect(new Set(each).size).toBe(each.length)
})

test.each([
  ['de-AT', 'de'],
  ['en', 'en'],
  ['en-US', 'en'],
  ['en-AU', 'en-gb'],
  ['es', 'es'],
  ['es-AR', 'es-mx'],
  ['pt-BR', 'pt'],
  ['zh-CN', 'zh'],
  ['zh-TW', 'zh-hant'],
  ['zh-Hant-HK', 'zh-hant'],
  ['nn', 'nb'],
  ['no', 'nb'],
  ['sw', 'en'],
  ['', 'en'],
  ['nonsense nonsense', 'en'],
  ['toString', 'en'],
  [undefined, 'en'],
])('[EM5] a reader of %s is shown the names of %s', (lang, language) => expect(namesLanguage(lang)).toBe(language))

test('[EM3] what a browser does not draw is not offered, nor a tone that it does not draw', () => {
  const old = parseGlyphs(glyphs(), version => version === 'a' || version === 'b').flat()
  const has = (glyph: string) => old.some(each => each.glyph === glyph)
  expect([has('😀'), has('🥲'), has('🫠'), has('🫪'), has('🇫🇷'), has('🏁')]).toEqual([
    true,
    true,
    false,
    false,
    false,
    true,
  ])
  expect(old.find(({ glyph }) => glyph === '🤝')?.takesTone).toBe(false)
  expect(all.find(({ glyph }) => glyph === '🤝')?.takesTone).toBe(true)
  // Names stay with their emoji
  const index = all.find(({ glyph }) => glyph === '🦊')?.index
  expect(old.find(({ glyph }) => glyph === '🦊')?.index).toBe(index)
})
