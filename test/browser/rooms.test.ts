import { afterAll, beforeAll, expect, test } from 'vitest'
import { button, dialog, logInWith, tabTo } from '../support/browser/account-page.ts'
import { axeFindings } from '../support/browser/axe.ts'
import { allRead, composerOf, focused, logIn, say, seeFocus, seeTexts, words } from '../support/browser/chat-page.ts'
import { type ChatServer, startChatServer } from '../support/browser/chat-server.ts'
import { eachEngine } from '../support/browser/each-engine.ts'
import type { Page } from '../support/browser/engine.ts'
import { expectCalm } from '../support/browser/expect-calm.ts'
import { composerIn, PASSWORD, register, rooms, row, step } from '../support/browser/rooms-page.ts'

let server: ChatServer

beforeAll(async () => {
  server = await startChatServer({ args: ['--no-limits', '--auth', 'guest,password'] })
})
afterAll(() => server?.close())

/** By Tab to the row of this room in the list. */
async function tabToRoom(page: Page, title: string): Promise<void> {
  for (let i = 0; i < 30 && !(await focused(page)).includes(title); i++) await page.press('Tab')
  await seeFocus(page, title)
}

/** The focus on this button, which stands before the composer: how far depends on what else is in the page. */
async function focusOn(page: Page, name: string): Promise<void> {
  await page.see(button(name))
  await page.evaluate((label: string) => {
    const root = document.querySelector('chat-widget')?.shadowRoot
    root?.querySelector<HTMLElement>(`button[aria-label="${label}"]`)?.focus()
  }, name)
  await seeFocus(page, `button: ${name}`)
}

/** Opens the list of rooms by keyboard. */
async function openRooms(page: Page): Promise<void> {
  await focusOn(page, rooms.rooms)
  await page.press('Enter')
  await page.see(dialog(rooms.rooms))
}

eachEngine('people and their rooms', (engine, name) => {
  test('[EE210] two people walk through three rooms by keyboard: alone, invited, and back to what they were writing', async () => {
    const [ada, grace] = [`Ada ${name}`, `Grace ${name}`]
    await register(server.url, ada)
    await register(server.url, grace)
    // the last one that is opened is in front, and has the keyboard; the other one presses
    const other = await engine().page(server.url, { width: 480, height: 800 })
    const one = await engine().page(server.url)
    await logInWith(other, grace, PASSWORD)
    await logInWith(one, ada, PASSWORD)
    await say(other, `hello in ${name}`)
    await seeTexts(one, [`hello in ${name}`])
    await allRead(one)
    await one.click(composerOf('lobby'))
    await one.insert('half a thought')

    // alone with somebody
    await focusOn(one, rooms.personMenu(grace))
    await one.press('Enter')
    await one.see(dialog(grace))
    expect(await axeFindings(one)).toEqual([])
    await one.press('Enter')
    await one.see(composerIn(grace))
    expect((await one.see(composerIn(grace))).value).toBe('')
    await one.insert('only you can read this')
    await one.press('Enter')
    await seeTexts(one, ['only you can read this'])

    // the other one hears of it, and goes there
    await other.see(button(rooms.open(1)))
    await other.click(button(rooms.open(1)))
    await other.see({ text: 'only you can read this' })
    expect(await axeFindings(other)).toEqual([])
    await other.click(row(ada))
    await other.see(composerIn(ada))
    await seeTexts(other, ['only you can read this'])
    await other.see(button(rooms.rooms))

    // a room of their own
    await openRooms(one)
    await tabTo(one, rooms.create)
    await one.press('Enter')
    await one.see(dialog(rooms.create))
    expect(await axeFindings(one)).toEqual([])
    await one.insert(`Book club ${name}`)
    await one.press('Enter')
    await one.see(composerIn(`Book club ${name}`))
    await openRooms(one)
    await tabTo(one, rooms.about)
    await one.press('Enter')
    await one.see(dialog(`Book club ${name}`))
    await tabTo(one, rooms.invite)
    await one.press('Enter')
    await tabTo(one, rooms.inviteName(grace))
    await one.press('Enter')
    await one.see({ text: rooms.inviteDone(grace) })
    expect(await axeFindings(one)).toEqual([])
    await one.press('Escape')

    await other.click('[part=rooms-toggle]')
    await other.click(button(rooms.joinRoom(`Book club ${name}`)))
    await other.see(composerIn(`Book club ${name}`))
    await sayIn(other, `Book club ${name}`, 'I read it twice')
    await seeTexts(one, ['I read it twice'])

    // back where half a thought waits
    await openRooms(one)
    await tabToRoom(one, words.room('lobby'))
    await one.press('Enter')
    expect((await one.see(composerOf('lobby'))).value).toBe('half a thought')
    await expectCalm(one)
    await expectCalm(other)

    // and by the browser's own Back, also after a reload
    await step(one, -1)
    await one.see(composerIn(`Book club ${name}`))
    await step(one, -1)
    await one.see(composerIn(grace))
    await seeTexts(one, ['only you can read this'])
    await step(one, 1)
    await one.see(composerIn(`Book club ${name}`))
    await one.reload()
    await one.see(composerIn(`Book club ${name}`))
    await seeTexts(one, ['I read it twice'])
    await step(one, -2)
    expect((await one.see(composerOf('lobby'))).value).toBe('half a thought')
    await expectCalm(one)
    await other.close()
    await one.close()
  })

  test('[EE212] Back is the page’s around a chat that is part of it, and where the page gives it to the rooms each entry keeps what is the page’s', async () => {
    const page = await engine().page(`${server.url}/inline.html`)
    await page.evaluate(() => {
      document.querySelector('chat-widget')?.setAttribute('rooms', 'news help')
      history.replaceState({ own: 'first' }, '')
      history.pushState({ own: 'second' }, '', '#second')
    })
    await logIn(page, `Lin ${name}`, await roomOf(page))
    const home = await roomOf(page)
    const before = await entry(page)
    await goTo(page, 'news')
    expect(await entry(page)).toEqual(before)

    await page.evaluate(() => document.querySelector('chat-widget')?.setAttribute('back', 'rooms'))
    await goTo(page, 'help')
    await page.evaluate(() => history.pushState({ own: 'third' }, '', '#third'))
    await goTo(page, home)
    expect(await entry(page)).toEqual({ length: before.length + 3, own: 'third', hash: '#third' })
    await step(page, -1)
    await page.see(composerOf('help'))
    await step(page, -1)
    expect(await entry(page)).toMatchObject({ own: 'second', hash: '#second' })
    await step(page, -1)
    await page.see(composerOf('news'))
    await step(page, -1)
    expect(await entry(page)).toMatchObject({ own: 'first', hash: '' })
    expect(await roomOf(page)).toBe('news')
    await step(page, 4)
    await page.see(composerOf(home))
    await page.evaluate(() => document.querySelector('chat-widget')?.remove())
    await step(page, -4)
    await expectCalm(page)
    await page.close()
  })
})

/** What the page itself would find of its history. */
const entry = (page: Page) =>
  page.evaluate(() => ({ length: history.length, own: history.state?.own as string, hash: location.hash }))

const roomOf = (page: Page) =>
  page.evaluate(() => {
    const element = document.querySelector('chat-widget') as HTMLElement & { store?: { room: { name: string } } }
    return element.store?.room.name ?? element.getAttribute('room') ?? ''
  })

/** By pressing, to a room that the page lists. */
async function goTo(page: Page, room: string): Promise<void> {
  await page.click('[part=rooms-toggle]')
  await page.click(row(words.room(room)))
  await page.see(composerOf(room))
}

async function sayIn(page: Page, title: string, text: string): Promise<void> {
  await page.click(composerIn(title))
  await page.insert(text)
  await page.press('Enter')
}
