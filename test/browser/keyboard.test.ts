import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  allSent,
  composer,
  composerOf,
  focused,
  messageTexts,
  nameField,
  seeTexts,
  words,
} from '../support/browser/chat-page.ts'
import { type ChatServer, startChatServer } from '../support/browser/chat-server.ts'
import { eachEngine } from '../support/browser/each-engine.ts'
import type { Page } from '../support/browser/engine.ts'
import { expectCalm } from '../support/browser/expect-calm.ts'
import { type Front, openFront } from '../support/browser/front.ts'
import { rawUser } from '../support/browser/raw-user.ts'

let server: ChatServer
let front: Front

beforeAll(async () => {
  server = await startChatServer()
  front = await openFront(server.url)
})
afterAll(async () => {
  await front?.close()
  await server?.close()
})

/** Presses `key` until what has the focus has this in its name. */
async function until(page: Page, key: string, name: string): Promise<void> {
  const seen: string[] = []
  for (let i = 0; i < 40; i++) {
    await page.press(key)
    const now = await focused(page)
    if (now.includes(name)) return
    seen.push(now)
  }
  throw new Error(`${key} never reached ${name}: ${seen.join(' > ')}`)
}

/** Waits until what has the focus has this in its name. */
async function seeFocus(page: Page, name: string): Promise<void> {
  await page.waitFor(
    `the focus on ${name}`,
    (wanted: string) => {
      let element = document.activeElement
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
      const field = element as HTMLInputElement
      const label = element?.getAttribute('aria-label') ?? field?.labels?.[0]?.textContent ?? element?.textContent
      return label?.includes(wanted)
    },
    name,
  )
}

eachEngine('by keyboard alone', (engine, name) => {
  let page: Page
  beforeAll(async () => {
    front.up()
    page = await engine().page(front.url, { width: 1000, height: 700 })
    await page.see(nameField)
  })
  afterAll(() => page?.close())

  test('[AX20] a user logs in, sends, and breaks a line', async () => {
    await until(page, 'Tab', words.nameLabel)
    await page.type(`key ${name}`)
    await page.press('Enter')
    await page.see(composer)
    await seeFocus(page, words.composer(words.room('lobby')))
    await page.type('first')
    await page.press('Enter')
    await page.type('second')
    await page.press('Shift+Enter')
    await page.type('line')
    await page.press('Enter')
    await seeTexts(page, ['first', 'second\nline'])
    expect((await page.see(composer)).value).toBe('')
    // What others say stands above what the server does not have yet.
    await allSent(page)
  })

  test('[AX21] arrows go from message to message, Enter opens the menu, Tab goes in, Escape comes back to writing', async () => {
    const friend = await rawUser(server.url, `friend of ${name}`)
    await friend.say('lobby', 'look at https://example.com/ now')
    await seeTexts(page, ['look at https://example.com/ now'])
    await until(page, 'Shift+Tab', 'look at')
    await page.press('ArrowUp')
    await seeFocus(page, 'second')
    await page.press('ArrowUp')
    await seeFocus(page, 'first')
    await page.press('End')
    await seeFocus(page, 'look at')
    await page.press('Enter')
    await page.see('[role=menu]')
    await page.press('Escape')
    await seeFocus(page, 'look at')
    await page.press('Tab')
    expect(await focused(page)).toContain('a: https://example.com/')
    await page.press('Escape')
    await seeFocus(page, 'look at')
    await page.press('Escape')
    await seeFocus(page, words.composer(words.room('lobby')))
    await friend.leave()
  })

  test('[AX22] F6 goes round the regions and comes back', async () => {
    const seen: string[] = []
    for (let i = 0; i < 8; i++) {
      await page.press('F6')
      const now = await focused(page)
      if (seen.includes(now)) break
      seen.push(now)
    }
    expect(seen.length).toBeGreaterThanOrEqual(3)
    expect(seen.some(region => region.includes(words.composer(words.room('lobby'))))).toBe(true)
    const last = await focused(page)
    await page.press('F6', 'Shift+F6')
    expect(await focused(page)).toBe(last)
  })

  test('[AX23] an arriving message never takes the focus', async () => {
    await until(page, 'F6', words.composer(words.room('lobby')))
    await page.type('half a sen')
    const friend = await rawUser(server.url, `other friend of ${name}`)
    await friend.say('lobby', 'interrupting')
    await seeTexts(page, ['interrupting'])
    await page.type('tence')
    expect((await page.see(composer)).value).toBe('half a sentence')
    await page.press('Enter')
    await seeTexts(page, ['interrupting', 'half a sentence'])
    await friend.leave()
  })

  test('[AX24] on a narrow screen the people open, hold the focus and close', async () => {
    await page.setViewport(480, 700)
    await page.gone({ role: 'button', name: words.closePeople })
    await until(page, 'Shift+Tab', words.showPeople(0))
    await page.press('Enter')
    await seeFocus(page, words.closePeople)
    for (let i = 0; i < 4; i++) {
      await page.press('Tab')
      const inside = await page.evaluate(() => {
        let element = document.activeElement
        while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
        return Boolean(element?.closest('[part~="people"]'))
      })
      expect(inside).toBe(true)
    }
    await page.press('Escape')
    await seeFocus(page, words.showPeople(0))
    await until(page, 'F6', words.composer(words.room('lobby')))
    await page.setViewport(1000, 700)
  })

  test('[AX25] while the connection is lost, it can be tried again', async () => {
    front.down()
    await page.see({ role: 'button', name: words.retryNow })
    await page.type('from the keyboard')
    await page.press('Enter')
    // A wait that is long enough to get to the button
    await page.waitFor('a longer wait', () =>
      /in ([4-9]|\d\d) s/.test(document.querySelector('chat-widget')?.shadowRoot?.textContent ?? ''),
    )
    await until(page, 'Shift+Tab', words.retryNow)
    front.up()
    await page.press('Enter')
    await page.gone({ role: 'button', name: words.retryNow })
    await allSent(page)
    expect((await messageTexts(page)).at(-1)).toBe('from the keyboard')
  })

  test('[AX26] a user logs out', async () => {
    await until(page, 'Shift+Tab', words.menu)
    await page.press('Enter')
    await seeFocus(page, words.logout)
    await page.press('Enter')
    await page.see(nameField)
    await seeFocus(page, words.nameLabel)
    await expectCalm(page)
  })

  test('[AX27] the bubble opens to the first field and closes to its launcher', async () => {
    const bubble = await engine().page(`${server.url}/bubble.html`)
    await bubble.see({ role: 'button', name: words.openChat(0) })
    await until(bubble, 'Tab', words.openChat(0))
    await bubble.press('Enter')
    await seeFocus(bubble, words.nameLabel)
    await bubble.type(`bub ${name}`)
    await bubble.press('Enter')
    await seeFocus(bubble, words.composer(words.room('lighthouse')))
    await bubble.press('Escape')
    await bubble.gone(composerOf('lighthouse'))
    await seeFocus(bubble, words.openChat(0))
    await expectCalm(bubble)
    await bubble.close()
  })
})
