import type { Accounts as Calls } from '../../../client/accounts.ts'
import { ghost } from '../../styles/base.css.ts'
import { primary } from '../../styles/login.css.ts'
import { attr, button, el } from '../../views/el.ts'
import { createPassword, onSend } from './field.ts'
import * as css from './own-sheet.css.ts'
import { words } from './words.ts'

/** Behind a button: another password, which logs out all other devices. `name`: for password managers. */
export function createChangePassword(name: string, calls: Calls, changed: () => void): HTMLElement {
  const user = el('input', '', {
    name: 'username',
    autocomplete: 'username',
    value: name,
    hidden: true,
    readonly: true,
  })
  const old = createPassword('account-old', words.oldPassword, 'current-password')
  const fresh = createPassword('account-new', words.newPassword, 'new-password')
  const press = el('button', primary, { type: 'submit' }, words.changePassword)
  const says = el('p', css.says, {}, words.passwordSays)
  const form = el(
    'form',
    css.form,
    { id: 'account-change', novalidate: true, hidden: true },
    user,
    old.node,
    fresh.node,
    says,
    press,
  )
  const done = el('p', css.done, { role: 'status' })
  const opener = button(
    `${ghost} ${css.act}`,
    { 'aria-expanded': 'false', 'aria-controls': 'account-change' },
    () => show(!!form.hidden),
    words.changePassword,
  )

  function show(open: boolean): void {
    form.hidden = !open
    attr(opener, 'aria-expanded', `${open}`)
    if (open) {
      done.textContent = ''
      old.input.focus()
    }
  }

  const send = async () => {
    old.fail(undefined)
    fresh.fail(undefined)
    if (!old.input.value) return old.fail(words.noPassword)
    if (!fresh.input.value) return fresh.fail(words.noPassword)
    await calls.changePassword(old.input.value, fresh.input.value)
    old.input.value = fresh.input.value = ''
    show(false)
    opener.focus()
    done.textContent = words.passwordChanged
    changed()
  }
  onSend(form, press, send, error => {
    if (error.code === 'weak_password') fresh.fail(words.error(error))
    else old.fail(words.errorAgain(error))
  })
  return el('div', css.part, {}, opener, form, done)
}
