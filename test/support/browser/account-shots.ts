import { words as account } from '../../../sdk/widget/features/account/words.ts'
import { logIn, nameField, say, words } from './chat-page.ts'
import type { Shoot, Stage } from './live-shots.ts'
import { rawUser } from './raw-user.ts'

const menu = { role: 'button', name: words.menu }
const button = (name: string) => ({ role: 'button', name, exact: true })

/** What people see of accounts, on a server that has passwords and lets people register. */
export async function accountShots({ engine, front, options }: Omit<Stage, 'stranger'>, shoot: Shoot): Promise<void> {
  const friend = await rawUser(front.url, 'Grace')
  const page = await engine.page(front.url, options)
  await page.see(nameField)
  await page.click(button(account.go.login))
  await shoot('account-login', page)
  await page.click(button(account.go.guest))
  await logIn(page, 'Margaret')
  await friend.say('lobby', 'Good morning. Is the new build on the staging server yet?')
  await say(page, 'Since ten minutes ago.')
  await page.see({ text: words.guest })
  if (options.width < 900) await page.click({ role: 'button', name: words.showPeople(2) })
  await shoot('account-guests', page)
  if (options.width < 900) await page.press('Escape')
  await page.click(menu)
  await shoot('account-menu', page)
  await page.click(button(account.create))
  await shoot('account-create', page)
  await page.insert('password')
  await page.press('Enter')
  await page.see('[aria-invalid="true"]')
  await shoot('account-create-error', page)
  await page.press('Control+a')
  await page.insert('a long walk by the sea')
  await page.press('Enter')
  await page.gone({ role: 'dialog', name: account.create })
  await page.click(menu)
  await page.click(button(account.account))
  await page.see({ text: account.thisDevice })
  await shoot('account-sheet', page)
  await page.click(button(account.changePassword))
  await shoot('account-password', page)
  await page.click(button(account.remove))
  await page.see({ text: account.removeAsk })
  await shoot('account-delete', page)
  await page.close()
  await friend.leave()
}
