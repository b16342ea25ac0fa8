import { type Block, type Inline, KIND, type List } from '../../sdk/widget/features/formatting/ast.ts'
import type { Context } from '../../sdk/widget/features/formatting/context.ts'
import { parse } from '../../sdk/widget/features/formatting/parse-blocks.ts'
import { findPieces } from '../../sdk/widget/views/find-pieces.ts'

/** Some names of emoji. */
export const SHORTCODES = new Map([
  ['tada', '🎉'],
  ['+1', '👍'],
  ['smile', '😄'],
])

export const CONTEXT: Context = { find: text => findPieces(text), shortcodes: SHORTCODES }

/** What a text is parsed to, in short: `strong(bold)`, `quote(a)`, `- item`. */
export const shape = (text: string, context = CONTEXT) => blocks(parse(text, context).blocks)

const blocks = (all: readonly Block[]): string => all.map(block).join(' / ')

function block(each: Block): string {
  switch (each.kind) {
    case KIND.lines:
      return inline(each.children)
    case KIND.fence:
      return `fence[${each.label}](${each.text})`
    case KIND.quote:
      return `quote(${blocks(each.children)})`
    case KIND.list:
      return list(each)
  }
}

const list = ({ numbered, items }: List): string =>
  `${numbered ? 'ol' : 'ul'}(${items
    .map(({ value, children, lists }) => [value ?? '', inline(children), ...lists.map(list)].filter(Boolean).join(' '))
    .join(', ')})`

const inline = (all: readonly Inline[]): string => all.map(one).join('')

function one(node: Inline): string {
  switch (node.kind) {
    case KIND.text:
      return node.text
    case KIND.code:
      return `code(${node.text})`
    case KIND.mention:
      return `mention[${node.id}](${node.text})`
    case KIND.link:
      return `link[${node.href}${node.host === undefined ? '' : ` ${node.host}`}](${inline(node.children)})`
    default:
      return `${node.kind}(${inline(node.children)})`
  }
}
