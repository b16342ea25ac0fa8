import { afterAll, beforeAll, expect, test } from 'vitest'
import { account, button, dialog } from '../support/browser/account-page.ts'
import { composerOf, focused, nameField, seeTexts, sendButton, words } from '../support/browser/chat-page.ts'
import { type ChatServer, startChatServer } from '../support/browser/chat-server.ts'
import { eachEngine } from '../support/browser/each-engine.ts'
import type { Page } from '../support/browser/engine.ts'
import { expectCalm } from '../support/browser/expect-calm.ts'
import { composerIn, PASSWORD, register, rooms, row, step } from '../support/browser/rooms-page.ts'
import { smallTargets } from '../support/browser/touch-targets.ts'

const PHONE = { width: 390, height: 844, touch: true }
const toggle = '[part=rooms-toggle]'
const field = (name: string) => ({ role: 'textbox', name, exact: true })
let server: ChatServer

beforeAll(async () => {
  server = await startChatServer({ args: ['--no-limits', '--auth', 'guest,password'] })
})
afterAll(() => server?.close())

async function logInByTouch(page: Page, name: string): Promise<void> {
  await page.tap(button(account.go.login))
  await page.tap(nameField)
  await page.insert(name)
  await page.tap(field(account.password))
  await page.insert(PASSWORD)
  await page.tap(button(account.enter.login))
  await page.see(composerOf('lobby'))
}

async function write(page: Page, title: string, text: string): Promise<void> {
  await page.tap(composerIn(title))
  await page.insert(text)
  await page.tap(sendButton)
}

/** What the presses of a page are made of, as its browser says. */
async function watchPointers(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const seen = new Set<string>()
    Object.assign(globalThis, { pointers: seen })
    addEventListener('pointerdown', ({ pointerType }) => seen.add(pointerType), true)
  })
  return () => page.evaluate(() => [...(globalThis as unknown as { pointers: Set<string> }).pointers])
}

eachEngine('people and their rooms on a phone', (engine, name) => {
  // WebKitGTK's driver makes mouse presses of touch, so that there the walk is by those, and sizes are a mouse's
  const finger = name !== 'webkit'
  const least = finger ? 44 : 24

  test('[EE211] two people walk through three rooms by touch, on targets that a finger hits', async () => {
    const [ada, grace, club] = [`Ada ${name}`, `Grace ${name}`, `Book club ${name}`]
    await register(server.url, ada)
    await register(server.url, grace)
    const other = await engine().page(server.url, PHONE)
    const one = await engine().page(server.url, PHONE)
    const pointers = await watchPointers(one)
    const hits = async (page: Page) => expect(await smallTargets(page, least)).toEqual([])
    await logInByTouch(other, grace)
    await logInByTouch(one, ada)
    expect(await pointers()).toEqual([finger ? 'touch' : 'mouse'])
    await write(other, words.room('lobby'), `hello in ${name}`)
    await seeTexts(one, [`hello in ${name}`])
    await one.tap(composerOf('lobby'))
    await one.insert('half a thought')

    // alone with somebody, from the list of people; no keyboard is raised
    await one.tap({ role: 'button', name: words.showPeople(0) })
    await one.see(button(rooms.personMenu(grace)))
    await hits(one)
    await one.tap(button(rooms.personMenu(grace)))
    await one.see(dialog(grace))
    await hits(one)
    await one.tap(button(rooms.message))
    await one.see(composerIn(grace))
    await expect.poll(() => focused(one), { timeout: 15_000 }).toMatch(finger ? /^group/ : /^textarea|^textbox/)
    await write(one, grace, 'only you can read this')
    await seeTexts(one, ['only you can read this'])

    // the other one hears of it, and goes there
    await other.see(button(rooms.open(1)))
    await other.tap(toggle)
    await other.see({ text: 'only you can read this' })
    await hits(other)
    await other.tap(row(ada))
    await other.see(composerIn(ada))
    await seeTexts(other, ['only you can read this'])

    // a room of their own
    await one.tap(toggle)
    await one.tap(button(rooms.create))
    await one.see(dialog(rooms.create))
    await hits(one)
    await one.tap(field(rooms.createTitle))
    await one.insert(club)
    await one.tap(button(rooms.createNow))
    await one.see(composerIn(club))
    await one.tap(toggle)
    await one.tap(button(rooms.about))
    await one.tap(button(rooms.invite))
    await one.tap(button(rooms.change))
    await one.see(button(rooms.save))
    await hits(one)
    await one.tap(button(rooms.inviteName(grace)))
    await one.see({ text: rooms.inviteDone(grace) })
    await one.tap(button('Close'))
    await one.gone(dialog(club))

    await other.tap(toggle)
    await other.see(button(rooms.joinRoom(club)))
    await hits(other)
    await other.tap(button(rooms.joinRoom(club)))
    await write(other, club, 'I read it twice')
    await seeTexts(one, ['I read it twice'])

    // back where half a thought waits, by the list and by Back
    await one.tap(toggle)
    await one.tap(row(words.room('lobby')))
    expect((await one.see(composerOf('lobby'))).value).toBe('half a thought')
    await step(one, -1)
    await one.see(composerIn(club))

    // and gone for good
    await other.tap(toggle)
    await other.tap(button(rooms.about))
    await other.tap(button(rooms.leave))
    await other.see(button(rooms.leaveNow))
    await hits(other)
    await other.tap(button(rooms.leaveNow))
    await other.gone(composerIn(club))
    await other.tap(toggle)
    await other.see(row(ada))
    await other.gone(row(club))
    await expectCalm(one)
    await expectCalm(other)
    await other.close()
    await one.close()
  })

  test.runIf(finger)(
    '[EE213] on a phone the device’s Back closes what lies over the chat, and goes nowhere',
    async () => {
      const user = `Closer ${name}`
      await register(server.url, user)
      const page = await engine().page(server.url, PHONE)
      await logInByTouch(page, user)
      await page.tap(toggle)
      await page.see(dialog(rooms.rooms))
      const before = await page.evaluate(() => {
        const root = document.querySelector('chat-widget')?.shadowRoot
        ;(root?.activeElement as HTMLElement | null)?.blur()
        return history.length
      })
      // what a desktop has in the place of that Back; the chat's own keys do not get it
      await page.press('Escape')
      await page.gone(dialog(rooms.rooms))
      await page.see(composerOf('lobby'))
      expect(await page.evaluate(() => history.length)).toBe(before)
      await page.close()
    },
  )
})
