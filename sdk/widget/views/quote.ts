import type { Quote } from '../../protocol/records.ts'
import * as css from '../styles/around.css.ts'
import { unseen } from '../styles/base.css.ts'
import { named } from '../styles/theme.css.ts'
import { REPLY } from './chat-icons.ts'
import { attr, button, el, say } from './el.ts'
import { icon } from './icon.ts'
import { tint } from './name-hue.ts'
import type { View, ViewOptions } from './view.ts'

/** What a message answers: whose it is and its first line, above the message. Pressed it leads there. */
export function createQuote({ strings, emit }: ViewOptions): View<Quote> & { node: HTMLButtonElement } {
  const name = el('bdi', `${css.quoteName} ${named}`)
  const line = el('bdi', css.quoteText)
  const says = el('span', unseen, {}, strings.quote)
  let seq = 0
  let id = ''
  const go = () => emit({ type: 'show', seq, id })
  const node = button(css.quote, { part: 'quote', tabindex: -1 }, go, icon(REPLY), says, name, line)
  return {
    node,
    update({ user, text, target, deleted, messageId }) {
      seq = target
      id = messageId
      const first = text.trimStart().split('\n', 1)[0] ?? ''
      tint(name, user.id || user.name)
      say(name, strings.nameOf(user))
      say(line, deleted ? strings.quoteGone : first)
      attr(line, 'lang', deleted && strings.lang)
      attr(node, 'data-gone', !!deleted)
    },
  }
}
