import { type Block, type Inline, KIND, type List } from './ast.ts'
import { bulletOf, plainText, textOf } from './plain-text.ts'

/** How much of a text is left to be shown, in UTF-16 units of its plain text. */
interface Rest {
  units: number
}

const MORE: Inline = { kind: KIND.text, text: '…' }

/** The beginning of a formatted text: so many units of its plain text, each mark closed behind it, and a sign that more follows. */
export function beginningOf(blocks: readonly Block[], units: number): Block[] {
  const beginning = cutBlocks(blocks, { units })
  return plainText(beginning).endsWith('…') ? beginning : [...beginning, { kind: KIND.lines, children: [MORE] }]
}

function cutBlocks(blocks: readonly Block[], rest: Rest): Block[] {
  const cut: Block[] = []
  for (const block of blocks) {
    if (rest.units <= 0) break
    switch (block.kind) {
      case KIND.lines:
        cut.push({ ...block, children: ended(block.children, rest) })
        break
      case KIND.fence:
        cut.push({ ...block, text: cutLines(block.text, rest), whole: block.text })
        break
      case KIND.quote:
        cut.push({ ...block, children: cutBlocks(block.children, rest) })
        break
      case KIND.list:
        cut.push(cutList(block, rest))
        break
      default:
        block satisfies never
    }
    // The line break before the next
    rest.units--
  }
  return cut
}

function cutList(list: List, rest: Rest): List {
  const items: List['items'] = []
  for (const { value, children, lists } of list.items) {
    rest.units -= bulletOf(value).length
    if (rest.units <= 0) break
    const shown = ended(children, rest)
    rest.units--
    items.push({ value, children: shown, lists: rest.units > 0 ? lists.map(each => cutList(each, rest)) : [] })
  }
  return { ...list, items }
}

/** With the sign where it does not end by itself. */
function ended(nodes: readonly Inline[], rest: Rest): Inline[] {
  const shown = cutInline(nodes, rest)
  return rest.units < 0 ? [...shown, MORE] : shown
}

/** Takes from `rest`; below nothing: something is left out. */
function cutInline(nodes: readonly Inline[], rest: Rest): Inline[] {
  const cut: Inline[] = []
  for (const node of nodes) {
    if (rest.units <= 0) {
      rest.units = -1
      break
    }
    switch (node.kind) {
      case KIND.text:
        cut.push({ ...node, text: node.text.slice(0, rest.units) })
        rest.units -= node.text.length
        break
      case KIND.strong:
      case KIND.emphasis:
      case KIND.strike:
      case KIND.spoiler:
        cut.push({ ...node, children: cutInline(node.children, rest) })
        break
      case KIND.code:
      case KIND.link:
      case KIND.mention:
        // Half of one would be another
        cut.push(node)
        rest.units -= textOf([node]).length
        break
      default:
        node satisfies never
    }
  }
  return cut
}

/** Whole lines, one at least. */
function cutLines(text: string, rest: Rest): string {
  const { units } = rest
  rest.units -= text.length
  if (text.length <= units) return text
  const end = text.lastIndexOf('\n', units)
  return `${text.slice(0, end > 0 ? end : units)}\n…`
}
