import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  allRead,
  allSent,
  composer,
  composerOf,
  logIn,
  nameField,
  people,
  say,
  seeTexts,
  words,
} from '../support/browser/chat-page.ts'
import { type ChatServer, startChatServer } from '../support/browser/chat-server.ts'
import { eachEngine } from '../support/browser/each-engine.ts'
import type { Page } from '../support/browser/engine.ts'
import { expectCalm } from '../support/browser/expect-calm.ts'
import { type ForeignSite, openForeignSite } from '../support/browser/foreign-site.ts'
import { rawUser } from '../support/browser/raw-user.ts'

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

const written = async (page: Page, room = 'lobby') => (await page.see(composerOf(room))).value
const seeWritten = (page: Page, text: string, room = 'lobby') =>
  expect.poll(() => written(page, room), { timeout: 10_000 }).toBe(text)
const set = (page: Page, name: string, value: string) =>
  page.evaluate(
    (key: string, text: string) => document.querySelector('chat-widget')?.setAttribute(key, text),
    name,
    value,
  )
/** The name of who is here, as the element knows it. */
const who = (page: Page) =>
  page.evaluate(() => {
    const element = document.querySelector('chat-widget') as HTMLElement & { client?: { user?: { name: string } } }
    return element.client?.user?.name ?? ''
  })
const seeWho = (page: Page, name: string) => expect.poll(() => who(page), { timeout: 10_000 }).toBe(name)
/** Where the field holds the last name. */
async function logInAs(page: Page, name: string): Promise<void> {
  await page.click(nameField)
  await page.press('Control+a')
  await page.insert(name)
  await page.press('Enter')
}
async function logOut(page: Page): Promise<void> {
  await page.click({ role: 'button', name: words.menu })
  await page.click({ role: 'button', name: words.logout, exact: true })
  await page.see(nameField)
}

eachEngine('one person in one browser', (engine, name) => {
  test('[EE90] tabs are one login: by cookie on the own origin and by token on another', async () => {
    for (const [where, url] of [
      ['own', server.url],
      ['foreign', `${site.origin}/inline`],
    ] as const) {
      const [ada, bob] = [`Ada ${where} ${name}`, `Bob ${where} ${name}`]
      const page = await engine().page(url)
      const tab = await page.tab(url)
      await tab.see(nameField)
      await logIn(page, ada)
      await tab.see(composer)
      await seeWho(tab, ada)
      await say(tab, `hello from ${where} in ${name}`)
      await seeTexts(page, [`hello from ${where} in ${name}`])
      expect((await people(page)).filter(each => each === ada)).toHaveLength(1)
      await tab.reload()
      await seeWho(tab, ada)
      await page.click(composer)
      await page.insert('half of Ada')

      // Somebody else logs in in one tab: the other becomes that one, says so, and keeps nothing of Ada in sight
      await tab.evaluate(async (other: string) => {
        const element = document.querySelector('chat-widget') as HTMLElement & { login(name: string): Promise<void> }
        await element.login(other)
      }, bob)
      await page.see({ text: `You are ${bob} now.` })
      await seeWho(page, bob)
      expect(await written(page)).toBe('')
      await page.reload()
      await seeWho(page, bob)
      expect(await written(page)).toBe('')

      await logOut(page)
      await tab.see(nameField)
      await seeWho(tab, '')
      await tab.reload()
      await tab.see(nameField)
      await expectCalm(tab)
      await tab.close()
      await expectCalm(page)
      await page.close()
    }
  })

  test('[EE91] half-typed text is its person’s in its room: over reload, Back, removal and sessions', async () => {
    const ada = `Ada writes in ${name}`
    const page = await engine().page(server.url)
    await logIn(page, ada)
    await page.click(composer)
    await page.insert('half')
    await page.reload()
    await seeWritten(page, 'half')
    await page.goto(`${server.url}/nothing-here`)
    // Behind the answer, which would go with the page
    await page.evaluate(() => void setTimeout(() => history.back()))
    await seeWritten(page, 'half')
    await set(page, 'room', 'den')
    await seeWritten(page, '', 'den')
    await page.click(composerOf('den'))
    await page.insert('in the den')
    await set(page, 'room', 'lobby')
    await seeWritten(page, 'half')
    await page.evaluate(async () => {
      const element = document.querySelector('chat-widget') as HTMLElement
      const place = element.parentElement as HTMLElement
      element.remove()
      await new Promise(resolve => setTimeout(resolve))
      place.append(element)
    })
    await seeWritten(page, 'half')

    // Another tab shows it, and what is sent there is not left here
    const tab = await page.tab(server.url)
    await seeWritten(tab, 'half')
    await tab.click(composer)
    await tab.press('Enter')
    await seeTexts(tab, ['half'])
    await allSent(tab)
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
    await seeWritten(page, '')
    await tab.close()

    await page.click(composer)
    await page.insert('kept for Ada')
    await server.restart()
    await page.see(nameField)
    await logInAs(page, `Bob reads in ${name}`)
    await seeWritten(page, '')
    await server.restart()
    await page.see(nameField)
    await logInAs(page, ada)
    await seeWritten(page, 'kept for Ada')
    await logOut(page)
    const stored = () => JSON.stringify([{ ...localStorage }, { ...sessionStorage }])
    expect(await page.evaluate(stored)).not.toContain('kept for Ada')
    await logInAs(page, ada)
    expect(await written(page)).toBe('')
    await page.close()
  })

  test('[EE92] the bubble is as it was left after a page load, with what its reader missed', async () => {
    const launcher = (unread: number) => ({ role: 'button', name: words.openChat(unread), exact: true })
    const unread = () => (document.querySelector('chat-widget') as HTMLElement & { unread: number }).unread
    const page = await engine().page(`${site.origin}/bubble`)
    await page.click(launcher(0))
    await logIn(page, `Ada closes in ${name}`)
    await page.click({ role: 'button', name: words.closeChat })
    await page.gone(composer)
    const friend = await rawUser(server.url, `Grace for ${name}`)
    await friend.say('lobby', 'one')
    await friend.say('lobby', 'two')
    await page.see(launcher(2))
    await page.reload()
    await page.see(launcher(2))
    await page.goto(server.url)
    await friend.say('lobby', 'three')
    await page.goto(`${site.origin}/bubble`)
    await page.see(launcher(3))
    expect(await page.evaluate(unread)).toBe(3)
    await page.click(launcher(3))
    await page.see(composer)
    await allRead(page)
    await page.reload()
    await page.see(composer)
    expect(await page.evaluate(unread)).toBe(0)
    expect(await page.evaluate(() => document.activeElement === document.body), 'the focus is the page’s').toBe(true)
    await friend.leave()
    await expectCalm(page)
    await page.close()
  })

  test('[EE93] the methods work in the order in which they are written, and what is wrong is said', async () => {
    const page = await engine().page(server.url)
    await page.see(nameField)
    const said = await page.evaluate(async (who: string) => {
      type Chat = HTMLElement & {
        server: string
        ready: Promise<unknown>
        login(name: string): Promise<void>
        send(text: string): Promise<{ settled: Promise<{ status: string }> }>
      }
      const wrong = document.createElement('chat-widget') as Chat
      wrong.server = 'ftp://x'
      document.body.append(wrong)
      const code = await wrong.login('x').catch((error: { code: string }) => error.code)
      await new Promise(resolve => setTimeout(resolve, 500))
      const words = wrong.shadowRoot?.textContent ?? ''
      wrong.remove()
      const element = document.querySelector('chat-widget') as Chat
      await element.ready
      await element.login(who)
      const draft = await element.send(`hi from ${who}`)
      return { code, words, status: (await draft.settled).status }
    }, `Calls in ${name}`)
    expect(said).toMatchObject({ code: 'invalid_server', status: 'sent' })
    expect(said.words).toContain('ftp://x')
    await seeTexts(page, [`hi from Calls in ${name}`])
    await page.close()
  })
})
