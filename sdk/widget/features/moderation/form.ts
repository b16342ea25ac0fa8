import type { ChatError } from '../../../lib/chat-error.ts'
import { ghost } from '../../styles/base.css.ts'
import * as look from '../../styles/login.css.ts'
import { attr, button, el, say } from '../../views/el.ts'
import * as css from './moderation.css.ts'
import { words } from './words.ts'

export interface FormOptions {
  fields: readonly HTMLElement[]
  /** What its button says. */
  submit: string
  /** Rejects with why it could not be done, which is said. */
  run(): Promise<void>
  cancel(): void
}

/** A form that does something, and says why where it cannot. */
export function createForm({ fields, submit, run, cancel }: FormOptions): {
  node: HTMLFormElement
  press: HTMLElement
} {
  const problem = el('p', css.problem, { role: 'alert', hidden: true })
  const press = el('button', look.primary, { type: 'submit' }, submit)
  const back = button(`${ghost} ${css.act}`, {}, cancel, words.cancel)
  const node = el('form', css.form, { novalidate: true }, ...fields, problem, el('div', css.acts, {}, back, press))
  let busy = false
  node.addEventListener('submit', async event => {
    event.preventDefault()
    if (busy) return
    busy = true
    attr(press, 'aria-disabled', 'true')
    attr(problem, 'hidden', true)
    try {
      await run()
    } catch (error) {
      say(problem, words.error(error as ChatError))
      attr(problem, 'hidden', false)
    }
    busy = false
    attr(press, 'aria-disabled', false)
  })
  return { node, press }
}

/** A control with its words above it. */
export function labelled(text: string, control: HTMLElement): HTMLElement {
  return el('div', '', {}, el('label', look.label, { for: control.id }, text), control)
}

export function createNote(id: string, most: number): HTMLTextAreaElement {
  return el('textarea', css.note, { id, maxlength: most, rows: 3, dir: 'auto' })
}
