import type { ChatError } from '../../../lib/chat-error.ts'
import type { Sanction, SanctionKind } from '../../../protocol/policy.ts'
import { ghost } from '../../styles/base.css.ts'
import { attr, button, detach, el, say } from '../../views/el.ts'
import type { Desk } from './desk.ts'
import * as css from './moderation.css.ts'
import { wordsOf } from './notice.ts'
import { words } from './words.ts'

export interface RefusedActs {
  appeal(kind: SanctionKind): void
  mayAppeal(sanction: Sanction): boolean
  join(): void
}

/** Until when a refusal lasts is said by how long it still does. */
const ends = new WeakMap<ChatError, number>()

/** In the place of a room that one is put out of: what, why and until when, and what one can do about it. */
export function createRefused(acts: RefusedActs) {
  let shown: Sanction = { kind: 'ban' }
  let hidden: HTMLElement | undefined
  const lines = el('p', css.says, { role: 'status' })
  const appeal = button(`${ghost} ${css.act}`, {}, () => acts.appeal(shown.kind), words.appeal)
  const join = button(`${ghost} ${css.act}`, {}, acts.join, words.comeBack)
  const node = el(
    'div',
    css.refused,
    { part: 'put-out', lang: words.lang },
    lines,
    el('div', css.acts, {}, join, appeal),
  )

  function show(): void {
    if (hidden) attr(hidden, 'hidden', false)
    hidden = undefined
  }

  return {
    node,
    /** `laid`: what was laid on the reader; `known`: all of that is. Returns when it ends, as far as is known. */
    update(
      stage: Element,
      desk: Desk,
      error: ChatError,
      laid: Sanction | undefined,
      known: boolean,
    ): number | undefined {
      const { retryAfterMs } = error
      const now = desk.now()
      if (retryAfterMs !== undefined && !ends.has(error)) ends.set(error, now + retryAfterMs)
      shown = laid ?? { kind: 'ban', until: ends.get(error) }
      const { kind, until } = shown
      const over = until === undefined ? known && !laid : until <= now
      const said = stage.querySelector('p')
      if (node.parentNode !== stage) stage.append(node)
      // What is known of it says all that the refusal does
      if ((laid || over) && said && said !== lines) {
        hidden = said
        attr(said, 'hidden', true)
      } else if (!laid) show()
      const text = laid ? wordsOf(laid, desk) : until === undefined ? [] : [words.untilThen(desk.until(until))]
      say(lines, over ? words.over : text.join('\n'))
      attr(join, 'hidden', !over)
      attr(appeal, 'hidden', over || kind === 'kick' || !acts.mayAppeal(shown))
      return until
    },
    remove(): void {
      show()
      if (node.parentNode) detach(node)
    },
  }
}
