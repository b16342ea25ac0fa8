import { chromium } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { axeFindings } from '../support/browser/axe.ts'
import { composer, composerOf, logIn, messageTexts, seeFocus, seeTexts, words } from '../support/browser/chat-page.ts'
import { type ChatServer, startChatServer } from '../support/browser/chat-server.ts'
import { eachEngine } from '../support/browser/each-engine.ts'
import type { Page } from '../support/browser/engine.ts'
import { installedEngines } from '../support/browser/engines.mjs'
import { expectCalm } from '../support/browser/expect-calm.ts'
import { rawUser } from '../support/browser/raw-user.ts'

let server: ChatServer

beforeAll(async () => {
  server = await startChatServer({ args: ['--no-limits'] })
})
afterAll(() => server?.close())

/** As soon as there is a list for what is typed. */
const ready = (page: Page) => page.see('textarea[aria-autocomplete]')
const offered = (page: Page) =>
  page.map('[part~=completion-option]', option => {
    const star = option.getAttribute('aria-selected') === 'true' ? '*' : ''
    return `${star}${option.querySelector('bdi')?.textContent}`
  })
/** Waits until this is the first, and the chosen one, of the list. */
const seeFirst = (page: Page, name: string) =>
  expect.poll(async () => (await offered(page))[0], { timeout: 15_000 }).toBe(`*${name}`)
const value = async (page: Page, room = 'lobby') => (await page.see(composerOf(room))).value
/** Whom the newest message of this text names, as the server tells it. */
async function named(room: string, text: string): Promise<unknown> {
  const reader = await rawUser(server.url, `reader ${Math.random()}`, room)
  const { messages } = (await reader.request('history', { room })) as unknown as {
    messages: { text: string; mentions?: { name: string }[] }[]
  }
  await reader.leave()
  return messages.findLast(message => message.text === text)?.mentions?.map(({ name }) => name)
}

eachEngine('naming people', (engine, name) => {
  test('[EE230] by the keyboard: somebody with a space and an emoji in their name is found, named and counted', async () => {
    const zoe = await rawUser(server.url, `👩‍🚀 Zoë ${name}`)
    await zoe.say('lobby', `here is ${name}`)
    const page = await engine().page(server.url, { width: 900, height: 700 })
    await logIn(page, `Ada ${name}`)
    await ready(page)
    await page.click(composer)
    await page.type('hi @zoe')
    await seeFirst(page, `👩‍🚀 Zoë ${name}`)
    await page.press('Escape')
    await page.gone('[part~=completion]')
    await seeFocus(page, words.composer(words.room('lobby')))
    for (let i = 0; i < 4; i++) await page.press('Backspace')
    await page.type('@zo')
    await seeFirst(page, `👩‍🚀 Zoë ${name}`)
    await page.press('ArrowDown', 'ArrowUp')
    expect(await axeFindings(page)).toEqual([])
    await page.press('Enter')
    expect(await value(page)).toBe(`hi @👩‍🚀 Zoë ${name} `)
    await page.gone('[part~=completion]')
    await page.type('you')
    await page.press('Enter')
    const text = `hi @👩‍🚀 Zoë ${name} you`
    await seeTexts(page, [text])
    await expect.poll(() => named('lobby', text), { timeout: 10_000 }).toEqual([`👩‍🚀 Zoë ${name}`])

    // the last message, from an empty composer, and back
    await page.press('ArrowUp')
    await page.see('[part~=purpose]')
    await expect.poll(() => value(page)).toBe(text)
    await page.press('Escape')
    await expect.poll(() => value(page)).toBe('')
    await page.type('write to ada@example.com')
    expect(await offered(page)).toEqual([])
    await expectCalm(page)
    await page.close()
    await zoe.leave()
  })

  test('[EE231] by touch: a tap chooses, and the field keeps the focus', async () => {
    const bob = await rawUser(server.url, `Bob ${name}`)
    const page = await engine().page(server.url, { width: 480, height: 700, touch: true })
    await logIn(page, `Eve ${name}`)
    await ready(page)
    await page.tap(composer)
    await page.type(`@bob ${name.slice(0, 3)}`)
    await seeFirst(page, `Bob ${name}`)
    const { height } = (await page.map('[part~=completion-option]', each => each.getBoundingClientRect().toJSON()))[0]
    expect(height).toBeGreaterThanOrEqual(name === 'webkit' ? 24 : 44)
    await page.evaluate(() => {
      const root = document.querySelector('chat-widget')?.shadowRoot
      root?.querySelector('textarea')?.addEventListener('blur', () => document.body.setAttribute('data-blurred', ''))
    })
    await page.tap('[part~=completion-option]')
    await expect.poll(() => value(page)).toBe(`@Bob ${name} `)
    await seeFocus(page, words.composer(words.room('lobby')))
    expect(await page.evaluate(() => document.body.hasAttribute('data-blurred'))).toBe(false)
    await page.close()
    await bob.leave()
  })

  test('[EE232] what can be typed is undone as it was typed', async () => {
    const page = await engine().page(server.url, { width: 900, height: 700 })
    await logIn(page, `Una ${name}`)
    await ready(page)
    await page.click(composer)
    await page.type('/shr')
    await seeFirst(page, '/shrug')
    expect(await axeFindings(page)).toEqual([])
    await page.press('Tab')
    expect(await value(page)).toBe('/shrug ')
    // WebKitGTK's driver gives no editing keys
    if (name !== 'webkit') {
      await page.press('Control+z')
      await expect.poll(() => value(page)).not.toBe('/shrug ')
    }
    await page.press('Control+a')
    await page.type('/nothing')
    await page.press('Enter')
    expect(await value(page)).toBe('/nothing')
    await page.press('Control+a')
    await page.type(`/me tests in ${name}`)
    await page.press('Enter')
    await expect.poll(async () => (await messageTexts(page)).at(-1), { timeout: 15_000 }).toContain(`tests in ${name}`)
    await page.close()
  })
})

test('[EE233] an input method that writes a name into an open list chooses nothing by its own keys', async () => {
  const { chromium: executablePath } = installedEngines()
  const browser = await chromium.launch({ ...(executablePath && { executablePath }), args: ['--no-sandbox'] })
  const tanaka = await rawUser(server.url, '田中 花子')
  try {
    const page = await browser.newPage()
    await page.goto(server.url)
    await page.locator('input').first().fill('Ime')
    await page.keyboard.press('Enter')
    await page.locator('textarea[aria-autocomplete]').waitFor()
    const field = page.locator('textarea')
    await field.click()
    const ime = await page.context().newCDPSession(page)
    const compose = (text: string) =>
      ime.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
    const options = () => page.locator('[part~=completion-option]').allInnerTexts()

    // it never opens while something is composed
    await compose('@')
    await compose('@たなか')
    expect(await options()).toEqual([])
    await compose('')
    await field.fill('')
    await page.keyboard.type('@')
    await expect.poll(async () => (await options()).length).toBeGreaterThan(0)
    await compose('た')
    await expect.poll(options).toEqual([])
    await compose('田中')
    expect(await field.inputValue()).toBe('@田中')
    await ime.send('Input.insertText', { text: '田中' })
    await expect.poll(options).toEqual([expect.stringContaining('田中 花子')])
    await page.keyboard.press('Enter')
    expect(await field.inputValue()).toBe('@田中 花子 ')
    await page.keyboard.type('さん')
    await page.keyboard.press('Enter')
    await expect.poll(() => named('lobby', '@田中 花子 さん'), { timeout: 10_000 }).toEqual(['田中 花子'])
  } finally {
    await browser.close()
    await tanaka.leave()
  }
})

eachEngine('what is half-typed', (engine, name) => {
  test('[EE234] which message it answers and whom it names are back after a reload', async () => {
    const sam = await rawUser(server.url, `Sam ${name}`)
    await sam.say('lobby', `a question in ${name}`)
    const page = await engine().page(server.url, { width: 900, height: 700 })
    await logIn(page, `Ria ${name}`)
    await ready(page)
    await seeTexts(page, [`a question in ${name}`])
    await page.click(composer)
    await page.press('Shift+Tab')
    await page.press('Enter')
    await page.see('[role=menu]')
    await page.click({ role: 'menuitem', name: 'Reply' })
    await page.see('[part~=purpose]')
    await page.type('@sam')
    await seeFirst(page, `Sam ${name}`)
    await page.press('Enter')
    await page.type('half')
    await page.reload()
    await page.see('[part~=purpose]')
    await expect.poll(() => value(page)).toBe(`@Sam ${name} half`)
    await page.click(composer)
    await page.press('End')
    await page.press('Enter')
    await page.gone('[part~=purpose]')
    await expect.poll(() => named('lobby', `@Sam ${name} half`), { timeout: 10_000 }).toEqual([`Sam ${name}`])
    await expectCalm(page)
    await page.close()
    await sam.leave()
  })
})
