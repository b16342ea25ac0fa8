import { button, el } from '../../views/el.ts'
import { laterKnown } from '../../views/later.ts'
import type { ViewOptions } from '../../views/view.ts'
import type { Block } from './ast.ts'
import * as css from './formatting.css.ts'
import { words } from './words.ts'

type Fence = Extract<Block, { kind: 'fence' }>

/** Code as it was typed, which scrolls to the side by itself; a button copies all of it. */
export function createCodeBlock(fence: Fence, { strings, emit }: ViewOptions): HTMLElement {
  const { label, text, whole = text } = fence
  const copy = () =>
    laterKnown()
      ?.copyText(whole, node)
      .then(done => emit({ type: 'say', text: done ? words.copied : words.notCopied }))
  const press = button(css.copy, { tabindex: -1, lang: strings.lang, 'aria-label': words.copyCode }, copy, words.copy)
  const head = el('div', css.head, {}, el('span', css.label, {}, label), press)
  const attributes = { tabindex: -1, role: 'group', 'aria-label': words.code(label), dir: 'ltr' }
  const code = el('pre', css.code, attributes, el('code', '', {}, text))
  const node = el('div', css.block, { part: 'code-block' }, head, code)
  return node
}
