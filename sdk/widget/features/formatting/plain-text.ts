import { type Block, type Inline, KIND, type List } from './ast.ts'

/** What stands for a text that is hidden; none: it is not hidden. */
type Hidden = string | undefined

/** The text of what stands in a line, without marks. */
export function textOf(nodes: readonly Inline[], hidden?: Hidden): string {
  return nodes.map(node => textOfOne(node, hidden)).join('')
}

function textOfOne(node: Inline, hidden: Hidden): string {
  switch (node.kind) {
    case KIND.text:
    case KIND.code:
    case KIND.mention:
      return node.text
    case KIND.spoiler:
      return hidden ?? textOf(node.children)
    case KIND.link:
      return textOf(node.children, hidden) + (node.host === undefined ? '' : ` (${node.host})`)
    case KIND.strong:
    case KIND.emphasis:
    case KIND.strike:
      return textOf(node.children, hidden)
    default:
      return node satisfies never
  }
}

/** What stands before an item. */
export const bulletOf = (value: number | undefined) => (value === undefined ? '• ' : `${value}. `)

function textOfList({ items }: List, hidden: Hidden): string[] {
  return items.flatMap(({ value, children, lists }) => [
    bulletOf(value) + textOf(children, hidden),
    ...lists.flatMap(list => textOfList(list, hidden)),
  ])
}

/** A formatted text as a plain one, for whoever is told of it; `hidden` stands for what a spoiler hides. */
export function plainText(blocks: readonly Block[], hidden?: Hidden): string {
  return blocks
    .map(block => {
      switch (block.kind) {
        case KIND.lines:
          return textOf(block.children, hidden)
        case KIND.fence:
          return block.text
        case KIND.quote:
          return plainText(block.children, hidden)
        case KIND.list:
          return textOfList(block, hidden).join('\n')
        default:
          return block satisfies never
      }
    })
    .join('\n')
}
