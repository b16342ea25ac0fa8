import type { Accounts as Calls } from '../../../client/accounts.ts'
import { ghost } from '../../styles/base.css.ts'
import { error as errorLook } from '../../styles/login.css.ts'
import { button, el } from '../../views/el.ts'
import { ALERT, icon } from '../../views/icon.ts'
import type { Sheet } from '../sheet/sheet.ts'
import type { AccountHost } from './account-host.ts'
import { createPassword, onSend } from './field.ts'
import * as css from './own-sheet.css.ts'
import { words } from './words.ts'

/** Says what goes with an account, asks for the password again, and deletes it. A site's person has none: the site vouches. */
export function showDeleteAccount(sheet: Sheet, host: AccountHost, calls: Calls, back: () => void): void {
  const site = host.site()
  const password = createPassword('account-password', words.password, 'current-password')
  const problem = el('div', errorLook, { role: 'alert' })
  const keep = button(`${ghost} ${css.act}`, {}, back, words.keep)
  const press = el('button', `${ghost} ${css.danger}`, { type: 'submit' }, words.removeNow)
  const form = el(
    'form',
    css.form,
    { novalidate: true },
    site ? problem : password.node,
    el('div', css.answers, {}, keep, press),
  )
  const fail = (text: string | undefined) => {
    if (!site) password.fail(text)
    else problem.replaceChildren(...(text ? [icon(ALERT), el('span', '', {}, text)] : []))
  }

  const send = async () => {
    fail(undefined)
    if (!site && !password.input.value) return fail(words.noPassword)
    // Before, since the server ends the connection first
    host.keepName(false)
    try {
      await calls.delete(site ? undefined : password.input.value)
    } catch (error) {
      host.keepName(true)
      throw error
    }
    password.input.value = ''
    sheet.show(words.removed, [])
    host.say(words.removed)
    // Nothing of it stays in this browser either
    await host
      .client()
      ?.logout()
      .catch(() => {})
  }
  onSend(form, press, send, error => fail(words.errorAgain(error)))
  sheet.show(
    words.removeAsk,
    [el('p', css.says, {}, site ? words.removeSaysSite : words.removeSays), form],
    site ? keep : password.input,
  )
}
