import type { ChatError } from '../../lib/chat-error.ts'
import { link } from '../styles/base.css.ts'
import * as css from '../styles/message.css.ts'
import { button, el } from './el.ts'
import type { ViewOptions } from './view.ts'

/** Under a message that was refused: why, and what can be done. The focus stays on the row, or goes to its neighbour. */
export function createFailure(cid: string, row: HTMLElement, error: ChatError, { strings, emit }: ViewOptions) {
  const retry = () => {
    row.focus({ preventScroll: true })
    emit({ type: 'retry', cid })
  }
  const discard = () => {
    const beside = [row.nextElementSibling, row.previousElementSibling] as (HTMLElement | null)[]
    const near = beside.find(node => node?.hasAttribute('data-key'))
    near?.focus({ preventScroll: true })
    emit({ type: 'discard', cid })
  }
  return el(
    'div',
    css.failed,
    { part: 'failed', lang: strings.lang },
    el('span', css.reason, {}, strings.failed(error)),
    el('span', '', {}, button(link, {}, retry, strings.retry), button(link, {}, discard, strings.discard)),
  )
}
