import type { OwnHeld } from '../../../protocol/moderation.ts'
import { link } from '../../styles/base.css.ts'
import { CLOCK } from '../../views/chat-icons.ts'
import { attr, button, el, say } from '../../views/el.ts'
import { ALERT, icon } from '../../views/icon.ts'
import { keyed } from '../../views/keyed.ts'
import type { View } from '../../views/view.ts'
import * as css from './moderation.css.ts'
import { words } from './words.ts'

/** A message of the reader that waits, or was not let in. */
export interface OwnRow extends Pick<OwnHeld, 'hold' | 'text'> {
  rejected?: true
}

export interface OwnRowActs {
  withdraw(hold: string): void
  /** Its text goes back to where one writes. */
  rewrite(row: OwnRow): void
  forget(hold: string): void
}

/** Behind the log: what of the reader is not in it yet, or will never be. */
export function createOwnRows(acts: OwnRowActs): { node: HTMLElement; update(rows: readonly OwnRow[]): void } {
  const node = el('div', css.own, { part: 'held', role: 'list', 'aria-label': words.held, lang: words.lang })

  function create(row: OwnRow): View<OwnRow> {
    const text = el('div', css.bubble, { part: 'bubble', dir: 'auto' })
    const press = row.rejected
      ? [
          button(link, {}, () => acts.rewrite(row), words.rewrite),
          button(link, {}, () => acts.forget(row.hold), words.forget),
        ]
      : [button(link, {}, () => acts.withdraw(row.hold), words.withdraw)]
    const says = el(
      'span',
      css.ownSays,
      {},
      icon(row.rejected ? ALERT : CLOCK),
      row.rejected ? words.rejected : words.waits,
    )
    const item = el('div', css.ownRow, { role: 'listitem' }, text, el('div', css.ownEnd, {}, says, ...press))
    attr(item, 'data-rejected', row.rejected)
    return { node: item, update: now => say(text, now.text) }
  }

  const rows = keyed<OwnRow>(node, ({ hold, rejected }) => `${hold} ${rejected}`, create)
  return { node, update: now => rows.update(now) }
}
