import { attr, el } from '../../views/el.ts'
import * as css from './moderation.css.ts'
import { select as look } from './moderator.css.ts'

/** One of several. */
export function createChoice(
  id: string,
  options: readonly (readonly [value: string | number, says: string])[],
): HTMLSelectElement {
  const select = el('select', look, { id })
  for (const [value, says] of options) select.append(el('option', '', { value }, says))
  return select
}

/** A box to tick, with what it means. */
export function createCheck(id: string, text: string, says = ''): { node: HTMLElement; box: HTMLInputElement } {
  const box = el('input', '', { type: 'checkbox', id })
  const node = el('div', '', {}, el('label', css.check, { for: id }, box, text))
  if (says) {
    attr(box, 'aria-describedby', `${id}-says`)
    node.append(el('p', css.says, { id: `${id}-says` }, says))
  }
  return { node, box }
}
