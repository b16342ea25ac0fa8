import { codePoints } from '../../protocol/limits.ts'
import { cleanText } from '../../protocol/message-text.ts'
import * as css from '../styles/composer.css.ts'
import { CHECK, SEND } from './chat-icons.ts'
import { attr, el, say } from './el.ts'
import { draw, icon } from './icon.ts'
import { onSubmit } from './on-submit.ts'
import type { Emit, ScreenPart, View, ViewOptions, Writing } from './view.ts'

/** Says why a text cannot be sent, until it is changed. */
export function refuseText(field: HTMLTextAreaElement, why: string, emit: Emit): void {
  emit({ type: 'say', text: why, urgent: true })
  field.setCustomValidity(why)
  field.reportValidity()
  field.addEventListener('input', () => field.setCustomValidity(''), { once: true })
}

/** Puts a text into a field, in the place of what was typed. */
export function fillField(field: HTMLTextAreaElement, text: string): void {
  field.value = text
  // Not `Event`, which old libraries replace
  field.dispatchEvent(new CustomEvent('input', { bubbles: true }))
}

/** The field for the next message, with its button inside. */
export function createComposer({ strings, emit }: ViewOptions): View<ScreenPart> & { field: HTMLTextAreaElement } {
  const field = el('textarea', css.textarea, {
    part: 'textarea',
    rows: 1,
    dir: 'auto',
    lang: strings.pageLang,
    autocomplete: 'off',
    'aria-describedby': 'chars-left',
  })
  const left = el('span', css.left, { id: 'chars-left' })
  const mark = icon(SEND)
  const send = el('button', css.send, { part: 'send', type: 'submit', 'aria-label': strings.send }, mark)
  const attributes = { part: 'composer', tabindex: -1, novalidate: true }
  const node = el('form', css.composer, attributes, field, left, send)
  let limit = 0
  let writing: Writing | undefined
  let purpose: View<ScreenPart> | undefined

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
  field.addEventListener('input', () => {
    measure()
    emit({ type: 'typing', active: !!field.value.trim() })
  })
  onSubmit(node, send, () => {
    const text = measure()
    if (!text) return
    const refused = emit({ type: 'send', text })
    // The page stopped it, and says why if it wants to
    if (refused) return refused.code === 'canceled' ? undefined : refuseText(field, strings.error(refused), emit)
    fillField(field, '')
    if (writing) emit({ type: 'compose', writing: undefined })
  })

  return {
    node,
    field,
    update(part) {
      const { composer, title, chrome, rights, info } = part
      writing = chrome.writing
      limit = composer.limit
      if (writing && !purpose) {
        purpose = writing.purpose({ strings, emit })
        node.prepend(purpose.node)
      }
      purpose?.update(part)
      const edits = writing?.as === 'edit'
      draw(mark, edits ? CHECK : SEND)
      attr(send, 'aria-label', edits ? strings.save : strings.send)
      const name = strings.composer(title)
      const may = !rights.can || rights.can.has(writing?.as ?? 'send')
      const says = may
        ? name
        : strings.readOnly(
            rights.role === 'guest',
            info.sanctions?.some(({ kind }) => kind === 'mute'),
          )
      const off = !composer.enabled || !may
      // What is dropped or typed may be too long, but not without end
      attr(field, 'maxlength', 2 * limit)
      attr(field, 'aria-label', name)
      attr(field, 'placeholder', says)
      attr(field, 'aria-description', !may && says)
      attr(node, 'aria-label', name)
      attr(field, 'disabled', off)
      attr(node, 'data-off', off)
      measure()
    },
  }
}
