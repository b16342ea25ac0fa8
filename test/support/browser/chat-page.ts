import { expect } from 'vitest'
import { en } from '../../../sdk/widget/i18n/en.ts'
import type { Page } from './engine.ts'

/** The words of the widget, as pages in English show them. */
export const words = en('en-US')

export const nameField = { role: 'textbox', name: words.nameLabel }
export const joinButton = { role: 'button', name: words.join }
export const composerOf = (room: string) => ({ role: 'textbox', name: words.composer(words.room(room)) })
export const composer = composerOf('lobby')
export const sendButton = { role: 'button', name: words.send, exact: true }

/** Types the name, presses Enter, and waits until the room can be written to. */
export async function logIn(page: Page, name: string, room = 'lobby'): Promise<void> {
  await page.click(nameField)
  await page.insert(name)
  await page.waitFor(`"${name}" to be in its field`, isTyped, name)
  await page.press('Enter')
  await page.see(composerOf(room))
  await page.waitFor(`${name} to be in the room`, joined)
}

/** Runs in the page: what has the focus in the chat holds this. */
function isTyped(text: string): boolean {
  let node = document.activeElement
  while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement
  return (node as HTMLInputElement | null)?.value === text
}

/** Runs in the page: the log has its first page, and what a chat needs soon is loaded. */
function joined(): boolean {
  const root = document.querySelector('chat-widget')?.shadowRoot
  return (
    !!root?.querySelector('[part=question]') && root.querySelector('[role=log]')?.getAttribute('aria-busy') !== 'true'
  )
}

/** Writes and sends by the keyboard. */
export async function say(page: Page, text: string, room = 'lobby'): Promise<void> {
  await page.click(composerOf(room))
  await page.insert(text)
  await page.press('Enter')
}

/** The texts of the messages shown, oldest first, exactly as they are. */
export function messageTexts(page: Page): Promise<string[]> {
  return page.map('[part~="message"] [part~="bubble"]', element => element.textContent ?? '')
}

/** Waits until exactly these texts end the log, each once. */
export async function seeTexts(page: Page, expected: readonly string[]): Promise<void> {
  await page.waitFor(
    `the messages ${JSON.stringify(expected).slice(0, 300)}`,
    (wanted: string[]) => {
      const root = document.querySelector('chat-widget')?.shadowRoot
      const shown = [...(root?.querySelectorAll('[part~="message"] [part~="bubble"]') ?? [])].map(
        element => element.textContent,
      )
      return wanted.every((text, i) => shown[shown.length - wanted.length + i] === text)
    },
    [...expected],
  )
}

/** Waits until the server holds everything that was written here. */
export async function allSent(page: Page): Promise<void> {
  await page.gone({ text: words.sending })
}

/** Waits until all of a room is read: what is seen is so half a second later. */
export async function allRead(page: Page, room = 'lobby'): Promise<void> {
  await page.waitFor(
    `${room} to be read`,
    (name: string) => {
      const { counts } = document.querySelector('chat-widget') as HTMLElement & {
        counts: { [room: string]: { unread: number } }
      }
      return counts[name]?.unread === 0
    },
    room,
  )
}

/** The names in the list of people, in its order. */
export function people(page: Page): Promise<string[]> {
  return page.map('[part~="person"] bdi', element => element.textContent ?? '')
}

/** Waits until the list of people holds exactly these names. */
export async function seePeople(page: Page, names: readonly string[]): Promise<void> {
  await page.waitFor(
    `the people ${names.join(', ')}`,
    (wanted: string) => {
      const root = document.querySelector('chat-widget')?.shadowRoot
      const shown = [...(root?.querySelectorAll('[part~="person"] bdi') ?? [])].map(element => element.textContent)
      return shown.sort().join() === wanted
    },
    [...names].sort().join(),
  )
}

/** The element that has the focus, through shadow roots: its role or tag, and its name. */
export function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    let element = document.activeElement
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
    if (!element) return ''
    const label = element.getAttribute('aria-label') ?? (element as HTMLInputElement).labels?.[0]?.textContent
    return `${element.getAttribute('role') ?? element.localName}: ${(label ?? element.textContent ?? '').trim()}`
  })
}

/** Waits until what has the focus is called like this: a browser moves it a moment after what moved it. */
export async function seeFocus(page: Page, name: string): Promise<void> {
  await expect.poll(() => focused(page), { timeout: 15_000 }).toContain(name)
}

/** Presses "Try now" whenever it is there, since the widget also tries by itself, until it says that it is back. */
export async function tryUntilBack(page: Page): Promise<void> {
  await page.waitFor(
    words.back,
    (again: string, back: string) => {
      const root = document.querySelector('chat-widget')?.shadowRoot
      const buttons = [...(root?.querySelectorAll('button') ?? [])]
      buttons.find(button => button.textContent === again)?.click()
      return [...(root?.querySelectorAll('*') ?? [])].some(({ textContent }) => textContent === back)
    },
    words.retryNow,
    words.back,
  )
}
