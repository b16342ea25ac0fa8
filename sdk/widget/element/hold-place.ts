import { adopt } from '../styles/sheet.ts'
import { root } from '../styles/theme.css.ts'
import { cssText } from '../styles/widget.css.ts'
import { el } from '../views/el.ts'
import type { Mode } from '../views/view.ts'

/** Gives the element its size before there is anything to show; the screen takes the place of what is put here. */
export function holdPlace(shadow: ShadowRoot, mode: Mode): void {
  adopt(shadow, cssText)
  shadow.replaceChildren(el('div', root, { 'data-mode': mode }))
}
