import { attr, el } from '../../views/el.ts'
import * as css from './completion.css.ts'
import type { CompletionEntry } from './completion.ts'
import { words } from './words.ts'

export interface CompletionList {
  readonly node: HTMLElement
  /** The index of the one that is chosen by Enter. */
  active: number
  show(label: string, entries: readonly CompletionEntry[], lang: string): void
}

const ID = 'completion'
const optionId = (index: number) => `${ID}-${index}`

/** A list of what can be typed, above a field that keeps the focus. */
export function createList(field: HTMLTextAreaElement, choose: (index: number) => void): CompletionList {
  const node = el('div', css.list, { part: 'completion', role: 'listbox', id: ID, lang: words.lang })
  let active = 0

  // A press takes the focus from the field, and a phone's keyboard away
  node.addEventListener('mousedown', event => event.preventDefault())
  node.addEventListener('click', ({ target }) => {
    const index = [...node.children].findIndex(option => option.contains(target as Node))
    if (index >= 0) choose(index)
  })

  function activate(index: number): void {
    active = index
    for (const [i, option] of [...node.children].entries()) attr(option, 'aria-selected', `${i === index}`)
    attr(field, 'aria-activedescendant', optionId(index))
    const { offsetTop, offsetHeight } = node.children[index] as HTMLElement
    const { scrollTop, clientHeight } = node
    if (offsetTop < scrollTop) node.scrollTop = offsetTop - 6
    else if (offsetTop + offsetHeight > scrollTop + clientHeight)
      node.scrollTop = offsetTop + offsetHeight - clientHeight + 6
  }

  function option({ label, hint, hintLang, mark }: CompletionEntry, index: number, lang: string): HTMLElement {
    const name = el('bdi', css.label, { lang }, label)
    const row = el('div', css.option, { role: 'option', id: optionId(index), part: 'completion-option' })
    if (mark) row.append(mark())
    row.append(name)
    if (hint) row.append(el('span', css.hint, { lang: hintLang ?? lang, dir: 'auto' }, hint))
    return row
  }

  return {
    node,
    get active() {
      return active
    },
    set active(index) {
      activate(index)
    },
    show(label, entries, lang) {
      attr(node, 'aria-label', label)
      node.replaceChildren(...entries.map((entry, index) => option(entry, index, lang)))
    },
  }
}
