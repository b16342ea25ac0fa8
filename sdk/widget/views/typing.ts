import * as css from '../styles/composer.css.ts'
import { attr, el, say } from './el.ts'
import { isolate } from './isolate.ts'
import type { ScreenPart, View, ViewOptions } from './view.ts'

/** Who types; its place is kept when nobody does. */
export function createTyping({ strings }: ViewOptions): View<ScreenPart> {
  const dots = el('span', css.dots, { 'aria-hidden': 'true' }, el('i'), el('i'), el('i'))
  const words = el('span', '', { dir: 'auto' })
  const node = el('div', css.typing, { part: 'typing' }, dots, words)
  return {
    node,
    update({ typing }) {
      attr(dots, 'hidden', !typing.length)
      say(words, strings.typing(isolate(typing)))
    },
  }
}
