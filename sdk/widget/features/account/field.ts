import type { ChatError } from '../../../lib/chat-error.ts'
import { ghost } from '../../styles/base.css.ts'
import * as look from '../../styles/login.css.ts'
import { type Attributes, attr, button, el } from '../../views/el.ts'
import { ALERT, icon } from '../../views/icon.ts'
import * as css from './account.css.ts'
import { words } from './words.ts'

export interface Field {
  node: HTMLElement
  input: HTMLInputElement
  /** Says what is wrong with it, and goes there; nothing: all is well. */
  fail(text: string | undefined): void
}

/** A field with its label above and what is wrong with it below. `id` is the shadow root's own. */
export function createField(id: string, label: string, attributes: Attributes): Field {
  const input = el('input', look.input, { id, part: 'input', ...attributes })
  const problem = el('div', look.error, { id: `${id}-error`, part: 'error', hidden: true })
  const secret = attributes['type'] === 'password'
  const box = secret ? el('div', css.secret, {}, input, createToggle(input)) : input
  return {
    node: el('div', '', {}, el('label', look.label, { for: id }, label), box, problem),
    input,
    fail(text) {
      attr(input, 'aria-invalid', text && 'true')
      attr(input, 'aria-describedby', text && problem.id)
      problem.replaceChildren(...(text ? [icon(ALERT), el('span', '', {}, text)] : []))
      attr(problem, 'hidden', !text)
      if (text) input.focus()
    },
  }
}

export const createPassword = (id: string, label: string, autocomplete: 'current-password' | 'new-password'): Field =>
  createField(id, label, { type: 'password', name: 'password', autocomplete, maxlength: 256, enterkeyhint: 'go' })

/** The button that shows a password, and says whether it does. */
export function createToggle(input: HTMLInputElement): HTMLElement {
  const toggle = button(
    ghost,
    { 'aria-pressed': 'false', 'aria-label': words.showPassword, 'aria-controls': input.id },
    () => {
      const shown = input.type === 'password'
      input.type = shown ? 'text' : 'password'
      attr(toggle, 'aria-pressed', `${shown}`)
    },
    words.show,
  )
  return toggle
}

/**
 * Sends a form once at a time: its button says meanwhile that it is under way, and what goes wrong is said at `fields[0]`,
 * or where `at` says.
 */
export function onSend(
  form: HTMLFormElement,
  press: HTMLButtonElement,
  send: () => Promise<void>,
  failed: (error: ChatError) => void,
): void {
  const label = press.textContent ?? ''
  let busy = false
  form.addEventListener('submit', async event => {
    event.preventDefault()
    if (busy) return
    busy = true
    attr(press, 'aria-disabled', 'true')
    press.textContent = words.busy
    try {
      await send()
    } catch (error) {
      if (form.isConnected) failed(error as ChatError)
    } finally {
      busy = false
      attr(press, 'aria-disabled', undefined)
      press.textContent = label
    }
  })
}
