import { afterAll, beforeAll, expect, test } from 'vitest'
import { words as menuWords } from '../../sdk/widget/features/message-menu/words.ts'
import { pinWords } from '../../sdk/widget/features/pins/words.ts'
import { button, dialog, loaded, logInWith, menu, tabTo } from '../support/browser/account-page.ts'
import { change, focusRow, fromRow, hears, makeRoom, pinAll, post, turnTo } from '../support/browser/acts-page.ts'
import { axeFindings } from '../support/browser/axe.ts'
import {
  focused,
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
import type { Engine, Page } from '../support/browser/engine.ts'
import { expectCalm } from '../support/browser/expect-calm.ts'
import { rawUser } from '../support/browser/raw-user.ts'
import { PASSWORD, register } from '../support/browser/rooms-page.ts'

let server: ChatServer
const pins = pinWords('en-US')
const undoBar = '[part=undo]'

beforeAll(async () => {
  server = await startChatServer({ args: ['--no-limits', '--auth', 'guest,password'] })
})
afterAll(() => server?.close())

/** Somebody with a room of their own. */
async function keeperOf(engine: Engine, name: string, room: string, without = ''): Promise<Page> {
  await register(server.url, name)
  const page = await engine.page(server.url)
  await page.evaluate((names: string) => document.querySelector('chat-widget')?.setAttribute('without', names), without)
  await logInWith(page, name, PASSWORD)
  await makeRoom(page, room)
  return page
}

/** By the keyboard: deletes the message with this text, and says yes. */
async function deleteRow(page: Page, text: string): Promise<void> {
  await fromRow(page, text, ['d'], menuWords.remove)
  await seeFocus(page, menuWords.keep)
  await page.press('ArrowDown')
  await seeFocus(page, menuWords.remove)
  await page.press('Enter')
  await page.see(undoBar)
}

/** By Shift+Tab from a row: what stands before the log. Firefox leaves the page at its end. */
async function backTo(page: Page, name: string): Promise<void> {
  await page.see(button(name))
  for (let i = 0; i < 8 && (await focused(page)) !== `button: ${name}`; i++) await page.press('Shift+Tab')
  await seeFocus(page, `button: ${name}`)
}

eachEngine('conversation', (engine, name) => {
  test('[PI1] pins come and go by the keyboard alone, are announced, listed, hidden until the next, and found by axe to be well', async () => {
    const room = `pins-${name}`
    const [oda, gus] = [`Oda ${name}`, `Gus ${name}`]
    // the last one that is opened is in front, and has the keyboard; the other one presses
    const other = await engine().page(server.url, { width: 480, height: 800 })
    const keeper = await keeperOf(engine(), oda, room)
    const grace = await rawUser(server.url, `Grace ${name}`, room)
    await turnTo(other, room)
    await logIn(other, gus, room)
    const ids = await post(grace, room, ['first of all', 'second\nwith another line', 'third', 'fourth'])
    await seeTexts(keeper, ['third', 'fourth'])
    expect(await loaded(other)).not.toContain('chat-pins.mjs')
    expect(await other.find('[part=pins]')).toEqual([])

    await fromRow(keeper, 'second', ['p'], pins.pin)
    await keeper.see('[part=pins]')
    await hears(keeper, pins.pinned)
    await other.see('[part=pins]')
    await hears(other, pins.pinnedBy(oda, 'second'))
    const [bar] = await other.map('[part=pin]', each => each.textContent)
    expect(bar).toBe(`${pins.one}, Grace ${name}: second`)
    await other.see('[part=pin-mark]')
    const [mark] = await other.map('[part=pin-mark]', each => each.getAttribute('aria-description'))
    expect(mark).toBe(pins.markedBy(oda))
    expect(await axeFindings(other)).toEqual([])

    // a second one: the newest is shown, a press leads to it and on to the next
    expect(await pinAll(keeper, room, [ids[0] ?? ''])).toEqual(['sent'])
    await other.see({ text: pins.place(1, 2) })
    await backTo(keeper, `${pins.one}${pins.place(1, 2)}, Grace ${name}: first of all`)
    await keeper.press('Enter')
    await seeFocus(keeper, 'first of all')
    await keeper.see({ text: pins.place(2, 2) })

    // the list, and unpinning there
    await backTo(keeper, pins.list)
    await keeper.press('Enter')
    await keeper.see(dialog(pins.title))
    await keeper.see({ text: pins.count(2) })
    expect(await keeper.map('[role=dialog] li p', each => each.textContent)).toEqual([
      'first of all',
      'second\nwith another line',
    ])
    expect(await axeFindings(keeper)).toEqual([])
    await tabTo(keeper, pins.unpinOf(`Grace ${name}`))
    await keeper.press('Enter')
    await keeper.see({ text: pins.count(1) })
    await hears(keeper, pins.unpinned)
    await seeFocus(keeper, pins.unpinOf(`Grace ${name}`))
    await keeper.press('Shift+Tab')
    await seeFocus(keeper, pins.goTo(`Grace ${name}`))
    await keeper.press('Enter')
    await seeFocus(keeper, 'second')

    // hidden, also over a reload, and listed by the menu; shown by the next pin
    await other.click(button(pins.close))
    await other.gone('[part=pins]')
    await hears(other, pins.closed)
    await other.reload()
    await turnTo(other, room)
    await seeTexts(other, ['fourth'])
    await other.waitFor('what shows pins', () =>
      document.querySelector('chat-widget')?.shadowRoot?.querySelector('[part=pinned]'),
    )
    expect(await other.find('[part=pins]')).toEqual([])
    await other.click(menu)
    await other.click(button(pins.title))
    await other.see(dialog(pins.title))
    await other.press('Escape')
    await other.gone(dialog(pins.title))
    await pinAll(keeper, room, [ids[2] ?? ''])
    await other.see('[part=pins]')

    // what is deleted is pinned no more; what is edited says so
    await change(grace, 'edit_message', room, ids[2] ?? '', { text: 'third, again' })
    await other.waitFor('the new text in the bar', () =>
      document
        .querySelector('chat-widget')
        ?.shadowRoot?.querySelector('[part=pin]')
        ?.textContent?.includes('third, again'),
    )
    for (const id of [ids[1], ids[2]]) await change(grace, 'delete_message', room, id ?? '', {})
    await other.gone('[part=pins]')
    expect(await other.find('[part=pinned]')).toEqual([])
    for (const page of [other, keeper]) {
      await expectCalm(page)
      await page.close()
    }
    await grace.leave()
  })

  test('[PI4] more pins than a room may have are refused in words', async () => {
    const room = `many-${name}`
    const keeper = await keeperOf(engine(), `Max ${name}`, room)
    const grace = await rawUser(server.url, `Gina ${name}`, room)
    const texts = Array.from({ length: 51 }, (_, i) => `message ${i}`)
    const ids = await post(grace, room, texts)
    await seeTexts(keeper, ['message 50'])
    expect(new Set(await pinAll(keeper, room, ids.slice(0, 50)))).toEqual(new Set(['sent']))
    await keeper.see({ text: pins.place(1, 50) })
    await fromRow(keeper, 'message 50', ['p'], pins.pin)
    await hears(keeper, 'As many messages are pinned as can be. Unpin one first.')
    await focusRow(keeper, 'message 50')
    await backTo(keeper, pins.list)
    await keeper.press('Enter')
    await keeper.see({ text: pins.count(50) })
    expect(await keeper.find('[role=dialog] li')).toHaveLength(50)
    expect(await axeFindings(keeper)).toEqual([])
    await expectCalm(keeper)
    await keeper.close()
    await grace.leave()
  })

  test('[PI5] a page that leaves pins out loads and shows nothing of them', async () => {
    const room = `without-${name}`
    const keeper = await keeperOf(engine(), `Will ${name}`, room, 'pins')
    await say(keeper, 'pinned elsewhere', room)
    await seeTexts(keeper, ['pinned elsewhere'])
    const [id] = await keeper.evaluate(async (of: string) => {
      const { client } = document.querySelector('chat-widget') as unknown as {
        client: { room(name: string): { history(): Promise<{ messages: { id: string }[] }> } }
      }
      return (await client.room(of).history()).messages.map(each => each.id)
    }, room)
    await pinAll(keeper, room, [id ?? ''])
    await focusRow(keeper, 'pinned elsewhere')
    await keeper.press('Enter')
    await keeper.see({ role: 'menuitem', name: menuWords.reply })
    expect(await keeper.find({ role: 'menuitem', name: pins.pin })).toEqual([])
    expect(await loaded(keeper)).not.toContain('chat-pins.mjs')
    expect(await keeper.find('[part=pins]')).toEqual([])
    await keeper.close()
  })

  test('[CV1] a deletion can be taken back for five seconds, by the keyboard and without hurry, and is sent after them', async () => {
    const room = `undo-${name}`
    const grace = await rawUser(server.url, `Greta ${name}`, room)
    const page = await engine().page(server.url)
    await turnTo(page, room)
    await logIn(page, `Uma ${name}`, room)
    await say(page, 'to be kept', room)
    await say(page, 'to be deleted', room)
    await grace.sees('to be deleted')
    const stands = async () =>
      ((await grace.request('history', { room }))['messages'] as { text: string; deleted?: boolean }[]).map(
        ({ text, deleted }) => (deleted ? '-' : text),
      )
    await deleteRow(page, 'to be kept')
    await hears(page, menuWords.goingSaid)
    expect(await page.find('[data-going]')).toHaveLength(1)
    expect(await axeFindings(page)).toEqual([])
    await tabTo(page, menuWords.undo)
    // longer than it would last: who is on it has all the time
    await new Promise(resolve => setTimeout(resolve, 6_000))
    expect(await stands()).toEqual(['to be kept', 'to be deleted'])
    await page.press('Enter')
    await seeFocus(page, 'to be kept')
    await hears(page, menuWords.kept)
    await page.gone(undoBar)
    expect(await page.find('[data-going]')).toEqual([])

    await deleteRow(page, 'to be deleted')
    expect(await stands()).toEqual(['to be kept', 'to be deleted'])
    await page.gone(undoBar, 15_000)
    await expect.poll(stands).toEqual(['to be kept', '-'])
    await page.see({ text: words.deleted('author', true) })
    await expectCalm(page)
    await page.close()
    await grace.leave()
  })

  test('[CV2] who deletes another one, goes to another room, logs out or leaves the page sends it at once', async () => {
    const room = `leave-${name}`
    const grace = await rawUser(server.url, `Gerd ${name}`, room)
    const page = await engine().page(server.url)
    await turnTo(page, room)
    await logIn(page, `Lea ${name}`, room)
    const texts = ['one', 'two', 'three', 'four', 'five']
    for (const text of texts) await say(page, text, room)
    await grace.sees('five')
    const stands = async () =>
      ((await grace.request('history', { room }))['messages'] as { text: string; deleted?: boolean }[]).map(
        ({ text, deleted }) => (deleted ? '-' : text),
      )
    await deleteRow(page, 'one')
    const began = Date.now()
    await deleteRow(page, 'two')
    await expect.poll(stands).toEqual(['-', 'two', 'three', 'four', 'five'])
    await turnTo(page, `${room}-other`)
    await expect.poll(stands).toEqual(['-', '-', 'three', 'four', 'five'])
    await turnTo(page, room)
    await seeTexts(page, ['four', 'five'])
    await deleteRow(page, 'three')
    await page.reload()
    await expect.poll(stands, { timeout: 4_000 }).toEqual(['-', '-', '-', 'four', 'five'])
    await turnTo(page, room)
    await seeTexts(page, ['four', 'five'])
    await deleteRow(page, 'four')
    await page.click(menu)
    await page.click(button(words.logout))
    await page.see(nameField)
    expect(await stands()).toEqual(['-', '-', '-', '-', 'five'])
    expect(Date.now() - began).toBeLessThan(120_000)
    await expectCalm(page)
    await page.close()
    await grace.leave()
  })

  test('[CV3] who keeps order takes back the deletion of what others wrote', async () => {
    const room = `mod-${name}`
    const keeper = await keeperOf(engine(), `Mo ${name}`, room)
    const grace = await rawUser(server.url, `Gil ${name}`, room)
    await post(grace, room, ['spam', 'not spam'])
    await seeTexts(keeper, ['spam', 'not spam'])
    await deleteRow(keeper, 'not spam')
    await tabTo(keeper, menuWords.undo)
    await keeper.press('Enter')
    await seeFocus(keeper, 'not spam')
    expect(await messageTexts(keeper)).toEqual(['spam', 'not spam'])
    await keeper.close()
    await grace.leave()
  })

  test('[CV5] who reacted and when a message was edited is shown by hover and by focus; Escape hides it alone, and a press still joins', async () => {
    const room = `who-${name}`
    const users = []
    for (const who of ['Ann', 'Ben', 'Cleo', 'Dora']) users.push(await rawUser(server.url, `${who} ${name}`, room))
    const [ann] = users
    if (!ann) throw new Error('nobody')
    const page = await engine().page(server.url, { width: 480, height: 800 })
    await turnTo(page, room)
    await logIn(page, `Wim ${name}`, room)
    const [id = ''] = await post(ann, room, ['look at this'])
    for (const user of users) await change(user, 'react', room, id, { emoji: '🎉', on: true })
    await change(ann, 'edit_message', room, id, { text: 'look at that' })
    const chip = '[part=reaction]'
    await page.waitFor('four of them', () =>
      document.querySelector('chat-widget')?.shadowRoot?.querySelector('[part=reaction]')?.textContent?.includes('4'),
    )
    const said = `Ann ${name}, Ben ${name}, Cleo ${name} and 1 other`
    expect(
      (await page.map(chip, each => each.getAttribute('aria-description')))[0]?.replace(/[\u2066-\u2069]/g, ''),
    ).toBe(said)

    // by the keyboard: through the row to the chip
    await focusRow(page, 'look at that')
    await page.press('Tab')
    for (let i = 0; i < 6 && !(await focused(page)).startsWith('button: 🎉'); i++) await page.press('Tab')
    await seeFocus(page, 'button: 🎉')
    await page.see('[part=tooltip]')
    expect((await page.map('[part=tooltip]', each => each.textContent))[0]?.replace(/[\u2066-\u2069]/g, '')).toBe(said)
    expect(await axeFindings(page)).toEqual([])
    await page.press('Escape')
    await page.gone('[part=tooltip]')
    await seeFocus(page, 'button: 🎉')
    await page.press('Enter')
    await page.waitFor('five of them', () =>
      document.querySelector('chat-widget')?.shadowRoot?.querySelector('[part=reaction]')?.textContent?.includes('5'),
    )
    await page.press('Escape')
    await seeFocus(page, 'look at that')

    // when it was edited
    for (let i = 0; i < 6 && !(await focused(page)).startsWith(`button: ${words.edited}`); i++) await page.press('Tab')
    await page.press('Enter')
    await page.see('[part=tooltip]')
    expect((await page.map('[part=tooltip]', each => each.textContent))[0]).toMatch(/^Edited .+\d/)
    await page.press('Escape')
    await page.gone('[part=tooltip]')
    await expectCalm(page)
    await page.close()
    for (const user of users) await user.leave()
  })
})
