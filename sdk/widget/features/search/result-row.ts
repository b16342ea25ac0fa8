import type { FoundMessage } from '../../../protocol/records.ts'
import { button, el } from '../../views/el.ts'
import { excerptOf } from './excerpt.ts'
import * as css from './search.css.ts'
import { words } from './words.ts'

/** A message that was found: whose it is, of when, and the words around what was looked for; pressed it leads there. */
export function createResult(message: FoundMessage, when: (at: number) => string, go: () => void): HTMLElement {
  const { user, text, marks, sentAt } = message
  const pieces = excerptOf(text, marks).map(({ text, marked }) => (marked ? el('mark', '', {}, text) : text))
  const excerpt = el('span', css.excerpt, { part: 'excerpt', dir: 'auto' }, ...pieces)
  const name = el('span', css.name, {}, el('bdi', '', {}, user.name || words.nobody))
  const time = el('time', css.time, { datetime: new Date(sentAt).toISOString() }, when(sentAt))
  const press = button(css.row, { part: 'search-result' }, go, el('span', css.head, {}, name, time), excerpt)
  return el('li', '', {}, press)
}
