import { afterAll, beforeAll, expect, test } from 'vitest'
import { words as account } from '../../sdk/widget/features/account/words.ts'
import { composer, focused, logIn, nameField, say, seeTexts, words } from '../support/browser/chat-page.ts'
import { type ChatServer, startChatServer } from '../support/browser/chat-server.ts'
import { eachEngine } from '../support/browser/each-engine.ts'
import type { Page } from '../support/browser/engine.ts'
import { expectCalm } from '../support/browser/expect-calm.ts'

let server: ChatServer
let guests: ChatServer

beforeAll(async () => {
  server = await startChatServer({ args: ['--no-limits', '--auth', 'guest,password'] })
  guests = await startChatServer({ args: ['--no-limits'] })
})
afterAll(async () => {
  await server?.close()
  await guests?.close()
})

const button = (name: string) => ({ role: 'button', name, exact: true })
const menu = { role: 'button', name: words.menu }
const dialog = (name: string) => ({ role: 'dialog', name })

/** What the page has loaded of the widget, by file. */
const loaded = (page: Page) =>
  page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => new URL(name).pathname.slice(1))
      .filter(name => name.endsWith('.mjs')),
  )

/** The id of who is logged in. */
const who = (page: Page) =>
  page.evaluate(() => {
    const element = document.querySelector('chat-widget') as HTMLElement & { client?: { user?: { id: string } } }
    return element.client?.user?.id ?? ''
  })

/** By the keyboard: the menu of the header, and in it the entry with these words. */
async function fromMenu(page: Page, entry: string): Promise<void> {
  await page.see(menu)
  await page.evaluate(() => {
    const root = document.querySelector('chat-widget')?.shadowRoot
    root?.querySelector<HTMLElement>('[aria-controls=menu]')?.focus()
  })
  await page.press('Enter')
  await page.see(button(entry))
  await page.press('Shift+Tab')
  expect(await focused(page)).toBe(`button: ${entry}`)
  await page.press('Enter')
}

/** Where another window has the focus, in which Firefox closes a menu that is pressed open. */
async function pressInMenu(page: Page, entry: string): Promise<void> {
  await page.see(menu)
  await page.evaluate((wanted: string) => {
    const root = document.querySelector('chat-widget')?.shadowRoot
    const buttons = [...(root?.querySelectorAll<HTMLElement>('[part=menu] button') ?? [])]
    root?.querySelector<HTMLElement>('[aria-controls=menu]')?.click()
    buttons.find(each => each.textContent === wanted)?.click()
  }, entry)
}

async function logInWith(page: Page, name: string, password: string): Promise<void> {
  await page.click(button(account.go.login))
  await page.click(nameField)
  await page.insert(name)
  await page.press('Tab')
  await page.insert(password)
  await page.press('Enter')
  await page.see(composer)
}

eachEngine('people with accounts', (engine, name) => {
  test('[EE200] a guest becomes an account in place, and goes on with it on another device', async () => {
    const [ada, password] = [`Ada in ${name}`, 'a long walk by the sea']
    const page = await engine().page(server.url)
    await logIn(page, ada)
    await say(page, `first in ${name}`)
    await seeTexts(page, [`first in ${name}`])
    expect(await who(page)).toMatch(/^g:/)
    await page.click(composer)
    await page.insert('half of it')

    await fromMenu(page, account.create)
    await page.see(dialog(account.create))
    expect(await focused(page)).toBe(`input: ${account.password}`)
    await page.insert('password')
    await page.press('Enter')
    await page.see('[aria-invalid="true"]')
    await page.press('Control+a')
    await page.insert(password)
    await page.press('Enter')
    await page.gone(dialog(account.create))
    expect(await focused(page)).toContain(words.menu)
    expect(await who(page)).toMatch(/^a:/)
    expect((await page.see(composer)).value).toBe('half of it')
    expect(await page.map('[part~="own"]', row => row.textContent?.includes('first in'))).toEqual([true])

    const other = await engine().page(server.url)
    await logInWith(other, ada, password)
    await seeTexts(other, [`first in ${name}`])
    expect(await who(other)).toBe(await who(page))

    await pressInMenu(page, account.account)
    await page.see({ text: account.otherDevice })
    await page.press('Escape')
    await page.gone(dialog(account.account))

    await pressInMenu(page, account.account)
    await page.click(button(account.changePassword))
    await page.insert('not my password')
    await page.press('Tab', 'Tab')
    await page.insert('a short walk to the hills')
    await page.press('Enter')
    await page.see({ text: account.errorAgain({ code: 'wrong_credentials' } as never) })
    await page.press('Control+a')
    await page.insert(password)
    await page.press('Enter')
    await page.see({ text: account.passwordChanged })
    // the other device is told, and asked to log in anew
    await other.see(nameField)
    expect(await who(page)).toMatch(/^a:/)
    await expectCalm(page)
    await other.close()
    await page.close()
  })

  test('[EE201] a page of a server for guests alone loads nothing of accounts', async () => {
    const page = await engine().page(guests.url)
    await logIn(page, `Guest in ${name}`)
    await page.waitFor('the parts that come when the page is idle', () =>
      performance.getEntriesByType('resource').some(({ name }) => name.includes('chat-message-menu.mjs')),
    )
    const files = await loaded(page)
    expect(files).toContain('chat.mjs')
    expect(files.filter(file => /account|identity|site-token/.test(file))).toEqual([])
    await page.click(menu)
    expect(await page.find(button(account.create))).toEqual([])
    await expectCalm(page)
    await page.close()
  })
})
