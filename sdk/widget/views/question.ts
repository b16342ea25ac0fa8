import type { QuestionStrings } from '../i18n/en-question.ts'
import { ghost } from '../styles/base.css.ts'
import { primary } from '../styles/login.css.ts'
import * as css from '../styles/question.css.ts'
import { attr, button, el, say } from './el.ts'
import type { Chrome, View, ViewOptions } from './view.ts'

/** Asks before a logout deletes what is not sent. */
export function createQuestion({ strings, emit }: ViewOptions<QuestionStrings>): View<Chrome> {
  const words = el('p', css.words, { id: 'question' })
  const stay = button(primary, { part: 'stay' }, () => emit({ type: 'stay' }), strings.stay)
  const leave = button(`${ghost} ${css.leave}`, { part: 'leave' }, () => emit({ type: 'logout' }), strings.leave(1))
  const card = el(
    'div',
    css.card,
    {
      part: 'question',
      role: 'alertdialog',
      'aria-modal': 'true',
      'aria-labelledby': 'question',
      lang: strings.lang,
      tabindex: -1,
    },
    words,
    el('div', css.answers, {}, stay, leave),
  )
  const node = el('div', css.question, { hidden: true }, card)
  return {
    node,
    update({ unsent }) {
      attr(node, 'hidden', unsent === undefined)
      if (unsent === undefined) return
      say(words, strings.unsent(unsent))
      say(leave, strings.leave(unsent))
    },
  }
}
