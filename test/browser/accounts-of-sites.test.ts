import { afterAll, beforeAll, expect, test } from 'vitest'
import { account, button, dialog, pressInMenu, who } from '../support/browser/account-page.ts'
import { axeFindings } from '../support/browser/axe.ts'
import { composer, nameField, say, seeTexts } from '../support/browser/chat-page.ts'
import { type ChatServer, startChatServer } from '../support/browser/chat-server.ts'
import { eachEngine } from '../support/browser/each-engine.ts'
import { expectCalm } from '../support/browser/expect-calm.ts'
import { openSigningSite, SITE_SECRET, type SigningSite, siteArgs } from '../support/browser/signing-site.ts'

let site: SigningSite
let server: ChatServer

beforeAll(async () => {
  site = await openSigningSite()
  const args = ['--no-limits', '--auth', 'guest,jwt', ...siteArgs(site.origin)]
  server = await startChatServer({ args, env: { CHAT_JWT_SECRET: SITE_SECRET } })
  site.chat = server.url
})
afterAll(async () => {
  await server?.close()
  await site?.close()
})

eachEngine('people of a site', (engine, name) => {
  test('[EE204] who is signed in on a site is in its chat without a login, as themselves alone', async () => {
    const as = (id: string, called: string) =>
      `${site.origin}/sign-in?id=${id}-${name}&name=${encodeURIComponent(`${called} in ${name}`)}`
    const page = await engine().page(as('7', 'Ada'))
    await page.evaluate(() => {
      const root = document.querySelector('chat-widget')?.shadowRoot
      const look = () => {
        if (root?.querySelector('form[part=card]')) Object.assign(window, { sawLogin: true })
      }
      look()
      if (root) new MutationObserver(look).observe(root, { childList: true, subtree: true })
    })
    await page.see(composer)
    expect(await page.evaluate(() => 'sawLogin' in window)).toBe(false)
    await say(page, `hello from ${name}`)
    await seeTexts(page, [`hello from ${name}`])
    const ada = await who(page)
    expect(ada).toMatch(/^a:/)

    await pressInMenu(page, account.account)
    await page.see(dialog(account.account))
    await page.see({ text: account.bySite })
    expect(await page.find(button(account.changePassword))).toEqual([])
    expect(await axeFindings(page)).toEqual([])
    await page.press('Escape')
    await page.gone(dialog(account.account))

    await page.goto(as('8', 'Grace'))
    await page.see(composer)
    await seeTexts(page, [`hello from ${name}`])
    expect(await who(page)).toMatch(/^a:/)
    expect(await who(page)).not.toBe(ada)
    expect(await page.map('[part~="own"]', row => row.textContent)).toEqual([])

    await page.goto(`${site.origin}/sign-out`)
    await page.see({ text: 'You are signed out on this site' })
    expect([await page.find(nameField), await page.find(composer)]).toEqual([[], []])
    expect(await axeFindings(page)).toEqual([])

    await page.goto(as('7', 'Ada'))
    await page.see(composer)
    expect(await who(page)).toBe(ada)
    await expectCalm(page)
    expect(site.reports).toEqual([])
    await page.close()
  })
})
