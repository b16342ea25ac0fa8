import type { ConnectionState } from '../../connection/state.ts'
import { ChatError } from '../../lib/chat-error.ts'
import { link } from '../styles/base.css.ts'
import * as css from '../styles/log.css.ts'
import { CHECK, CLOCK } from './chat-icons.ts'
import { attr, button, el, say } from './el.ts'
import { ALERT, draw, icon } from './icon.ts'
import { obstacle } from './stage.ts'
import type { ScreenPart, View, ViewOptions } from './view.ts'

const DRAWINGS: { [status in ConnectionState['status']]: string } = {
  idle: CLOCK,
  connecting: CLOCK,
  online: CHECK,
  waiting: ALERT,
  closed: ALERT,
}

/** The line about the connection; absent while all is well. */
export function createBanner({ strings, emit }: ViewOptions): View<ScreenPart> {
  const words = el('span')
  const retry = button(link, {}, () => emit({ type: 'reconnect' }), strings.retryNow)
  const mark = icon(CLOCK)
  const node = el('div', css.banner, { part: 'banner' }, mark, words, retry)

  return {
    node,
    update(part) {
      const { connection, composer, chrome } = part
      const text = strings.status(connection, composer.queued, chrome.now) || strings.news(part)
      // What keeps the room away is said in its place
      attr(node, 'hidden', !text || !!obstacle(part))
      const failed = connection.status === 'online' && part.news instanceof ChatError
      attr(node, 'data-state', failed ? 'waiting' : connection.status)
      attr(retry, 'hidden', connection.status !== 'waiting' || connection.offline)
      draw(mark, failed ? ALERT : DRAWINGS[connection.status])
      say(words, text)
    },
  }
}
