import type { ConnectionState } from '../../connection/state.ts'
import { link } from '../styles/base.css.ts'
import * as css from '../styles/log.css.ts'
import { attr, button, el, say } from './el.ts'
import { ALERT, CHECK, CLOCK, icon } from './icon.ts'
import type { View, ViewOptions } from './view.ts'

export interface BannerPart {
  connection: ConnectionState
  queued: number
  back: boolean
  now: number
  /** Said elsewhere on the screen. */
  quiet: boolean
}

type Tone = 'good' | 'warn' | 'danger' | 'calm'
const ICONS: { [tone in Tone]: string } = { good: CHECK, warn: ALERT, danger: ALERT, calm: CLOCK }

function toneOf(connection: ConnectionState): Tone {
  if (connection.status === 'waiting') return 'warn'
  return connection.status === 'closed' ? 'danger' : 'calm'
}

/** The line about the connection; absent while all is well. */
export function createBanner({ strings, emit }: ViewOptions): View<BannerPart> {
  const words = el('span')
  const retry = button(link, {}, () => emit({ type: 'reconnect' }), strings.retryNow)
  const node = el('div', css.banner, { part: 'banner', hidden: true }, words, retry)
  let drawn: Tone | undefined

  return {
    node,
    update({ connection, queued, back, now, quiet }) {
      const text = quiet ? '' : strings.status(connection, queued, now) || (back ? strings.back : '')
      const tone = connection.status === 'online' ? 'good' : toneOf(connection)
      attr(node, 'hidden', !text)
      if (!text) return
      say(words, text)
      attr(node, 'data-tone', tone)
      attr(retry, 'hidden', connection.status !== 'waiting' || connection.offline)
      if (tone === drawn) return
      drawn = tone
      node.querySelector('svg')?.remove()
      node.prepend(icon(ICONS[tone]))
    },
    dispose() {},
  }
}
