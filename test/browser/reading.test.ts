import { afterAll, beforeAll, expect, test } from 'vitest'
import { words as notifyWords } from '../../sdk/widget/features/notifications/words.ts'
import { words as readingWords } from '../../sdk/widget/features/reading/words.ts'
import { axeFindings } from '../support/browser/axe.ts'
import { allRead, composer, logIn, say, words } from '../support/browser/chat-page.ts'
import { type ChatServer, startChatServer } from '../support/browser/chat-server.ts'
import { eachEngine } from '../support/browser/each-engine.ts'
import type { Page } from '../support/browser/engine.ts'
import { expectCalm } from '../support/browser/expect-calm.ts'
import { type ForeignSite, openForeignSite } from '../support/browser/foreign-site.ts'
import { rawUser } from '../support/browser/raw-user.ts'

const reading = readingWords('en-US')
let site: ForeignSite
let server: ChatServer

beforeAll(async () => {
  site = await openForeignSite()
  server = await startChatServer({ args: ['--no-limits', '--origins', site.origin] })
  site.chat = server.url
})
afterAll(async () => {
  await server?.close()
  await site?.close()
})

const line = { role: 'separator', name: reading.lineSays }
const title = (page: Page) => page.evaluate(() => document.title)
const unread = (page: Page) =>
  page.evaluate(() => (document.querySelector('chat-widget') as HTMLElement & { unread: number }).unread)
const seeUnread = (page: Page, count: number) => expect.poll(() => unread(page), { timeout: 10_000 }).toBe(count)
/** What is kept of how far somebody has read. */
const kept = (page: Page) =>
  page.evaluate(() => {
    const notes = Object.entries(localStorage).find(([key]) => key.startsWith('chat-widget-notes'))?.[1] ?? '{}'
    const all = Object.values(JSON.parse(notes) as Record<string, { seen?: { seq: number } }>)
    return Math.max(0, ...all.map(({ seen }) => seen?.seq ?? 0))
  })
/** As a tab that is behind another one, or in front again. */
const hide = (page: Page, hidden: boolean) =>
  page.evaluate((on: boolean) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => (on ? 'hidden' : 'visible') })
    document.dispatchEvent(new Event('visibilitychange'))
  }, hidden)

eachEngine('what is new to a reader', (engine, name) => {
  test('[RD20] a closed bubble counts in its launcher and the title; opened, a line says where what is new begins', async () => {
    const page = await engine().page(`${site.origin}/bubble`)
    await page.click({ role: 'button', name: words.openChat(0), exact: true })
    await logIn(page, `Ada reads in ${name}`)
    await page.click({ role: 'button', name: words.closeChat })
    await page.gone(composer)
    const before = await title(page)
    const friend = await rawUser(server.url, `Grace writes in ${name}`)
    await friend.say('lobby', 'the first that is new')
    await friend.say('lobby', 'the second')
    await page.see({ role: 'button', name: words.openChat(2), exact: true })
    await expect.poll(() => title(page), { timeout: 10_000 }).toBe(`(2) ${before}`)
    await page.click({ role: 'button', name: words.openChat(2), exact: true })
    await page.see(line)
    const below = await page.map('[role=separator]', each => each.nextElementSibling?.textContent ?? '')
    expect(below[0]).toContain('the first that is new')
    await seeUnread(page, 0)
    await expect.poll(() => title(page), { timeout: 10_000 }).toBe(before)
    await friend.say('lobby', 'while it is read')
    await page.see({ text: 'while it is read' })
    const still = await page.map('[role=separator]', each => each.nextElementSibling?.textContent ?? '')
    expect(still).toEqual(below)
    expect(await axeFindings(page)).toEqual([])
    await allRead(page)
    await page.click({ role: 'button', name: words.closeChat })
    await page.click({ role: 'button', name: words.openChat(0), exact: true })
    await page.gone(line)
    await friend.leave()
    await expectCalm(page)
    await page.close()
  })

  test('[RD21] a tab in the background reads nothing; in front again it has the line, and has read half a second later', async () => {
    const page = await engine().page(server.url)
    await logIn(page, `Ada waits in ${name}`)
    const friend = await rawUser(server.url, `Grace calls in ${name}`)
    await friend.say('lobby', 'seen at once')
    await page.see({ text: 'seen at once' })
    await expect.poll(() => kept(page), { timeout: 10_000 }).toBeGreaterThan(0)
    await page.evaluate(() => new Promise(end => setTimeout(end, 700)))
    const place = await kept(page)
    await hide(page, true)
    await friend.say('lobby', 'behind')
    await seeUnread(page, 1)
    await page.evaluate(() => new Promise(end => setTimeout(end, 1_500)))
    expect([await kept(page), await unread(page)]).toEqual([place, 1])
    await hide(page, false)
    await page.see(line)
    await expect.poll(() => kept(page), { timeout: 10_000 }).toBeGreaterThan(place)
    await friend.leave()
    await expectCalm(page)
    await page.close()
  })

  test('[RD22] what was marked unread stays so for this visit, after a reload it is read again; the pill leads to a line far up', async () => {
    const page = await engine().page(server.url)
    const friend = await rawUser(server.url, `Grace fills in ${name}`)
    await logIn(page, `Ada goes back in ${name}`)
    for (let i = 1; i <= 40; i++) await friend.say('lobby', `line ${i} in ${name}`)
    await page.see({ text: `line 40 in ${name}` })
    await seeUnread(page, 0)
    await page.evaluate(() => new Promise(end => setTimeout(end, 800)))
    await page.evaluate(() => {
      const root = document.querySelector('chat-widget')?.shadowRoot
      const rows = [...(root?.querySelectorAll<HTMLElement>('[part~=message]') ?? [])]
      rows.at(-6)?.querySelector<HTMLElement>('[part=menu-button]')?.click()
    })
    await page.click({ role: 'menuitem', name: 'Mark unread from here' })
    await page.see(line)
    await seeUnread(page, 6)
    await page.evaluate(() => new Promise(end => setTimeout(end, 1_200)))
    expect(await unread(page)).toBe(6)
    await page.reload()
    await page.see(line)
    await seeUnread(page, 0)
    await page.evaluate(() => new Promise(end => setTimeout(end, 1_200)))

    await page.goto('about:blank')
    for (let i = 41; i <= 80; i++) await friend.say('lobby', `line ${i} in ${name}`)
    await page.goto(server.url)
    await page.waitFor('the pill', () => {
      const root = document.querySelector('chat-widget')?.shadowRoot
      return root?.querySelector('[part=unread-pill]:not([hidden])')?.textContent?.startsWith('40 new messages since')
    })
    expect(await axeFindings(page)).toEqual([])
    await page.evaluate(() => {
      document
        .querySelector('chat-widget')
        ?.shadowRoot?.querySelector<HTMLElement>('[part=unread-pill] button')
        ?.click()
    })
    await page.see({ text: `line 41 in ${name}` })
    await page.see(line)
    await page.waitFor('no pill', () => {
      const root = document.querySelector('chat-widget')?.shadowRoot
      return root?.querySelector('[part=unread-pill]')?.hasAttribute('hidden')
    })
    await friend.leave()
    await expectCalm(page)
    await page.close()
  })

  test('[NT10] how one is told is chosen on a card from the menu, and kept over a reload', async () => {
    const page = await engine().page(server.url)
    await logIn(page, `Ada chooses in ${name}`)
    const open = async () => {
      await page.click({ role: 'button', name: words.menu })
      await page.click({ role: 'button', name: notifyWords.notifications, exact: true })
      await page.see({ role: 'dialog', name: notifyWords.notifications })
    }
    await open()
    expect(await axeFindings(page)).toEqual([])
    const chosen = () =>
      page
        .map('[role=dialog] input:checked', each => each.closest('label')?.textContent ?? '')
        .then(all => all.slice(0, 2))
    expect(await chosen()).toEqual([notifyWords.same, notifyWords.levels.all])
    await page.press('ArrowDown', 'ArrowDown')
    await page.press('Escape')
    await page.gone({ role: 'dialog', name: notifyWords.notifications })
    await page.reload()
    await page.see(composer)
    await open()
    expect((await chosen())[0]).toBe(notifyWords.levels.mentions)
    await page.press('Escape')
    await expectCalm(page)
    await page.close()
  })

  test('[NT11] of two tabs one speaks, once for each message, and none while somebody looks', async () => {
    const page = await engine().page(server.url)
    await logIn(page, `Ada hears in ${name}`)
    await say(page, `here in ${name}`)
    const other = await page.tab(server.url)
    await other.see(composer)
    const friend = await rawUser(server.url, `Grace knocks in ${name}`)
    /** Writes down what the system is asked to show, and wants it shown. */
    const record = (each: Page) =>
      each.evaluate((address: string) => {
        const shown: string[] = []
        class Recorded {
          static permission = 'granted'
          onclose: (() => void) | undefined
          constructor(title: string, { body }: { body: string }) {
            shown.push(`${title}: ${body}`)
          }
          close() {
            this.onclose?.()
          }
        }
        Object.assign(window, { Notification: Recorded, shown })
        localStorage.setItem(`chat-widget-notify:${address}`, JSON.stringify({ desktop: true, sound: false }))
      }, new URL(server.url).origin)
    const shown = async () => {
      const all: string[] = []
      // One after the other: WebKit's driver looks at one tab at a time
      for (const each of [page, other])
        all.push(...(await each.evaluate(() => (window as never as { shown: string[] }).shown)))
      return all
    }
    for (const each of [page, other]) {
      await each.waitFor('what tells to be there', () =>
        document.querySelector('chat-widget')?.shadowRoot?.querySelector('[part=notifications]'),
      )
      await record(each)
      await hide(each, true)
    }
    for (const text of ['one', 'two', 'three']) await friend.say('lobby', text)
    await expect.poll(shown, { timeout: 15_000 }).toHaveLength(3)
    await page.evaluate(() => new Promise(end => setTimeout(end, 1_500)))
    const said = await shown()
    expect(said.map(each => each.split(': ')[1]).sort()).toEqual(['one', 'three', 'two'])
    expect(said[0]).toContain(`Grace knocks in ${name} in #lobby`)
    await hide(other, false)
    await friend.say('lobby', 'before their eyes')
    await other.see({ text: 'before their eyes' })
    await page.evaluate(() => new Promise(end => setTimeout(end, 2_000)))
    expect(await shown()).toHaveLength(3)
    await friend.leave()
    await page.close()
  })
})
