import type { ChatError } from '../../lib/chat-error.ts'
import * as css from '../styles/log.css.ts'
import { attr, el, say } from './el.ts'
import { ALERT, CHAT, draw, icon } from './icon.ts'
import type { ScreenPart, View, ViewOptions } from './view.ts'

/** Why the room is not shown, and will not be. */
export function obstacle({ connection, refused, log }: ScreenPart): ChatError | undefined {
  return refused ?? (connection.status === 'closed' && !log.ready ? connection.error : undefined)
}

/** Stands where the messages would be: the quiet room, or why it cannot be entered. */
export function createStage({ strings }: ViewOptions): View<ScreenPart> {
  const words = el('p')
  const mark = icon(CHAT)
  const node = el('div', css.stage, {}, el('div', css.disc, {}, mark), words)
  return {
    node,
    update(part) {
      const error = obstacle(part)
      const { ready, items } = part.log
      const quiet = ready && !items.some(item => item.kind === 'message')
      attr(node, 'hidden', !error && !quiet)
      if (error || quiet) attr(node, 'part', error ? 'blocked' : 'empty')
      draw(mark, error ? ALERT : CHAT)
      say(words, error ? strings.error(error) : strings.empty)
    },
  }
}
