import { expect, test } from 'vitest'
import { parse } from '../../../../../../sdk/widget/features/formatting/parse-blocks.ts'
import { CONTEXT } from '../../../../../support/formatted.ts'

const MARKS = [
  '*',
  '**',
  '***',
  '_',
  '~~',
  '||',
  '`',
  '``',
  '```',
  '[',
  ']',
  '](',
  '\\',
  ':',
  '@',
  '>',
  '#',
  '!',
  '(',
  ')',
]
const MIXED = [
  '*a ',
  ' a*',
  '**a ',
  '_a* ',
  '*a _b* c_ ',
  '*_',
  '**_',
  '*_~~||',
  '||a ',
  '~~a ||b ',
  '\\*',
  '\\*a ',
  '\\`',
  '\\`a` ',
  '`a ',
  'a` ',
  '`a ``b ```c ',
  '[a](',
  '[a](https://a.example',
  '[a](https://a.example)',
  '[www.a](https://a.example)',
  '[[a](https://a.example)',
  '[a](((',
  '[*a](https://a.example) ',
  '\\[a](https://a.example)',
  '![a](https://a.example)',
  ':tada:',
  ':a',
  ':tada',
  '> ',
  '> > a\n',
  '>\n',
  '- a\n',
  '- a\n  b\n',
  '- a\n1. b\n',
  '- a\n  - b\n  1. c\n',
  '  - a\n',
  '- ',
  '1. ',
  '```a\n',
  '```\n',
  '```\na\n',
  '``` a b\n',
  '\n',
  ' ',
  '\t',
  '*a\n',
  '**a\n\n',
  'https://a.example ',
  'https://a.example/_',
  'mailto:a@b.c ',
  '@a ',
  '字**',
  '"*',
  "'||",
  '\u202e*',
  'a',
]

const TEXTS: [string, string][] = [
  ...MARKS.flatMap((mark): [string, string][] => [
    [`${mark} again and again`, mark.repeat(10_000)],
    [`${mark} before each word`, `${mark}a `.repeat(1_000)],
    [`${mark} behind each word`, `a${mark} `.repeat(1_000)],
    [`${mark} in each line`, `${mark}a\n`.repeat(1_000)],
    [`first ${mark}, then letters, then ${mark}`, `${mark.repeat(3_000)}${'a'.repeat(3_000)}${mark.repeat(3_000)}`],
  ]),
  ...MIXED.map((part): [string, string] => [`${JSON.stringify(part)} again and again`, part.repeat(1_000)]),
  ['openers, then closers', `${'*a '.repeat(3_000)}${'b* '.repeat(3_000)}`],
  ['openers of all kinds, then closers', `${'*a **b ~~c ||d _e '.repeat(1_000)}${'e_ d|| c~~ b** a* '.repeat(1_000)}`],
  ['brackets, then addresses', `${'['.repeat(1_000)}${'a](https://a.example)'.repeat(1_000)}`],
  [
    'fences of many lengths',
    Array.from({ length: 200 }, (_, i) => `${'`'.repeat(203 - i)}a`).join('\n') + '\n'.repeat(20_000),
  ],
  ['deep quotes', `${'> '.repeat(5_000)}a\n`.repeat(4)],
  ['a long fence mark', `${'`'.repeat(40_000)}x\n${'`'.repeat(40_000)}y`],
  ['spaces in a fence', `\`\`\`${' '.repeat(40_000)}x y\n\`\`\``],
]

test('[FM12] the parser takes a bounded number of steps for each character, whatever it reads', () => {
  let most = 0
  for (const [what, text] of TEXTS) {
    const { steps } = parse(text, CONTEXT)
    const each = steps / text.length
    most = Math.max(most, each)
    expect(each, what).toBeLessThan(40)
    // Twice the text costs twice as much
    const { steps: twice } = parse(text + text, CONTEXT)
    expect(twice, what).toBeLessThan(2.5 * steps + 1_000)
  }
  console.log(`At most ${most.toFixed(1)} steps for a character`)
})

test('[FM12] and it does not take long', () => {
  for (const [what, text] of TEXTS) {
    const short = text.slice(0, 10_000)
    const before = performance.now()
    parse(short, CONTEXT)
    // 5 ms are enough for each; the machine of a test may be crowded
    expect(performance.now() - before, what).toBeLessThan(250)
  }
})
