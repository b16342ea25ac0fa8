import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { failureWords } from '../../sdk/widget/i18n/en-failure.ts'
import { enQuestion } from '../../sdk/widget/i18n/en-question.ts'
import {
  allSent,
  composer,
  logIn,
  messageTexts,
  nameField,
  say,
  seeFocus,
  seeTexts,
  words,
} from '../support/browser/chat-page.ts'
import { type ChatServer, startChatServer } from '../support/browser/chat-server.ts'
import { eachEngine } from '../support/browser/each-engine.ts'
import type { Page } from '../support/browser/engine.ts'
import { expectCalm } from '../support/browser/expect-calm.ts'
import { type Front, openFront } from '../support/browser/front.ts'

const menu = { role: 'button', name: words.menu }
const logout = { role: 'button', name: words.logout, exact: true }
const asked = enQuestion('en-US')
const question = (n: number) => ({ role: 'alertdialog', name: asked.unsent(n) })

/** The texts of the drafts that this origin has stored in its database. */
function storedDrafts(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    if (!(await indexedDB.databases()).some(({ name }) => name === 'chat-widget')) return []
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('chat-widget')
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error)
    })
    const all = database.transaction('drafts').objectStore('drafts').getAll()
    await new Promise(resolve => {
      all.onsuccess = resolve
    })
    database.close()
    return all.result.map(({ text }: { text: string }) => text).sort()
  })
}

/** Waits until the database holds exactly these. */
async function seeStored(page: Page, texts: readonly string[]): Promise<void> {
  await expect.poll(() => storedDrafts(page), { timeout: 5_000 }).toEqual([...texts].sort())
}

/** Waits until nothing is on its way any more, trying at once where the widget waits. */
async function sendAll(page: Page): Promise<void> {
  await page.waitFor(
    'everything to be sent',
    (again: string, sending: string) => {
      const root = document.querySelector('chat-widget')?.shadowRoot
      const buttons = [...(root?.querySelectorAll('button') ?? [])]
      buttons.find(button => button.textContent === again)?.click()
      return root?.querySelector('[part~=message]') && !root.textContent?.includes(sending)
    },
    words.retryNow,
    words.sending,
  )
}

eachEngine('drafts', (engine, name) => {
  let server: ChatServer
  let front: Front
  beforeAll(async () => {
    server = await startChatServer({ args: ['--no-limits'] })
    front = await openFront(server.url)
  })
  beforeEach(() => front.unblock())
  afterAll(async () => {
    await front?.close()
    await server?.close()
  })

  test('[EE18] after a reload while the server is away, what was written is shown, and sent once and in order', async () => {
    const page = await engine().page(front.url)
    expect(await storedDrafts(page), 'before a login').toEqual([])
    await logIn(page, `Ada in ${name}`)
    await say(page, 'zero')
    await seeTexts(page, ['zero'])
    await allSent(page)
    front.block()
    const texts = ['one', 'two', 'three']
    for (const text of texts) await say(page, text)
    await page.see({ text: words.queued(3) })
    await seeStored(page, texts)
    await page.reload()
    await page.see({ text: words.queued(3) })
    await seeTexts(page, texts)
    await say(page, 'four')
    front.unblock()
    await sendAll(page)
    await seeTexts(page, ['zero', ...texts, 'four'])
    expect(await messageTexts(page)).toEqual(['zero', ...texts, 'four'])
    await seeStored(page, [])
    await page.reload()
    await seeTexts(page, ['zero', ...texts, 'four'])
    await allSent(page)
    expect(await messageTexts(page)).toEqual(['zero', ...texts, 'four'])
    await expectCalm(page)
    await page.close()
  })

  test('[EE19] what a closed tab left is sent by another tab of the same person, once and in order', async () => {
    const page = await engine().page(front.url)
    await logIn(page, `Grace in ${name}`)
    const tab = await page.tab(front.url)
    await tab.see(composer)
    await say(tab, `${name} begins`)
    await seeTexts(page, [`${name} begins`])
    await allSent(tab)
    front.block()
    await say(tab, `${name} one`)
    await say(tab, `${name} two`)
    await seeStored(page, [`${name} one`, `${name} two`])
    expect(await messageTexts(page), 'the other tab lives').not.toContain(`${name} one`)
    await expectCalm(tab)
    await tab.close()
    const all = ['begins', 'one', 'two'].map(text => `${name} ${text}`)
    await seeTexts(page, all)
    front.unblock()
    await sendAll(page)
    await page.reload()
    await seeTexts(page, all)
    await allSent(page)
    expect((await messageTexts(page)).filter(text => text.startsWith(name))).toEqual(all)
    await seeStored(page, [])
    await expectCalm(page)
    await page.close()
  })

  test('[EE20] a new login is offered what the last one left, and only what is asked for is sent', async () => {
    const page = await engine().page(front.url)
    await logIn(page, `Linus in ${name}`)
    front.block()
    await say(page, 'never mind me')
    await say(page, 'please send me')
    await seeStored(page, ['never mind me', 'please send me'])
    // before the server forgets who this is: that is said once, and maybe to the page that goes
    await page.reload()
    await page.see(composer)
    await server.restart()
    front.unblock()
    await page.see(nameField)
    await page.see({ text: 'Your session is over.' })
    await page.click(nameField)
    await page.press('Enter')
    await page.see({ text: 'Not sent in your last session.' })
    await seeTexts(page, ['never mind me', 'please send me'])
    await page.click({ role: 'button', name: failureWords.discard, exact: true })
    await page.gone({ text: 'never mind me' })
    await page.click({ role: 'button', name: failureWords.retry })
    await sendAll(page)
    await seeStored(page, [])
    await page.reload()
    await seeTexts(page, ['please send me'])
    expect(await messageTexts(page)).toEqual(['please send me'])
    await expectCalm(page)
    await page.close()
  })

  test('[EE21] a logout asks before it deletes what is not sent; without that it does not ask', async () => {
    const page = await engine().page(front.url)
    await logIn(page, `Leaver in ${name}`)
    front.block()
    await say(page, 'left behind')
    await seeStored(page, ['left behind'])
    await page.click(menu)
    await page.click(logout)
    await page.see(question(1))
    await seeFocus(page, `button: ${asked.stay}`)
    await page.press('Escape')
    await page.gone(question(1))
    await seeFocus(page, words.menu)
    await page.press('Enter', 'Enter')
    await page.see(question(1))
    await page.press('Tab')
    await seeFocus(page, `button: ${asked.leave(1)}`)
    await page.press('Enter')
    await page.see(nameField)
    expect((await page.see(nameField)).focused).toBe(true)
    await seeStored(page, [])
    front.unblock()
    await page.click(nameField)
    await page.press('Control+a')
    await page.insert(`Comer in ${name}`)
    await page.press('Enter')
    await page.see(composer)
    expect(await messageTexts(page)).not.toContain('left behind')
    await page.click(menu)
    await page.click(logout)
    await page.see(nameField)
    await expectCalm(page)
    await page.close()
  })

  test('[EE22] storage="session" keeps drafts for this tab, "none" nowhere', async () => {
    const keep = (page: Page, storage: string) =>
      page.evaluate((value: string) => {
        document.querySelector('chat-widget')?.setAttribute('storage', value)
      }, storage)
    const inSession = (page: Page) =>
      page.evaluate(() => Object.values(sessionStorage).filter(text => text.includes('kept')).length)
    for (const [storage, kept] of [
      ['session', 1],
      ['none', 0],
    ] as const) {
      const page = await engine().page(front.url)
      await keep(page, storage)
      await logIn(page, `${storage} in ${name}`)
      front.block()
      await say(page, `kept in ${storage}`)
      await page.see({ text: words.queued(1) })
      await expect.poll(() => inSession(page)).toBe(kept)
      expect(await storedDrafts(page)).toEqual([])
      if (kept) {
        await page.reload()
        await keep(page, storage)
        await seeTexts(page, [`kept in ${storage}`])
        front.unblock()
        await sendAll(page)
        expect((await messageTexts(page)).filter(text => text === `kept in ${storage}`)).toHaveLength(1)
        expect(await inSession(page)).toBe(0)
      }
      front.unblock()
      await expectCalm(page)
      await page.close()
    }
  })
})
