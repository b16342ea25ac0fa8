import { afterAll, beforeAll, expect, test } from 'vitest'
import { words as menuWords } from '../../sdk/widget/features/message-menu/words.ts'
import { words as order } from '../../sdk/widget/features/moderation/moderator-words.ts'
import { words as own } from '../../sdk/widget/features/moderation/words.ts'
import { button, dialog, loaded, logInWith, menu, tabTo } from '../support/browser/account-page.ts'
import { makeRoom, turnTo } from '../support/browser/acts-page.ts'
import { axeFindings } from '../support/browser/axe.ts'
import { composerOf, focused, logIn, say, seeFocus, seeTexts } from '../support/browser/chat-page.ts'
import { type ChatServer, startChatServer } from '../support/browser/chat-server.ts'
import { eachEngine } from '../support/browser/each-engine.ts'
import type { Page } from '../support/browser/engine.ts'
import { expectCalm } from '../support/browser/expect-calm.ts'
import { PASSWORD, register } from '../support/browser/rooms-page.ts'

let server: ChatServer

beforeAll(async () => {
  server = await startChatServer({ args: ['--no-limits', '--auth', 'guest,password'] })
})
afterAll(() => server?.close())

const PARTS = ['chat-moderation.mjs', 'chat-moderator.mjs']

/** In this room what has links waits from now on. */
const holdLinks = (page: Page, room: string) =>
  page.evaluate(async (name: string) => {
    const { client } = document.querySelector('chat-widget') as unknown as {
      client: { moderation(): Promise<{ setFilters(room: string, filters: object): Promise<void> }> }
    }
    await (await client.moderation()).setFilters(name, { links: { mode: 'none', action: 'hold' } })
  }, room)

/** By the keyboard: the view of a moderator, in which so much waits. */
async function openView(page: Page, waits: number): Promise<void> {
  await page.see(menu)
  await page.waitFor(
    `${waits} to wait`,
    (label: string) => {
      const root = document.querySelector('chat-widget')?.shadowRoot
      return root?.querySelector('[part=moderation]')?.getAttribute('aria-label') === label
    },
    order.queue(waits),
  )
  await page.evaluate(() => {
    const root = document.querySelector('chat-widget')?.shadowRoot
    root?.querySelector<HTMLElement>('[aria-controls=menu]')?.focus()
  })
  await page.press('Enter')
  await page.see(button(order.queue(waits)))
  for (let i = 0; i < 5 && !(await focused(page)).includes(order.moderation); i++) await page.press('Shift+Tab')
  await page.press('Enter')
  await page.see(dialog(order.moderation))
}

/** By the keyboard: the entry that begins with this letter, of the menu of the newest message. */
async function fromMessage(page: Page, room: string, letters: readonly string[], entry: string): Promise<void> {
  await page.click(composerOf(room))
  for (let i = 0; i < 8 && !(await focused(page)).startsWith('article:'); i++) await page.press('Shift+Tab')
  await seeFocus(page, 'article:')
  await page.press('Enter')
  await page.see({ role: 'menuitem', name: entry })
  await page.press(...letters)
  await seeFocus(page, `menuitem: ${entry}`)
  await page.press('Enter')
}

eachEngine('order in a room', (engine, name) => {
  test('[EE220] a message is reported, one is held, its author muted, heard, let off and banned; the moderator has the keyboard alone', async () => {
    const room = `order-${name}`
    const [ada, gus] = [`Ada ${name}`, `Gus ${name}`]
    await register(server.url, ada)
    // the last one that is opened is in front, and has the keyboard; the other one presses
    const other = await engine().page(server.url, { width: 480, height: 800 })
    const one = await engine().page(server.url)
    await logInWith(one, ada, PASSWORD)
    await makeRoom(one, room)
    await turnTo(other, room)
    await logIn(other, gus, room)
    expect((await loaded(other)).filter(file => PARTS.includes(file))).toEqual([])
    await say(one, 'Buy watches', room)
    await seeTexts(other, ['Buy watches'])

    // reported by who is there
    await other.click('[part~=message] [part=bubble]')
    await other.click('[part=menu-button]')
    await other.click({ role: 'menuitem', name: menuWords.report })
    await other.see(dialog(own.report))
    expect(await axeFindings(other)).toEqual([])
    await other.click({ role: 'textbox', name: own.note })
    await other.insert('the third one')
    await other.click(button(own.reportNow))
    await other.see({ text: own.reported })
    await other.click(button(own.done))
    await openView(one, 1)
    await one.see({ text: 'the third one' })
    expect(await axeFindings(one)).toEqual([])
    await tabTo(one, order.about(order.close, ada))
    await one.press('Enter')
    await one.see({ text: `${order.closed} ${order.none.reports}` })
    await one.press('Escape')

    // held, and let in
    await holdLinks(one, room)
    await say(other, 'see https://example.com/a', room)
    await other.see({ text: own.waits })
    expect(await axeFindings(other)).toEqual([])
    await openView(one, 1)
    await seeFocus(one, order.tabs.reports)
    await one.press('ArrowRight')
    await one.see({ text: order.heldBy.links })
    await tabTo(one, order.about(order.letIn, gus))
    await one.press('Enter')
    await one.see({ text: `${order.letInDone} ${order.none.held}` })
    await one.press('Escape')
    await seeTexts(other, ['Buy watches', 'see https://example.com/a'])
    await other.gone({ text: own.waits })

    // muted, and told why, also after a reload
    await seeTexts(one, ['see https://example.com/a'])
    await fromMessage(one, room, ['m', 'm'], menuWords.mute)
    await one.see(dialog(gus))
    expect(await axeFindings(one)).toEqual([])
    await one.press('Tab', 'Tab')
    await one.insert('No links, please')
    await tabTo(one, order.kinds.mute)
    await one.press('Enter')
    await one.gone(dialog(gus))
    await other.see({ text: own.reason('No links, please') })
    await expect.poll(async () => (await other.see('[part=textarea]')).disabled).toBe(true)
    await other.reload()
    await turnTo(other, room)
    await other.see({ text: own.reason('No links, please') })
    expect(await axeFindings(other)).toEqual([])

    // heard, and let off
    await other.click(button(own.appeal))
    await other.see(dialog(own.appealTitle))
    expect(await axeFindings(other)).toEqual([])
    await other.insert('It was the timetable')
    await other.click(button(own.appealNow))
    await other.click(button(own.done))
    await openView(one, 1)
    await one.see({ text: 'It was the timetable' })
    await tabTo(one, order.about(order.lift, gus))
    await one.press('Enter')
    await one.see({ text: `${order.lifted(gus)} ${order.none.reports}` })
    await one.press('Escape')
    await other.gone({ text: own.reason('No links, please') })
    await say(other, 'thank you', room)
    await seeTexts(one, ['thank you'])

    // banned, from the list of people
    await one.evaluate((label: string) => {
      const root = document.querySelector('chat-widget')?.shadowRoot
      root?.querySelector<HTMLElement>(`button[aria-label="${label}"]`)?.focus()
    }, order.people(gus))
    await seeFocus(one, order.people(gus))
    await one.press('Enter')
    await one.see(dialog(gus))
    await tabTo(one, `${order.kinds.ban}…`)
    await one.press('Enter')
    await tabTo(one, order.kinds.ban)
    await one.press('Enter')
    await one.see({ text: order.states.ban })
    await one.press('Escape')
    await other.see('[part=put-out]')
    expect((await other.see('[part=put-out]')).text).toContain(own.laidOnYou.ban)
    expect(await axeFindings(other)).toEqual([])
    await other.reload()
    await turnTo(other, room)
    await other.see('[part=put-out]')
    await other.see(button(own.appeal))

    // and what was done stands in the log
    await openView(one, 0)
    await one.press('End')
    await one.see({ text: order.entry(ada, 'close_report', '', { kind: undefined, until: '', approved: undefined }) })
    expect(await axeFindings(one)).toEqual([])
    await one.press('Escape')
    expect((await one.see(composerOf(room))).disabled).toBe(false)
    await expectCalm(one)
    await expectCalm(other)
    await one.close()
    await other.close()
  })
})
