import type { Sanction, SanctionKind } from '../../../protocol/policy.ts'
import { ghost } from '../../styles/base.css.ts'
import { attr, button, detach, el, say } from '../../views/el.ts'
import { ALERT, icon } from '../../views/icon.ts'
import type { Desk } from './desk.ts'
import * as css from './moderation.css.ts'
import { words } from './words.ts'

/** ms of which it is counted down. */
const SOON = 3_600_000
const MINUTE = 60_000

export interface NoticeActs {
  appeal(kind: SanctionKind): void
  /** It was not asked yet to have it lifted. */
  mayAppeal(sanction: Sanction): boolean
  /** A warning is read. */
  read(sanction: Sanction): void
}

export interface Notice {
  readonly node: HTMLElement
  update(desk: Desk, sanction: Sanction): void
  remove(): void
}

/** What is said of a sanction to whom it concerns: what, until when and why. */
export function wordsOf({ kind, until, reason }: Sanction, desk: Desk): string[] {
  const left = until === undefined ? SOON : until - desk.now()
  const counts = left < SOON ? words.left(Math.max(1, Math.ceil(left / MINUTE))) : ''
  const full = kind === 'warn' || kind === 'kick'
  const what = full ? words.laidOnYou[kind] : `${words.laidOnYou[kind]} ${desk.until(until)}${counts}.`
  const why = reason ? [words.reason(reason)] : []
  return kind === 'kick' && until !== undefined ? [what, ...why, words.backAt(desk.when(until))] : [what, ...why]
}

/** Above the composer, while something is laid on the reader. */
export function createNotice(acts: NoticeActs): Notice {
  let shown: Sanction | undefined
  const what = el('p', css.strong)
  const why = el('p', css.says)
  const appeal = button(`${ghost} ${css.act}`, {}, () => shown && acts.appeal(shown.kind), words.appeal)
  const read = button(`${ghost} ${css.act}`, {}, () => shown && acts.read(shown), words.read)
  const node = el(
    'div',
    css.notice,
    { part: 'sanction', role: 'group', lang: words.lang },
    icon(ALERT),
    el('div', css.column, {}, what, why),
    appeal,
    read,
  )
  return {
    node,
    update(desk, sanction) {
      const [first = '', second = ''] = wordsOf(sanction, desk)
      shown = sanction
      say(what, first)
      say(why, second)
      attr(why, 'hidden', !second)
      attr(appeal, 'hidden', sanction.kind === 'warn' || !acts.mayAppeal(sanction))
      attr(read, 'hidden', sanction.kind !== 'warn')
      attr(node, 'data-kind', sanction.kind)
    },
    remove: () => detach(node),
  }
}
