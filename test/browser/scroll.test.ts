import { afterAll, beforeAll, expect, test } from 'vitest'
import { composer, composerOf, logIn, seeTexts, words } from '../support/browser/chat-page.ts'
import { type ChatServer, startChatServer } from '../support/browser/chat-server.ts'
import { eachEngine } from '../support/browser/each-engine.ts'
import type { Page } from '../support/browser/engine.ts'
import { expectCalm } from '../support/browser/expect-calm.ts'
import { type RawUser, rawUser } from '../support/browser/raw-user.ts'

let server: ChatServer
let grace: RawUser
let count = 0

async function post(amount: number): Promise<string> {
  let text = ''
  for (let i = 0; i < amount; i++) {
    text = `message ${++count} ${'with some words in it '.repeat(1 + (count % 5))}`.trim()
    await grace.say('lobby', text)
  }
  return text
}

beforeAll(async () => {
  server = await startChatServer({ args: ['--no-limits'] })
  grace = await rawUser(server.url, 'Grace')
  await post(250)
})

afterAll(async () => {
  await grace?.leave()
  await server?.close()
})

/** How far the log is from its end, in px. */
function fromEnd(page: Page): Promise<number> {
  return page.evaluate(() => {
    const log = document.querySelector('chat-widget')?.shadowRoot?.querySelector('[part~="scroller"]')
    if (!log) throw new Error('There is no log.')
    return log.scrollHeight - log.clientHeight - log.scrollTop
  })
}

/** Runs in the page: whether the log is at its end. */
function atEnd(): boolean {
  const log = document.querySelector('chat-widget')?.shadowRoot?.querySelector('[part~="scroller"]')
  return !!log && log.scrollHeight - log.clientHeight - log.scrollTop < 2
}

/** Turns the wheel until the log is so far from its end, as people do: WebKit forgets a turn while the log is being filled. */
async function wheelUp(page: Page, step: number, most: number): Promise<void> {
  const turn = async () => {
    const left = await fromEnd(page)
    if (left <= most) await page.wheel('[part~="scroller"]', -step)
    return left
  }
  await expect.poll(turn, { timeout: 15_000, interval: 200 }).toBeGreaterThan(most)
}

/** Where a message is on the screen. */
async function topOf(page: Page, text: string): Promise<number> {
  const found = (await page.find('[part~="message"] [part~="bubble"]')).find(message => message.text === text)
  if (!found) throw new Error(`${text} is not shown.`)
  return found.y
}

/** The first message that is wholly in sight. */
async function firstInSight(page: Page): Promise<string> {
  const [log] = await page.find('[part~="scroller"]')
  const found = (await page.find('[part~="message"] [part~="bubble"]')).find(message => message.y > (log?.y ?? 0) + 40)
  if (!found) throw new Error('No message is in sight.')
  return found.text
}

eachEngine('the log', (engine, name) => {
  let page: Page
  beforeAll(async () => {
    page = await engine().page(server.url, { width: 1000, height: 700 })
    await logIn(page, `Ada in ${name}`)
  })
  afterAll(() => page?.close())

  test('[EE5] begins at its end, and stays there when messages arrive', async () => {
    await page.waitFor('messages', () => document.querySelector('chat-widget')?.shadowRoot?.querySelector('[data-key]'))
    expect(await fromEnd(page)).toBeLessThan(2)
    const last = await post(3)
    await seeTexts(page, [last])
    await page.waitFor('the end', atEnd)
    expect(await page.find({ role: 'button', name: words.newMessages(3) })).toEqual([])
  })

  test('[EE5] stays at its end while lines are written', async () => {
    await page.click(composer)
    await page.insert('h')
    await page.press('Shift+Enter')
    for (const letter of 'and') await page.insert(letter)
    await page.waitFor('the end', atEnd)
    await seeTexts(page, [await post(1)])
    await page.waitFor('the end', atEnd)
    await page.press('Control+a', 'Backspace')
  })

  test('[EE28] is filled when the window becomes higher', async () => {
    for (const height of [380, 2000]) {
      await page.setViewport(1000, height)
      await page.waitFor('a log that is full', () => {
        const log = document.querySelector('chat-widget')?.shadowRoot?.querySelector('[part~="scroller"]')
        const first = log?.querySelector('[data-key]')
        return log && first && first.getBoundingClientRect().top <= log.getBoundingClientRect().top
      })
    }
    // Drivers resize in steps, there and back: one that the log did not see looks like the reader's move
    await page.setViewport(1000, 700)
    const down = async () => {
      await page.wheel('[part~="scroller"]', 9_000)
      return fromEnd(page)
    }
    await expect.poll(down, { timeout: 15_000, interval: 200 }).toBeLessThan(2)
  })

  test('[EE6] leaves the end in steps as small as those of a touchpad, and comes back to it', async () => {
    for (let step = 1; step <= 4; step++) await wheelUp(page, 20, 20 * step - 5)
    const left = await fromEnd(page)
    await seeTexts(page, [await post(1)])
    expect(await fromEnd(page)).toBeGreaterThanOrEqual(left)
    await page.wheel('[part~="scroller"]', 900)
    await page.gone({ role: 'button', name: words.newMessages(1) })
    await seeTexts(page, [await post(1)])
    await expect.poll(() => fromEnd(page), { timeout: 15_000 }).toBeLessThan(2)
  })

  test('[EE6] never pulls away who reads further up, and offers the new messages by a button', async () => {
    await wheelUp(page, 900, 400)
    const anchor = await firstInSight(page)
    const before = await topOf(page, anchor)
    const last = await post(3)
    await seeTexts(page, [last])
    const button = { role: 'button', name: words.newMessages(3) }
    await page.see(button)
    expect(Math.abs((await topOf(page, anchor)) - before)).toBeLessThan(2)
    await page.click(button)
    await page.gone(button)
    await page.waitFor('the end', () => {
      const log = document.querySelector('chat-widget')?.shadowRoot?.querySelector('[part~="scroller"]')
      return log && log.scrollHeight - log.clientHeight - log.scrollTop < 2
    })
  })

  test('[EE7] loads older messages above without moving what is read', async () => {
    const [before, after] = await page.evaluate(async () => {
      const root = document.querySelector('chat-widget')?.shadowRoot
      const log = root?.querySelector('[part~="scroller"]')
      const rows = () => [...(root?.querySelectorAll('[part~="bubble"]') ?? [])]
      if (!log) throw new Error('There is no log.')
      log.scrollTop = 0
      const top = log.getBoundingClientRect().top
      const count = rows().length
      const read = rows().find(row => row.getBoundingClientRect().top > top)
      if (!read) throw new Error('No message is in sight.')
      const place = read.getBoundingClientRect().top
      const frame = () => new Promise(resolve => requestAnimationFrame(resolve))
      const end = performance.now() + 10_000
      while (rows().length === count && performance.now() < end) await frame()
      if (rows().length === count) throw new Error('No older messages came.')
      // Layout that comes late would show within these
      for (let i = 0; i < 10; i++) await frame()
      return [place, read.getBoundingClientRect().top]
    })
    expect(Math.abs((after ?? 0) - (before ?? 0))).toBeLessThan(2)
  })

  test('[EE8] the composer grows with its text and stays in view, also when the screen shrinks', async () => {
    await page.click(composer)
    const { height } = await page.see(composer)
    for (let line = 1; line <= 4; line++) {
      await page.insert(`line ${line}`)
      await page.press('Shift+Enter')
    }
    const grown = await page.see(composer)
    expect(grown.height).toBeGreaterThan(height + 40)
    await page.setViewport(1000, 380)
    const shrunk = await page.see(composer)
    expect(shrunk.y + shrunk.height).toBeLessThanOrEqual(380)
    expect(shrunk.y).toBeGreaterThanOrEqual(0)
    await page.setViewport(1000, 700)
    for (let line = 1; line <= 4; line++) await page.press('Control+a', 'Backspace')
    expect((await page.see(composer)).height).toBe(height)
    await expectCalm(page)
  })

  test('[EE9] a virtual keyboard leaves the composer in view', async () => {
    const phone = await engine().page(server.url, { width: 360, height: 740 })
    await logIn(phone, `Phone in ${name}`)
    await phone.click(composer)
    // No driver here has a virtual keyboard: the visual viewport says what it says on a phone
    await phone.evaluate(() => {
      if (!visualViewport) throw new Error('There is no visual viewport.')
      Object.defineProperty(visualViewport, 'height', { configurable: true, get: () => 400 })
      visualViewport.dispatchEvent(new Event('resize'))
    })
    await phone.waitFor('the composer above the keyboard', () => {
      const root = document.querySelector('chat-widget')?.shadowRoot
      const box = root?.querySelector('textarea')?.getBoundingClientRect()
      return box && box.bottom <= 400 && box.top > 0
    })
    await phone.close()
  })

  test('[EE10] on a phone the people are a drawer that opens, holds the focus and closes', async () => {
    const phone = await engine().page(server.url, { width: 360, height: 740 })
    await logIn(phone, `Small in ${name}`)
    await phone.gone({ role: 'listitem', name: 'Grace' })
    const opener = { role: 'button', name: words.showPeople(0) }
    await phone.click(opener)
    await phone.see({ role: 'listitem', name: 'Grace' })
    await phone.press('Escape')
    await phone.gone({ role: 'listitem', name: 'Grace' })
    expect((await phone.see(opener)).focused).toBe(true)
    await expectCalm(phone)
    await phone.close()
  })

  test('[EE11] a closed bubble counts what it missed on its badge', async () => {
    const bubble = await engine().page(`${server.url}/bubble.html`, { width: 1000, height: 800 })
    await bubble.click({ role: 'button', name: words.openChat(0) })
    await logIn(bubble, `Bubble in ${name}`, 'lighthouse')
    await bubble.click({ role: 'button', name: words.closeChat })
    await bubble.gone(composerOf('lighthouse'))
    const friend = await rawUser(server.url, `Friend of ${name}`, 'lighthouse')
    for (const text of ['one', 'two']) await friend.say('lighthouse', text)
    const launcher = { role: 'button', name: words.openChat(2) }
    await bubble.see(launcher)
    expect((await bubble.see('[part~="badge"]')).text).toBe('2')
    await bubble.click(launcher)
    await bubble.see(composerOf('lighthouse'))
    await friend.leave()
    await bubble.gone('[part~="badge"]')
    await expectCalm(bubble)
    await bubble.close()
  })
})
