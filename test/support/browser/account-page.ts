import { expect } from 'vitest'
import { words as account } from '../../../sdk/widget/features/account/words.ts'
import { composer, focused, nameField, seeFocus, words } from './chat-page.ts'
import type { Page } from './engine.ts'

export { account }
export const button = (name: string) => ({ role: 'button', name, exact: true })
export const menu = { role: 'button', name: words.menu }
export const dialog = (name: string) => ({ role: 'dialog', name })

/** What the page has loaded of the widget, by file. */
export const loaded = (page: Page) =>
  page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => new URL(name).pathname.slice(1))
      .filter(name => name.endsWith('.mjs')),
  )

/** The id of who is logged in. */
export const who = (page: Page) =>
  page.evaluate(() => {
    const element = document.querySelector('chat-widget') as HTMLElement & { client?: { user?: { id: string } } }
    return element.client?.user?.id ?? ''
  })

/** By a password, on another device than this browser. */
export async function logInElsewhere(server: string, username: string, password: string): Promise<void> {
  const body = JSON.stringify({ username, password })
  const headers = { 'content-type': 'application/json' }
  const { status } = await fetch(`${server}/login`, { method: 'POST', headers, body })
  expect(status).toBe(200)
}

/** By Tab to the button with these words. */
export async function tabTo(page: Page, name: string): Promise<void> {
  await page.see(button(name))
  for (let i = 0; i < 20 && (await focused(page)) !== `button: ${name}`; i++) await page.press('Tab')
  await seeFocus(page, `button: ${name}`)
}

/** By the keyboard: the menu of the header, and in it the entry with these words. */
export async function fromMenu(page: Page, entry: string): Promise<void> {
  await page.see(menu)
  await page.evaluate(() => {
    const root = document.querySelector('chat-widget')?.shadowRoot
    root?.querySelector<HTMLElement>('[aria-controls=menu]')?.focus()
  })
  await page.press('Enter')
  await page.see(button(entry))
  // It goes in by itself; back from the first entry is the last
  await page.waitFor('the focus in the menu', () => {
    const root = document.querySelector('chat-widget')?.shadowRoot
    return root?.activeElement?.closest('#menu')
  })
  await page.press('Shift+Tab')
  await seeFocus(page, `button: ${entry}`)
  await page.press('Enter')
}

/** By the mouse. */
export async function pressInMenu(page: Page, entry: string): Promise<void> {
  await page.click(menu)
  await page.click(button(entry))
}

/** `way`: what leads there from a guest's login. */
export async function logInWith(page: Page, name: string, password: string, way = account.go.login): Promise<void> {
  await page.click(button(way))
  await page.click(nameField)
  await page.insert(name)
  await page.press('Tab')
  await page.insert(password)
  await page.press('Enter')
  await page.see(composer)
  // it stands there before what is asked can be answered
  await page.waitFor('a connection', () => {
    const { client } = document.querySelector('chat-widget') as HTMLElement & { client: { status: { status: string } } }
    return client.status.status === 'online'
  })
}
