import type { ChatError } from '../../lib/chat-error.ts'
import { failureWords as words } from '../i18n/en-failure.ts'
import { link } from '../styles/base.css.ts'
import * as css from '../styles/failure.css.ts'
import { button, el } from './el.ts'
import type { ViewOptions } from './view.ts'

/** What was refused; `edit`: the new text of a message that there is. */
export interface Refused {
  cid: string
  error: ChatError
  edit?: string | undefined
}

/**
 * Under a message that was refused: why, which `says` says, too, and what can be done. The focus stays on the row, or goes to
 * its neighbour.
 */
export function createFailure({ cid, error, edit }: Refused, row: HTMLElement, { strings, emit }: ViewOptions) {
  const isEdit = edit !== undefined
  // It was changed in another place meanwhile: the reader has seen both texts then
  const chooses = isEdit && error.code === 'conflict'
  const says = chooses ? words.conflict : isEdit ? words.failedEdit(error) : words.failed(error)
  const retry = () => {
    row.focus({ preventScroll: true })
    emit({ type: 'retry', cid })
  }
  const discard = () => {
    const beside = [row.nextElementSibling, row.previousElementSibling] as (HTMLElement | null)[]
    const near = isEdit ? row : beside.find(node => node?.hasAttribute('data-key'))
    near?.focus({ preventScroll: true })
    emit({ type: 'discard', cid })
  }
  const node = el(
    'div',
    css.failed,
    { part: 'failed', lang: strings.lang },
    el('span', css.reason, {}, says),
    el(
      'span',
      '',
      {},
      button(link, {}, retry, chooses ? words.saveYours : isEdit ? strings.again : words.retry),
      button(link, {}, discard, chooses ? words.keepTheirs : isEdit ? words.discardEdit : words.discard),
    ),
  )
  if (isEdit) {
    const label = chooses ? { role: 'group', 'aria-label': words.yours } : {}
    const text = el('div', css.refusedText, { lang: strings.pageLang, dir: 'auto', ...label }, edit)
    if (chooses) node.firstElementChild?.after(text)
    else node.prepend(text)
  }
  return { node, says }
}
