import { listen } from '../../behaviors/behavior.ts'
import { ghost } from '../../styles/base.css.ts'
import { PEN, REPLY } from '../../views/chat-icons.ts'
import { fillField } from '../../views/composer.ts'
import { attr, button, el, say } from '../../views/el.ts'
import { CLOSE, draw, icon } from '../../views/icon.ts'
import { plainOf } from '../../views/later.ts'
import type { ScreenPart, View, ViewOptions, Writing } from '../../views/view.ts'
import * as css from './writing.css.ts'

/** What an edit says so far; a screen that is made anew, as in another language, begins with it. */
const typed = new WeakMap<Writing, string>()

/** Above the composer's field: which message is answered or changed, and the way back. */
export function createPurpose(options: ViewOptions): View<ScreenPart> {
  const { strings, emit } = options
  const mark = icon(REPLY)
  const words = el('span', css.purposeWords, { dir: 'auto' })
  const text = el('span', css.purposeText, { dir: 'auto', lang: strings.pageLang })
  const cancel = button(
    `${ghost} ${css.cancel}`,
    { part: 'cancel', 'aria-label': strings.cancel },
    () => emit({ type: 'compose', writing: undefined }),
    icon(CLOSE),
  )
  const says = el('span', css.purposeSays, { id: 'purpose' }, words, text)
  const node = el('div', css.purpose, { part: 'purpose', hidden: true }, mark, says, cancel)
  let field: HTMLTextAreaElement | null = null
  let before: Writing | undefined
  function begin(form: Element): void {
    field = form.querySelector('textarea')
    if (field) attr(field, 'aria-describedby', `${says.id} ${field.getAttribute('aria-describedby')}`)
    listen(form, 'keydown', press)
    listen(form, 'input', () => {
      if (field && before?.as === 'edit') typed.set(before, field.value)
    })
  }
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || node.hidden) return
    // Neither the panel nor a dialog of the page closes
    event.preventDefault()
    event.stopPropagation()
    emit({ type: 'compose', writing: undefined })
  }
  return {
    node,
    update({ chrome: { writing }, log }) {
      const form = node.closest('form')
      if (!field && form) begin(form)
      const isNew = writing !== before
      before = writing
      if (field && isNew && writing?.as === 'edit') fillField(field, typed.get(writing) ?? writing.item.text)
      attr(node, 'hidden', !writing)
      if (!writing) {
        // What is hidden still describes the field
        for (const each of [words, text]) say(each, '')
        return
      }
      const { as, item } = writing
      // As it stands by now: it may have been deleted
      const now = log.items.find(each => each.key === item.key)
      const gone = now?.kind === 'message' && now.deleted
      draw(mark, as === 'edit' ? PEN : REPLY)
      say(words, as === 'edit' ? strings.editing : strings.replying(strings.nameOf(item.user)))
      say(text, gone ? strings.quoteGone : (plainOf(item.text, options).trimStart().split('\n', 1)[0] ?? ''))
    },
  }
}
