import * as css from '../styles/typing.css.ts'
import { attr, el, say } from './el.ts'
import { isolate } from './isolate.ts'
import type { ScreenPart, View, ViewOptions } from './view.ts'

/** Who types, in the place that is kept for it when nobody does. */
export function createTyping({ strings }: ViewOptions, node: HTMLElement): View<ScreenPart> {
  const dots = el('span', css.dots, { 'aria-hidden': 'true' }, el('i'), el('i'), el('i'))
  const words = el('span', '', { dir: 'auto' })
  node.append(dots, words)
  return {
    node,
    update({ typing }) {
      attr(dots, 'hidden', !typing.length)
      say(words, strings.typing(isolate(typing)))
    },
  }
}
