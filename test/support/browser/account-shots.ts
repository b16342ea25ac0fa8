import { words as account } from '../../../sdk/widget/features/account/words.ts'
import { logIn, nameField, say, words } from './chat-page.ts'
import { startChatServer } from './chat-server.ts'
import type { Engine, PageOptions } from './engine.ts'
import type { Shoot, Stage } from './live-shots.ts'
import { rawUser } from './raw-user.ts'
import { openSigningSite, SITE_SECRET, siteArgs } from './signing-site.ts'

const menu = { role: 'button', name: words.menu }
const button = (name: string) => ({ role: 'button', name, exact: true })

const PASSWORD = 'a long walk by the sea'

/** On another device. */
async function logInElsewhere(server: string, username: string): Promise<void> {
  const body = JSON.stringify({ username, password: PASSWORD })
  const headers = { 'content-type': 'application/json' }
  await fetch(`${server}/login`, { method: 'POST', headers, body })
}

/** What somebody sees of their account who is signed in on a site. */
export async function siteShots(engine: Engine, options: PageOptions, shoot: Shoot): Promise<void> {
  const site = await openSigningSite()
  const args = ['--no-limits', '--auth', 'guest,jwt', ...siteArgs(site.origin)]
  const server = await startChatServer({ args, env: { CHAT_JWT_SECRET: SITE_SECRET } })
  site.chat = server.url
  const page = await engine.page(`${site.origin}/sign-in?id=7&name=Margaret`, options)
  await page.click(menu)
  await page.click(button(account.account))
  await page.see({ text: account.bySite })
  await shoot('account-site', page)
  await page.click(button(account.remove))
  await page.see({ text: account.removeAsk })
  await shoot('account-site-delete', page)
  await page.close()
  await server.close()
  await site.close()
}

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
  await page.insert(PASSWORD)
  await page.press('Enter')
  await page.gone({ role: 'dialog', name: account.create })
  for (let device = 0; device < 2; device++) await logInElsewhere(front.url, 'Margaret')
  await page.click(menu)
  await page.click(button(account.account))
  await page.see({ text: account.thisDevice })
  await shoot('account-sheet', page)
  await page.click(button(account.changePassword))
  await shoot('account-password', page)
  await page.insert('not my password')
  await page.press('Tab', 'Tab')
  await page.insert('a short walk to the hills')
  await page.press('Enter')
  await page.see('[aria-invalid="true"]')
  await shoot('account-password-error', page)
  await page.click(button(account.remove))
  await page.see({ text: account.removeAsk })
  await shoot('account-delete', page)
  await page.close()
  await friend.leave()
}
