import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkFilters } from '../../../../../server/core/filter/check-filters.ts'
import { compileFilters } from '../../../../../server/core/filter/compile-filters.ts'

const word = (term: unknown, action: unknown = 'block') => ({ words: [{ term, action }] })
const links = (mode: unknown, hosts?: unknown, action: unknown = 'hold') => ({
  links: { mode, action, ...(hosts === undefined ? {} : { hosts }) },
})
const host = (value: unknown) => links('block', [value])
const floods = (rule: object) => ({ floods: { action: 'report', ...rule } })

test('[MD25] filters are taken as they were written, with hosts in ASCII', () => {
  const filters = {
    words: [
      { term: 'cat*', action: 'block' },
      { term: '*bad cat', action: 'hold' },
      { term: '猫', action: 'report' },
    ],
    allow: ['catch', '*cats'],
    links: {
      mode: 'allow',
      hosts: ['Example.COM', 'bücher.example', 'example.org.', '[2001:DB8::1]', 'localhost', '1.2.3.4'],
      action: 'hold',
    },
    floods: { same: 3, mentions: 0, letters: 70, action: 'report' },
    below: 'member',
    hold: 'first',
  }
  const hosts = ['example.com', 'xn--bcher-kva.example', 'example.org', '[2001:db8::1]', 'localhost', '1.2.3.4']
  expect(checkFilters(filters)).toEqual({ ok: true, filters: { ...filters, links: { ...filters.links, hosts } } })
  expect(checkFilters({})).toEqual({ ok: true, filters: {} })
  expect(checkFilters(word('  cat '))).toEqual({ ok: true, filters: word('cat') })
  expect(checkFilters(links('none'))).toEqual({ ok: true, filters: links('none') })
})

test.each([
  [null, 'The filters are not an object.'],
  [[], 'The filters are not an object.'],
  ['words', 'The filters are not an object.'],
  [{ word: [] }, 'The filters have a field that is not known: "word". Known are words, allow,'],
  [{ words: {} }, 'words is not a list.'],
  [{ words: ['cat'] }, 'words[0] is not an object.'],
  [{ words: Array(1_001).fill({ term: 'cat', action: 'block' }) }, 'words has 1001 entries, and may have 1000.'],
  [{ words: [{ term: 'cat', action: 'block', fuzzy: true }] }, 'words[0] has a field that is not known: "fuzzy".'],
  [word(1), 'words[0].term is not a text.'],
  [word(undefined), 'words[0].term is not a text.'],
  [word('cat', 'ban'), 'words[0].action is not one of "report", "hold", "block".'],
  [word('cat', null), 'words[0].action is not one of'],
  [{ words: [{ term: 'cat' }] }, 'words[0].action is not one of'],
  [word(''), 'words[0].term is empty.'],
  [word('  '), 'words[0].term is empty.'],
  [word('*'), 'words[0].term is a star alone'],
  [word('**'), 'words[0].term is a star alone'],
  [word('* *'), 'words[0].term is a star alone'],
  [word('c*t'), 'words[0].term has a star inside.'],
  [word('**cat'), 'words[0].term has a star inside.'],
  [word('!?'), 'words[0].term has no letter and no digit.'],
  [word('🎉'), 'words[0].term has no letter and no digit.'],
  [word('\u200b'), 'words[0].term has no letter and no digit.'],
  [word('\u0301'), 'words[0].term has no letter and no digit.'],
  [word('a'.repeat(61)), 'words[0].term is longer than 60 characters.'],
  [word('a'.repeat(5_000)), 'words[0].term is longer than 60 characters.'],
  [word('㌖'.repeat(30)), 'words[0].term has signs that stand for whole words.'],
  [word('cat\ud83d'), 'words[0].term has half a character'],
  [{ allow: 'cat' }, 'allow is not a list.'],
  [{ allow: Array(101).fill('cat') }, 'allow has 101 entries, and may have 100.'],
  [{ allow: ['cat', ''] }, 'allow[1] is empty.'],
  [{ allow: ['a'.repeat(61)] }, 'allow[0] is longer than 60 characters.'],
  [{ links: 'none' }, 'links is not an object.'],
  [links('deny'), 'links.mode is not one of "allow", "block", "none".'],
  [links('none', undefined, 'no'), 'links.action is not one of'],
  [links('none', ['a.b']), 'links.hosts is there'],
  [links('allow'), 'links.hosts is empty. Write the hosts to allow'],
  [links('block', []), 'links.hosts is empty. Write the hosts to block'],
  [links('block', 'a.b'), 'links.hosts is not a list.'],
  [links('block', Array(201).fill('a.b')), 'links.hosts has 201 entries'],
  [{ links: { mode: 'none', action: 'hold', domains: [] } }, 'links has a field that is not known: "domains".'],
  [host(1), 'links.hosts[0] is not a text.'],
  [host(''), 'links.hosts[0] is not a host.'],
  [host('.'), 'links.hosts[0] is not a host.'],
  [host('https://example.com'), 'links.hosts[0] is not a host.'],
  [host('example.com/x'), 'links.hosts[0] is not a host.'],
  [host('example.com:80'), 'links.hosts[0] is not a host.'],
  [host('me@example.com'), 'links.hosts[0] is not a host.'],
  [host('*.example.com'), 'links.hosts[0] is not a host.'],
  [host('exam ple.com'), 'links.hosts[0] is not a host.'],
  [host('example..com'), 'links.hosts[0] is not a host.'],
  [host('-example.com'), 'links.hosts[0] is not a host.'],
  [host('example%2ecom'), 'links.hosts[0] is not a host.'],
  [host('a\ud83d.com'), 'links.hosts[0] is not a host.'],
  [host('1.2.3.400'), 'links.hosts[0] is not a host.'],
  [host(`${'a'.repeat(64)}.com`), 'links.hosts[0] is not a host.'],
  [host('a.'.repeat(130)), 'links.hosts[0] is not a host.'],
  [{ floods: [] }, 'floods is not an object.'],
  [{ floods: { same: 2 } }, 'floods.action is not one of'],
  [floods({ caps: 1 }), 'floods has a field that is not known: "caps".'],
  [floods({ same: 0 }), 'floods.same is not a whole number from 1 to 10.'],
  [floods({ same: 11 }), 'floods.same is not a whole number from 1 to 10.'],
  [floods({ mentions: -1 }), 'floods.mentions is not a whole number from 0 to 50.'],
  [floods({ mentions: '5' }), 'floods.mentions is not a whole number'],
  [floods({ letters: 70.5 }), 'floods.letters is not a whole number from 1 to 100.'],
  [floods({ letters: Number.NaN }), 'floods.letters is not a whole number'],
  [{ below: 'boss' }, 'below is not one of "guest", "user"'],
  [{ hold: true }, 'hold is not one of "nobody", "first", "everyone".'],
])('[MD26] %j is refused: %s', (value, words) => {
  const checked = checkFilters(value)
  if (checked.ok) throw new Error('taken')
  expect(checked.message.slice(0, words.length)).toBe(words)
  // a sentence that says what is wrong, and one that says what to do
  expect(checked.message).toMatch(/^[^\n]{10,200}[.,] [^\n]{5,200}\.$/)
})

test('[MD26] whatever is sent, it is taken or refused; what is taken checks and compiles', () => {
  const strings = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 5 }),
    fc.constantFrom('cat*', 'block', 'hold', 'none', 'a.b'),
  )
  const anything = fc.oneof(fc.anything(), strings)
  const filters = fc.record(
    {
      words: fc.oneof(
        anything,
        fc.array(fc.record({ term: strings, action: fc.constantFrom('block', 'hold') }), { maxLength: 3 }),
      ),
      allow: fc.oneof(anything, fc.array(strings, { maxLength: 3 })),
      links: fc.oneof(anything, fc.record({ mode: strings, action: strings })),
      floods: anything,
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(fc.oneof(anything, filters), strings, (value, text) => {
      const checked = checkFilters(value)
      if (!checked.ok) return
      expect(checkFilters(checked.filters)).toEqual(checked)
      compileFilters(checked.filters).check(text, { mentions: 0, same: 0 })
    }),
    { numRuns: 1_000 },
  )
})
