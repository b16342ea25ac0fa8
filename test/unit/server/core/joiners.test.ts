import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lookAlikeKeys } from '../../../../server/core/confusables.ts'
import { parseUsername } from '../../../../server/core/username.ts'

test.each([
  ['Persian', 'علی\u200cرضا'],
  ['Persian, with a mark at the joiner', 'مهدی\u0651\u200cنیا'],
  ['Malayalam, at the end', 'പ്രവീണ്\u200d'],
  ['Hindi', 'क्\u200dषमा'],
  ['Marathi, half letter', 'ऱ्\u200dया'],
  ['Hindi, kept apart', 'शक्\u200cति'],
  ['Bengali', 'র\u200d্যাচেল'],
  ['Sinhala', 'ශ්\u200dරී'],
  ['Kannada', 'ರ್\u200cಕ'],
  ['a profession', '👩\u200d💻 Ann'],
  ['a flag', '🏳️\u200d🌈 Sam'],
  ['a family', '👩\u200d👩\u200d👧\u200d👦'],
  ['a skin tone in a sequence', 'Kim 🧑🏽\u200d🚀'],
  ['a heart of several', '❤️\u200d🔥'],
  ['a heart without its selector', '❤\u200d🔥'],
  ['a profession without its selector', '🏃🏽\u200d♀ Eve'],
  ['an eye that lacks both selectors', '👁\u200d🗨'],
  ['a keycap', '1️⃣ Ann'],
  ['a flag by tags', '🏴󠁧󠁢󠁥󠁮󠁧󠁿 Bob'],
])('[UN81] %s has its joiner', (_kind, name) => {
  expect(parseUsername(name)).toEqual({ ok: true, name: name.normalize('NFKC') })
})

test.each(['☕️ Joe', '⭐️ Ann', '⚡️', '⚽️', '⛄️', '⌚️', '🀄️', 'Ann 😀️'])(
  '[UN81] %s has the selector of an emoji',
  name => {
    expect(parseUsername(name)).toEqual({ ok: true, name })
  },
)

test.each([
  ['behind a letter', 'A\ufe0fnn'],
  ['behind a digit', '1\ufe0f'],
  ['twice', '☕\ufe0f\ufe0f'],
  ['behind another selector', '☕\ufe0e\ufe0f'],
  ['behind half a flag', '🇩\ufe0f'],
  ['behind a flag', '🇩🇪\ufe0f'],
  ['behind a skin tone', '🏽\ufe0f'],
  ['behind a sequence', '👩\u200d💻\ufe0f'],
  ['before tags', '🏴\ufe0f\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}'],
])('[UN81] an emoji selector %s makes no name', (_place, name) => {
  expect(parseUsername(name).ok).toBe(false)
})

test.each([
  ['between Latin letters', 'A\u200dnn'],
  ['between Latin letters', 'A\u200cnn'],
  ['at the start', '\u200dAnn'],
  ['at the end', 'Ann\u200c'],
  ['alone', '\u200d'],
  ['between Han', '王\u200d明'],
  ['between Devanagari letters without a virama', 'क\u200dष'],
  ['twice', 'क्\u200d\u200dषमा'],
  ['both', 'क्\u200d\u200cषमा'],
  ['behind a letter that joins nothing after it', 'رضا\u200cرضا'],
  ['before a space', 'علی\u200c رضا'],
  ['behind a virama on a Latin letter', 'A\u094d\u200dnn'],
  ['in a sequence that is none', '🎉\u200d🍕'],
  ['behind an emoji', '👩\u200d Ann'],
  ['behind a sequence without selectors', '❤\u200d🔥\u200d'],
  ['between hearts', '❤\u200d❤'],
  ['between emoji with selectors', '☕\ufe0f\u200d☕\ufe0f'],
  ['tags behind another flag', '🏳󠁧󠁢󠁥󠁮󠁧󠁿 Bob'],
])('[UN81] a joiner %s makes no name', (_place, name) => {
  expect(parseUsername(name).ok).toBe(false)
})

test.each([
  ['a Khitan filler', 'Ann\u{16fe4}'],
  ['a Khitan filler in its script', '\u{18b00}\u{16fe4}'],
  ['an Egyptian mirror', 'Ann\u{13440}'],
  ['an Egyptian mirror in its script', '\u{13000}\u{13440}'],
  ['a Brahmi number joiner', '\u{11052}\u{1107f}\u{11053}'],
  ['a Duployan selector', 'Ann\u{1bc9d}'],
  ['a Khmer stacker below a Latin letter', 'Ann\u17d2'],
  ['a Khmer stacker with nothing below it', 'ស\u17d2'],
  ['a Myanmar stacker with nothing below it', 'က\u1039'],
  ['a Tifinagh joiner at the end', 'ⵣ\u2d7f'],
  ['a Devanagari mark on a Latin letter', 'An\u0941n'],
  ['a Thai mark on a digit', '1\u0e34'],
  ['a Hebrew point on a Latin letter', 'An\u05b8n'],
  ['an Arabic mark on a Han letter', '王\u0610'],
  ['a mark on an emoji by tags', '🏴󠁧󠁢󠁥󠁮󠁧󠁿\u0301'],
])('[UN82] %s makes no name', (_kind, name) => {
  expect(parseUsername(name).ok).toBe(false)
})

test.each([
  'ស្រី',
  'မြန်မာ',
  'မန္တလေး',
  'สมหญิง',
  'தமிழ்',
  'ལྷ་མོ',
  'שָׁלוֹם',
  'مُحَمَّد',
  'ܝܘܚܢܢ',
  'ކުއްޖާ',
  'Nguyễn',
  'Ḥāfiẓ',
  'Йозеф',
  'がぎぐ',
  '한국',
  'ᏣᎳᎩ',
])('[UN82] %s has marks of its own script', name => {
  expect(parseUsername(name).ok).toBe(true)
})

test('[UN81] a name looks the same with and without its joiners', () => {
  const [persian, ann] = ['علی\u200cرضا', '👩\u200d💻 Ann']
  for (const name of [persian, ann]) {
    expect(lookAlikeKeys(name)).toEqual(lookAlikeKeys(name.replace(/[\u200c\u200d]/g, '')))
  }
})

test('[UN82] what only differs in something unseen is no second name', () => {
  const unseen = fc.constantFrom('\u200b', '\u200c', '\u200d', '\u2060', '\u034f', '\ufe0f', '\u{16fe4}', '\u{13440}')
  const letters = fc.array(fc.constantFrom('A', 'n', 'Я', '王', 'ا', '1'), { minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(letters, letters, unseen, (before, after, between) => {
      const name = `${before.join('')}${between}${after.join('')}`
      const parsed = parseUsername(name)
      if (parsed.ok) expect(lookAlikeKeys(parsed.name)).toEqual(lookAlikeKeys(name.replaceAll(between, '')))
      else expect(parsed.ok).toBe(false)
    }),
  )
})
