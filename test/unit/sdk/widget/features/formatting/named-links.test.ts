import { expect, test } from 'vitest'
import { type Block, type Inline, KIND } from '../../../../../../sdk/widget/features/formatting/ast.ts'
import { parse } from '../../../../../../sdk/widget/features/formatting/parse-blocks.ts'
import { HOSTILE_FORMATS, HOSTILE_MESSAGES } from '../../../../../support/browser/hostile.ts'
import { CONTEXT, shape } from '../../../../../support/formatted.ts'

test.each([
  ['[docs](https://a.example/x?y=1#z)', 'link[https://a.example/x?y=1#z a.example](docs)'],
  ['see [the **new** docs](https://a.example).', 'see link[https://a.example/ a.example](the strong(new) docs).'],
  ['[me](mailto:ada@a.example)', 'link[mailto:ada@a.example ada@a.example](me)'],
  ['[wiki](https://a.example/A_(b))', 'link[https://a.example/A_(b) a.example](wiki)'],
  [
    '[a](https://a.example)[b](https://b.example)',
    'link[https://a.example/ a.example](a)link[https://b.example/ b.example](b)',
  ],
  ['**[a](https://a.example)**', 'strong(link[https://a.example/ a.example](a))'],
  ['[**a](https://a.example) b**', 'link[https://a.example/ a.example](**a) b**'],
])('[FM9] a link can have a text, and says where it leads beside it: %j', (text, expected) => {
  expect(shape(text)).toBe(expected)
})

test('[FM9] where the text says it itself, nothing is beside it', () => {
  const itself = 'link[https://a.example/](a.example)'
  expect(shape('[a.example](https://a.example)')).toBe(itself)
  expect(shape('[a.example](https://a.example/)')).toBe(itself)
})

test.each([
  // It would lead elsewhere than it says
  '[https://bank.example](https://evil.example)',
  '[bank.example](https://evil.example)',
  '[www.bank.example/login](https://evil.example)',
  '[ada@bank.example](mailto:eve@evil.example)',
  '[](https://evil.example)',
  '[ \u200b\u2063 ](https://evil.example)',
  '[a [b](https://b.example) https://c.example](https://evil.example)',
])('[FM10] a text that says it leads elsewhere, or nothing, makes no link of it: %j', text => {
  expect(linksOf(text).filter(({ host }) => host === 'evil.example')).toEqual([])
})

test.each([
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'java\nscript:alert(1)',
  'data:text/html,x',
  'vbscript:x',
  'file:///etc/passwd',
  'blob:https://a.example/x',
  '//a.example',
  '/path',
  'a.example',
  'https://user:password@a.example',
  'https://bank.example@evil.example',
  'https:a.example',
  'https://',
  'https://a.example x',
  'https://a.example/"onclick=x',
  'https://a.example/<b>',
  'https://a.example\\@evil.example',
  ' https://a.example',
  'tel:+1234',
  '#x',
])('[FM10] %j behind a text is no link', address => {
  expect(linksOf(`[text](${address})`).filter(link => link.host !== undefined)).toEqual([])
})

test('[FM10] a host that could be taken for another is shown as the browser knows it', () => {
  expect(shape('[bank](https://bаnk.example)')).toBe('link[https://xn--bnk-6cd.example/ xn--bnk-6cd.example](bank)')
  expect(shape('[bank](https://BANK.example)')).toContain(' bank.example]')
})

test('[FM10] of what tries to run something, only addresses of the web and of mail become links', () => {
  for (const text of [...HOSTILE_MESSAGES, ...HOSTILE_FORMATS])
    for (const { href } of linksOf(text)) expect(href).toMatch(/^(?:https?:\/\/[^/@]+\/|mailto:)/)
})

function linksOf(text: string): { href: string; host?: string | undefined }[] {
  const inline = (nodes: readonly Inline[]): { href: string; host?: string | undefined }[] =>
    nodes.flatMap(node => {
      if (node.kind === KIND.link) return [node]
      return 'children' in node ? inline(node.children) : []
    })
  const all = (blocks: readonly Block[]): { href: string; host?: string | undefined }[] =>
    blocks.flatMap(block => {
      if (block.kind === KIND.lines) return inline(block.children)
      if (block.kind === KIND.quote) return all(block.children)
      return block.kind === KIND.list ? block.items.flatMap(item => inline(item.children)) : []
    })
  return all(parse(text, CONTEXT).blocks)
}
