import type { LogView, MessageItem } from '../../../store/view-model.ts'
import { el } from '../../views/el.ts'
import * as css from './reading.css.ts'

/** The seq of the first message of somebody else behind a place; undefined: it is not loaded, or there is none. */
export function firstBehind({ items, older }: LogView, since: number): number | undefined {
  const messages = items.filter((item): item is MessageItem => item.kind === 'message' && item.seq > 0)
  const isWhole = older === 'none' || (messages[0]?.seq ?? Number.POSITIVE_INFINITY) <= since + 1
  return isWhole ? messages.find(({ seq, own, deleted }) => seq > since && !own && !deleted)?.seq : undefined
}

/** Where what is new begins: a rule between two rows, which no arrow key stops at. */
export function createLine(word: string, says: string, lang: string): HTMLElement {
  const attributes = { role: 'separator', 'aria-label': says, lang, 'data-beside': true, part: 'unread' }
  return el('div', css.line, attributes, el('span', '', { 'aria-hidden': 'true' }, word))
}
