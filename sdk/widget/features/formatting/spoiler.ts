import { attr, button, el } from '../../views/el.ts'
import { icon } from '../../views/icon.ts'
import type { ViewOptions } from '../../views/view.ts'
import * as css from './formatting.css.ts'
import { EYE } from './icons.ts'
import { words } from './words.ts'

/** A text that is not in the page before its button is pressed. `draw` makes it. */
export function createSpoiler(draw: () => (Node | string)[], { strings }: ViewOptions): HTMLElement {
  const hidden = el('span', css.hidden)
  const press = button(
    css.spoiler,
    { tabindex: -1, lang: strings.lang, 'aria-expanded': 'false' },
    () => {
      const opened = !hidden.hasChildNodes()
      hidden.replaceChildren(...(opened ? draw() : []))
      attr(press, 'aria-expanded', `${opened}`)
      // What is opened with its row in the Tab order is so, too
      for (const stop of hidden.querySelectorAll<HTMLElement>('a,button')) stop.tabIndex = press.tabIndex
    },
    icon(EYE),
    words.spoiler,
  )
  return el('span', '', { part: 'spoiler' }, press, hidden)
}
