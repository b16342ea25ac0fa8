import type { Accounts as Calls } from '../../../client/accounts.ts'
import { primary } from '../../styles/login.css.ts'
import { el } from '../../views/el.ts'
import type { Sheet } from '../sheet/sheet.ts'
import type { AccountHost } from './account-host.ts'
import { createField, createPassword, onSend } from './field.ts'
import * as css from './own-sheet.css.ts'
import { words } from './words.ts'

/** Lets a guest become an account in place: the name stays, and a password is all that it takes. */
export function showCreateAccount(sheet: Sheet, host: AccountHost, calls: Calls): void {
  const guest = host.client()?.user?.name ?? ''
  const name = createField('account-name', words.name, {
    name: 'username',
    autocomplete: 'username',
    autocapitalize: 'none',
    spellcheck: 'false',
    dir: 'auto',
    maxlength: 200,
  })
  name.input.value = guest
  const password = createPassword('account-password', words.password, 'new-password')
  const press = el('button', primary, { type: 'submit' }, words.enter.register)
  const says = el('p', css.says, {}, words.createSays)
  const form = el('form', css.form, { novalidate: true }, name.node, password.node, press)

  const send = async () => {
    name.fail(undefined)
    password.fail(undefined)
    const wanted = name.input.value
    if (!wanted.trim()) return name.fail(words.noName)
    if (!password.input.value) return password.fail(words.noPassword)
    const token = (await host.token()) ?? undefined
    const login = await calls.register(wanted, password.input.value, { token })
    password.input.value = ''
    // They are somebody in any case by now; where the open connection cannot go on, a new one does
    await host
      .client()
      ?.identify(login.token, login.user)
      .catch(() => host.begin(login))
    sheet.close()
    host.say(words.created)
  }
  onSend(form, press, send, error => {
    const ofName = error.code === 'username_taken' || error.code === 'invalid_username'
    ;(ofName ? name : password).fail(words.error(error))
  })
  sheet.show(words.create, [says, form], password.input)
}
