import { el } from '../../views/el.ts'
import { laterKnown } from '../../views/later.ts'
import type { ViewOptions } from '../../views/view.ts'
import { type Block, type Inline, KIND, type List } from './ast.ts'
import { createCodeBlock } from './code-block.ts'
import * as css from './formatting.css.ts'
import { createSpoiler } from './spoiler.ts'

type Drawn = (Node | string)[]

export interface Rendering extends ViewOptions {
  /** The id of the reader. */
  me: string | undefined
}

/** Nodes of a formatted text, made one by one: no text is ever taken for HTML. */
export function render(blocks: readonly Block[], options: Rendering): Drawn {
  const [first] = blocks
  // One paragraph stands in the bubble as a plain text does
  if (blocks.length === 1 && first?.kind === KIND.lines) return inline(first.children, options)
  return blocks.map(block => renderBlock(block, options))
}

function renderBlock(block: Block, options: Rendering): Node {
  switch (block.kind) {
    case KIND.lines:
      return el('div', css.lines, {}, ...inline(block.children, options))
    case KIND.fence:
      return createCodeBlock(block, options)
    case KIND.quote:
      return el('blockquote', css.quote, { dir: 'auto' }, ...block.children.map(each => renderBlock(each, options)))
    case KIND.list:
      return renderList(block, options)
    default:
      return block satisfies never
  }
}

function renderList({ numbered, items }: List, options: Rendering): HTMLElement {
  const list = items.map(({ value, children, lists }) => {
    const below = lists.map(each => renderList(each, options))
    return el('li', css.lines, { value }, ...inline(children, options), ...below)
  })
  return el(numbered ? 'ol' : 'ul', css.list, { dir: 'auto' }, ...list)
}

const inline = (nodes: readonly Inline[], options: Rendering): Drawn => nodes.map(node => renderOne(node, options))

function renderOne(node: Inline, options: Rendering): Node | string {
  switch (node.kind) {
    case KIND.text:
      return node.text
    case KIND.code:
      return el('code', css.inlineCode, { dir: 'ltr' }, node.text)
    case KIND.strong:
      return el('strong', css.strong, {}, ...inline(node.children, options))
    case KIND.emphasis:
      return el('em', '', {}, ...inline(node.children, options))
    case KIND.strike:
      return el('s', '', {}, ...inline(node.children, options))
    case KIND.spoiler:
      return createSpoiler(() => inline(node.children, options), options)
    case KIND.mention:
      return laterKnown()?.createMention(node.text, node.id, options.me) ?? node.text
    case KIND.link:
      return renderLink(node, options)
    default:
      return node satisfies never
  }
}

function renderLink({ href, host, children }: Extract<Inline, { kind: 'link' }>, options: Rendering): Node | string {
  const text = inline(children, options)
  const link = laterKnown()?.createLink(href, ...(host === undefined ? text : [el('bdi', '', {}, ...text)]))
  if (!link) return ''
  if (host === undefined) link.dir = 'ltr'
  else link.append(' ', el('span', css.host, { dir: 'ltr' }, `(${host})`))
  return link
}
