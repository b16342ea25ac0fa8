import { codePoints } from '../../protocol/limits.ts'
import { cleanText } from '../../protocol/message-text.ts'
import * as css from '../styles/composer.css.ts'
import { CHECK, SEND } from './chat-icons.ts'
import { attr, el, say } from './el.ts'
import { draw, icon } from './icon.ts'
import { onSubmit } from './on-submit.ts'
import { pasteWithin } from './paste-within.ts'
import { createPurpose } from './purpose.ts'
import type { ScreenPart, View, ViewOptions, Writing } from './view.ts'

/** The field for the next message, with its button inside. */
export function createComposer({ strings, emit }: ViewOptions): View<ScreenPart> & { field: HTMLTextAreaElement } {
  const field = el('textarea', css.textarea, {
    part: 'textarea',
    rows: 1,
    dir: 'auto',
    lang: strings.pageLang,
    autocomplete: 'off',
    'aria-describedby': 'purpose chars-left',
  })
  const left = el('span', css.left, { id: 'chars-left' })
  const mark = icon(SEND)
  const send = el('button', css.send, { part: 'send', type: 'submit', 'aria-label': strings.send }, mark)
  const purpose = createPurpose({ strings, emit })
  const attributes = { part: 'composer', tabindex: -1, novalidate: true }
  const node = el('form', css.composer, attributes, purpose.node, field, left, send)
  let limit = 0
  let writing: Writing | undefined

  const measure = () => {
    const text = cleanText(field.value)
    // A key costs the same, whatever stands there
    const rest = limit - codePoints(text, 2 * limit)
    attr(left, 'hidden', rest > limit / 10)
    attr(left, 'data-over', rest < 0)
    say(left, strings.left(rest))
    const fit = !field.disabled && text && rest >= 0
    attr(send, 'aria-disabled', !fit && 'true')
    return fit ? text : ''
  }
  const fill = (text: string) => {
    field.value = text
    // Not `Event`, which old libraries replace
    field.dispatchEvent(new CustomEvent('input', { bubbles: true }))
  }
  /** Says why the text cannot be sent, until it is changed. */
  const refuse = (why: string) => {
    emit({ type: 'say', text: why, urgent: true })
    field.setCustomValidity(why)
    field.reportValidity()
    field.addEventListener('input', () => field.setCustomValidity(''), { once: true })
  }
  pasteWithin(
    field,
    () => limit,
    () => refuse(strings.cut(limit)),
  )
  field.addEventListener('input', () => {
    measure()
    emit({ type: 'typing', active: !!field.value.trim() })
  })
  onSubmit(node, send, () => {
    const text = measure()
    if (!text) return
    const refused = emit({ type: 'send', text })
    if (refused) return refuse(strings.error(refused))
    fill('')
    if (writing) emit({ type: 'compose', writing: undefined })
  })
  node.addEventListener('keydown', event => {
    if (event.key !== 'Escape' || !writing) return
    // Neither the panel nor a dialog of the page closes
    event.preventDefault()
    event.stopPropagation()
    emit({ type: 'compose', writing: undefined })
  })
  node.addEventListener('click', event => {
    if (event.target === node) field.focus()
  })

  return {
    node,
    field,
    update(part) {
      const { composer, title, chrome } = part
      const before = writing
      writing = chrome.writing
      limit = composer.limit
      purpose.update(part)
      const edits = writing?.as === 'edit'
      if (writing && edits && writing !== before) fill(writing.item.text)
      draw(mark, edits ? CHECK : SEND)
      attr(send, 'aria-label', edits ? strings.save : strings.send)
      const name = strings.composer(title)
      // What is dropped or typed may be too long, but not without end
      attr(field, 'maxlength', 2 * limit)
      attr(field, 'aria-label', name)
      attr(field, 'placeholder', name)
      attr(node, 'aria-label', name)
      attr(field, 'disabled', !composer.enabled)
      attr(node, 'data-off', !composer.enabled)
      measure()
    },
  }
}
