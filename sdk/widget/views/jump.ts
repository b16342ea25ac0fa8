import { jump } from '../styles/jump.css.ts'
import { DOWN } from './chat-icons.ts'
import { attr, button, el, say } from './el.ts'
import { icon } from './icon.ts'
import type { ScreenPart, View, ViewOptions } from './view.ts'

/** Back to the newest message; there while the reader is elsewhere. */
export function createJump({ strings, emit }: ViewOptions): View<ScreenPart> {
  const words = el('span')
  const node = button(jump, { part: 'jump' }, () => emit({ type: 'to-end' }), icon(DOWN), words)
  return {
    node,
    update({ chrome: { atEnd, newBelow } }) {
      attr(node, 'hidden', atEnd)
      say(words, newBelow ? strings.newMessages(newBelow) : strings.toEnd)
    },
  }
}
