import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { words as menuWords } from '../../sdk/widget/features/message-menu/words.ts'
import { axeFindings } from '../support/browser/axe.ts'
import { allSent, composerOf, focused, logIn, say, seeFocus, words } from '../support/browser/chat-page.ts'
import { type ChatServer, startChatServer } from '../support/browser/chat-server.ts'
import { eachEngine } from '../support/browser/each-engine.ts'
import type { Page } from '../support/browser/engine.ts'
import { expectCalm } from '../support/browser/expect-calm.ts'
import { type RawUser, rawUser } from '../support/browser/raw-user.ts'

/** What is shown of the message that begins with this text, or nothing. */
function rowOf(page: Page, text: string) {
  return page.evaluate((wanted: string) => {
    const root = document.querySelector('chat-widget')?.shadowRoot
    const rows = [...(root?.querySelectorAll('[part~="message"]') ?? [])]
    const row = rows.find(each => each.querySelector('[part=bubble]')?.textContent?.startsWith(wanted))
    const of = (part: string) => row?.querySelector(`[part=${part}]`)
    const chips = [...(row?.querySelectorAll('[part=reaction]') ?? [])]
    return row
      ? {
          text: of('bubble')?.textContent ?? '',
          quote: [...(of('quote')?.querySelectorAll('bdi') ?? [])].map(part => part.textContent).join(''),
          chips: chips.map(chip => `${chip.textContent} ${chip.getAttribute('aria-pressed')}`),
          top: row.getBoundingClientRect().top,
        }
      : undefined
  }, text)
}
const seeRow = (page: Page, text: string, as: object = {}) =>
  expect.poll(() => rowOf(page, text), { timeout: 15_000 }).toMatchObject(as)

/** Goes from the composer to the last message by the keyboard and opens its menu. */
async function openMenu(page: Page): Promise<void> {
  await page.waitFor('the last message to be the Tab stop', () => {
    const rows = document.querySelector('chat-widget')?.shadowRoot?.querySelectorAll('[part~="message"]')
    const last = [...(rows ?? [])].at(-1)
    return last?.matches('[tabindex="0"]') && last.querySelector('[part=menu-button][tabindex="0"]')?.matches('*')
  })
  await page.click('[part=textarea]')
  await page.press('Shift+Tab')
  await seeFocus(page, words.messageMenu)
  await page.press('Shift+F10')
  await page.see('[role=menu]')
}

/** Presses the arrow until the entry has the focus, and takes it. */
async function take(page: Page, entry: string): Promise<void> {
  for (let i = 0; i < 12; i++) {
    if ((await focused(page)).endsWith(`: ${entry}`)) return page.press('Enter')
    await page.press('ArrowDown')
  }
  throw new Error(`No entry ${entry}`)
}

eachEngine('a conversation', (engine, name) => {
  const room = 'lobby'
  let server: ChatServer
  const composer = composerOf(room)
  let page: Page
  let other: Page
  let grace: RawUser
  const post = async (text: string) =>
    (await grace.request('send_message', { room, cid: randomUUID(), text })) as unknown as { id: string }

  beforeAll(async () => {
    server = await startChatServer({ args: ['--no-limits'] })
    grace = await rawUser(server.url, `Grace of ${name}`, room)
    other = await engine().page(server.url, { width: 500, height: 700 })
    await logIn(other, `Linus in ${name}`, room)
    // The last one has the keyboard
    page = await engine().page(server.url, { width: 1000, height: 700 })
    await logIn(page, `Ada in ${name}`, room)
  })
  afterAll(async () => {
    await grace?.leave()
    await page?.close()
    await other?.close()
    await server?.close()
  })

  test('[AX192] by keyboard alone a message is answered, and everybody sees what it answers', async () => {
    await post(`question of ${name}\nsecond line`)
    await seeRow(page, `question of ${name}`)
    await openMenu(page)
    expect(await axeFindings(page)).toEqual([])
    await take(page, menuWords.reply)
    await page.type('the answer')
    await page.press('Enter')
    for (const each of [page, other]) await seeRow(each, 'the answer', { quote: `Grace of ${name}question of ${name}` })
    await allSent(page)
  })

  test('[EE190] by keyboard, it is reacted to, in the menu and by pressing the chip', async () => {
    await openMenu(page)
    await take(page, '🎉')
    await seeRow(page, 'the answer', { chips: ['🎉1 true'] })
    await seeRow(other, 'the answer', { chips: ['🎉1 false'] })
    await other.click('[part=reaction]')
    await seeRow(page, 'the answer', { chips: ['🎉2 true'] })
    await page.click('[part=reaction]')
    await seeRow(other, 'the answer', { chips: ['🎉1 true'] })
  })

  test('[EE190] by keyboard, it is edited; what was half-typed comes back, whether it is sent or given up', async () => {
    await page.click(composer)
    await page.type('half a sentence')
    await openMenu(page)
    await take(page, menuWords.edit)
    expect((await page.see(composer)).value).toBe('the answer')
    await page.type(' in full')
    await page.press('Escape')
    expect((await page.see(composer)).value).toBe('half a sentence')
    await openMenu(page)
    await take(page, menuWords.edit)
    await page.type(' in short')
    await page.press('Enter')
    for (const each of [page, other])
      await seeRow(each, 'the answer in short', { text: `the answer in short${words.edited}` })
    expect((await page.see(composer)).value).toBe('half a sentence')
    await page.reload()
    await seeRow(page, 'the answer in short')
    expect((await page.see(composer)).value).toBe('half a sentence')
  })

  test('[EE190] by keyboard, it is deleted, once that was asked about, and so is what quotes it', async () => {
    const { id } = await post('soon without a quote')
    await say(page, 'last words', room)
    await allSent(page)
    await grace.request('send_message', { room, cid: randomUUID(), text: 'mine quotes', replyTo: id })
    await grace.request('delete_message', { room, cid: randomUUID(), messageId: id })
    await seeRow(page, 'mine quotes', { quote: `Grace of ${name}${words.quoteGone}` })
    await seeRow(page, words.deleted('author', false))
    await say(page, 'very last words', room)
    await seeRow(page, 'very last words')
    await allSent(page)
    await expect.poll(async () => (await page.find('[part=bubble]')).at(-1)?.text).toBe('very last words')
    await openMenu(page)
    await take(page, menuWords.remove)
    await page.see('[role=menu] p')
    await take(page, menuWords.keep)
    await page.gone('[role=menu]')
    await seeRow(page, 'very last words')
    await openMenu(page)
    await take(page, menuWords.remove)
    await page.see('[role=menu] p')
    await take(page, menuWords.remove)
    await seeRow(page, words.deleted('author', true))
    await expect.poll(() => rowOf(other, 'very last words')).toBeUndefined()
  })

  test('[EE191] a quote leads to its message, however far up that is', async () => {
    const { id } = await post('far above')
    for (let i = 0; i < 80; i++) await post(`line ${i}. ${'with more words in it '.repeat(i % 4)}`)
    await grace.request('send_message', { room, cid: randomUUID(), text: 'back to it', replyTo: id })
    await seeRow(page, 'back to it')
    await page.click({ role: 'button', name: 'far above' })
    const [log] = await page.find('[part~="scroller"]')
    const top = await expect.poll(async () => (await rowOf(page, 'far above'))?.top)
    await top.toBeGreaterThan(log?.y ?? 0)
    await seeFocus(page, 'far above')
    await expectCalm(page)
  })
})
