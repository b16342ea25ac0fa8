import { expect, test } from 'vitest'
import { parse } from '../../../../../../sdk/widget/features/formatting/parse-blocks.ts'
import { plainText } from '../../../../../../sdk/widget/features/formatting/plain-text.ts'
import { CONTEXT, shape } from '../../../../../support/formatted.ts'

const plain = (text: string) => plainText(parse(text, CONTEXT).blocks, 'Spoiler')

test.each([
  ['**bold**', 'strong(bold)'],
  ['*italic* and _italic_', 'emphasis(italic) and emphasis(italic)'],
  ['~~struck~~', 'strike(struck)'],
  ['||hidden||', 'spoiler(hidden)'],
  ['`code`', 'code(code)'],
  ['say **bold**, (*so*) and "*quoted*".', 'say strong(bold), (emphasis(so)) and "emphasis(quoted)".'],
  ['***both***', 'strong(emphasis(both))'],
  ['***a* b**', 'strong(emphasis(a) b)'],
  ['***a** b*', 'emphasis(strong(a) b)'],
  ['**a *b***', 'strong(a emphasis(b))'],
  ['*a **b***', 'emphasis(a strong(b))'],
  ['**bold *and italic* text**', 'strong(bold emphasis(and italic) text)'],
  ['~~**_all_**~~', 'strike(strong(emphasis(all)))'],
  ['||a *b* `c`||', 'spoiler(a emphasis(b) code(c))'],
  ['**C++**, **.NET**, **+5**', 'strong(C++), strong(.NET), strong(+5)'],
  ['_snake_case_', 'emphasis(snake_case)'],
  ['（**强调**）和 **重点**的', '（strong(强调)）和 strong(重点)的'],
  ['🎉**party**🎉', '🎉strong(party)🎉'],
  ['**שלום** *مرحبا*', 'strong(שלום) emphasis(مرحبا)'],
  ['**two\nlines**', 'strong(two\nlines)'],
])('[FM2] %j is %j', (text, expected) => {
  expect(shape(text)).toBe(expected)
})

test.each([
  ['** a **', '** a **'],
  ['**a', '**a'],
  ['a**', 'a**'],
  ['**a*', '**a*'],
  ['*a _b* c_', 'emphasis(a _b) c_'],
  ['*a **b* c**', 'emphasis(a **b) c**'],
  ['*a\nb*', '*a\nb*'],
  ['**a\n\nb**', '**a\n\nb**'],
  ['a**b**c', 'a**b**c'],
  ['****a****', '****a****'],
])('[FM2] half of a pair stays as it was typed: %j', (text, expected) => {
  expect(shape(text)).toBe(expected)
})

test.each([
  ['`a *b* _c_ https://a.example`', 'code(a *b* _c_ https://a.example)'],
  ['`` a ` b ``', 'code(a ` b)'],
  ['` a `', '` a `'],
  ['`a\nb`', '`a\nb`'],
  ['*a `b* c`', '*a code(b* c)'],
  ['`\\`', 'code(\\)'],
  ['`a``b`', 'code(a``b)'],
  ['`<b>`', 'code(<b>)'],
])('[FM3] code says what it says: %j', (text, expected) => {
  expect(shape(text)).toBe(expected)
})

test.each([
  ['```\n  two\n    four\n\n\ttab\n```', 'fence[](  two\n    four\n\n\ttab)'],
  ['```ts\nconst a = `b`\n```', 'fence[ts](const a = `b`)'],
  ['```c++\nint **a;\n```', 'fence[c++](int **a;)'],
  ['look:\n```\n**a**\n```\n**b**', 'look: / fence[](**a**) / strong(b)'],
  ['````\n```\n````', 'fence[](```)'],
  ['```js\nlast line```', 'fence[js](last line)'],
  ['```const a = 1\nconst b = 2```', 'fence[](const a = 1\nconst b = 2)'],
  ['  ```\n    a\n  ```', 'fence[](  a)'],
  ['```\nnever closed', '```\nnever closed'],
  ['```one line```', 'code(one line)'],
  ['> ```\n> a\n>   b\n> ```', 'quote(fence[](a\n  b))'],
])('[FM3] a fence keeps its code and the indentation of it: %j', (text, expected) => {
  expect(shape(text)).toBe(expected)
})

test.each([
  ['> a\n> b\nc', 'quote(a\nb) / c'],
  ['before\n\n> a\n>\n> b\n\nafter', 'before / quote(a\n\nb) / after'],
  ['> > a\n> b', 'quote(quote(a) / b)'],
  ['> - a\n> - b', 'quote(ul(a, b))'],
  ['> **a', 'quote(**a)'],
  ['>a', '>a'],
  ['a > b', 'a > b'],
  ['>', '>'],
])('[FM4] a quote is what stands behind a sign and a space: %j', (text, expected) => {
  expect(shape(text)).toBe(expected)
})

test.each([
  ['- a\n- b', 'ul(a, b)'],
  ['* a\n* b', 'ul(a, b)'],
  ['1. a\n2. b', 'ol(1 a, 2 b)'],
  ['3. a\n7. b', 'ol(3 a, 7 b)'],
  ['to buy:\n- **milk**\n- _eggs_\nthanks', 'to buy: / ul(strong(milk), emphasis(eggs)) / thanks'],
  ['- a\n  - b\n  - c\n- d', 'ul(a ul(b, c), d)'],
  ['1. a\n   - b\n      - c\n2. d', 'ol(1 a ul(b, c), 2 d)'],
  ['- a\n  goes on\n- b', 'ul(a\ngoes on, b)'],
  ['- a\n\n- b', '- a\n\n- b'],
  ['- a\n1. b', '- a\n1. b'],
  ['1) a\n2) b', '1) a\n2) b'],
  ['-a\n-b', '-a\n-b'],
  ['- a\n  1. b\n  - c', 'ul(a ol(1 b) ul(c))'],
])('[FM4] a list has two items at least, and the numbers that were typed: %j', (text, expected) => {
  expect(shape(text)).toBe(expected)
})

test.each([
  ['\\*a\\*', '*a*'],
  ['\\**a**', '**a**'],
  ['\\*\\*a\\*\\*', '**a**'],
  ['\\_a_ \\~~b~~ \\||c||', '_a_ ~~b~~ ||c||'],
  ['*a\\* b*', 'emphasis(a* b)'],
  ['\\`a`', '`a`'],
  ['\\`a\\`', '`a`'],
  ['\\> a', '> a'],
  ['\\- a\n\\- b', '- a\n- b'],
  ['1\\. a\n2\\. b', '1. a\n2. b'],
  ['\\[a](https://a.example/)', '[a](link[https://a.example/](https://a.example/))'],
  ['\\*a', '\\*a'],
  ['a \\* b', 'a \\* b'],
  ['\\n \\d+ \\\\', '\\n \\d+ \\\\'],
])('[FM5] a backslash takes the meaning of a mark, and only where it has one: %j', (text, expected) => {
  expect(shape(text)).toBe(expected)
})

test('[FM6] names between colons are emoji where they are known', () => {
  expect(shape(':tada: well done :+1:')).toBe('🎉 well done 👍')
  expect(shape(':smile::tada:')).toBe('😄🎉')
  expect(shape(':SMILE:')).toBe('😄')
  expect(shape(':unknown: a:smile: x:10:30 ::smile::')).toBe(':unknown: a:smile: x:10:30 ::smile::')
  expect(shape('`:tada:` https://a.example/:tada:x')).toBe(
    'code(:tada:) link[https://a.example/:tada:x](https://a.example/:tada:x)',
  )
  const none = { ...CONTEXT, shortcodes: new Map<string, string>() }
  expect(shape(':tada:', none)).toBe(':tada:')
})

test('[FM7] no more than two hundred nodes and six marks inside each other; the rest stays as it was typed', () => {
  const many = shape('*a* '.repeat(300))
  expect(many.match(/emphasis\(/g)).toHaveLength(200)
  expect(many.endsWith('*a* *a* ')).toBe(true)
  expect(shape('- a\n'.repeat(300)).match(/, /g)?.length).toBeLessThan(200)
  const deep = shape(`${'**_'.repeat(10)}a${'_**'.repeat(10)}`)
  expect(deep).not.toMatch(/(?:(?:strong|emphasis)\([*_]*){7}/)
  expect(shape(`${'> '.repeat(10)}a`)).toBe(`quote(quote(quote(quote(quote(${'> '.repeat(5)}a)))))`)
})

test.each([
  ['**bold** _it_ ~~no~~ `code`', 'bold it no code'],
  ['the end: ||he *dies*||', 'the end: Spoiler'],
  ['```js\na()\n```\nrun it', 'a()\nrun it'],
  ['> said\nanswer', 'said\nanswer'],
  ['- a\n- b\n  1. c', '• a\n• b\n1. c'],
  ['[docs](https://a.example/x)', 'docs (a.example)'],
])('[FM8] as plain text %j says %j', (text, expected) => {
  expect(plain(text)).toBe(expected)
})
