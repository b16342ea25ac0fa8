import { afterAll, beforeAll, expect, test } from 'vitest'
import { logIn, say, seeTexts } from '../support/browser/chat-page.ts'
import { type ChatServer, startChatServer } from '../support/browser/chat-server.ts'
import { eachEngine } from '../support/browser/each-engine.ts'
import type { Page } from '../support/browser/engine.ts'
import { expectCalm } from '../support/browser/expect-calm.ts'
import { type Front, openFront } from '../support/browser/front.ts'
import { type RawUser, rawUser } from '../support/browser/raw-user.ts'

let server: ChatServer
let front: Front
let writer: RawUser

beforeAll(async () => {
  server = await startChatServer({ args: ['--no-limits'] })
  front = await openFront(server.url)
  writer = await rawUser(server.url, 'Writer')
})
afterAll(async () => {
  await writer?.leave()
  await front?.close()
  await server?.close()
})

/** Where the given words of the newest message begin, in px from its bubble's left edge. */
function starts(page: Page, ...words: string[]): Promise<number[]> {
  return page.evaluate((wanted: string[]) => {
    const root = document.querySelector('chat-widget')?.shadowRoot
    const bubble = [...(root?.querySelectorAll('[part~=bubble]') ?? [])].at(-1)
    const node = bubble?.firstChild
    if (!bubble || !node) throw new Error('There is no message.')
    const left = bubble.getBoundingClientRect().left
    return wanted.map(word => {
      const at = node.textContent?.indexOf(word) ?? -1
      const range = document.createRange()
      range.setStart(node, at)
      range.setEnd(node, at + 1)
      return Math.round(range.getBoundingClientRect().left - left)
    })
  }, words)
}

eachEngine('what people write', (engine, name) => {
  let page: Page
  beforeAll(async () => {
    page = await engine().page(front.url, { width: 1000, height: 700 })
    await logIn(page, `reader ${name}`)
  })
  afterAll(async () => {
    await expectCalm(page)
    await page.close()
  })

  test('[VW80] is seen with its indentation and its tabs', async () => {
    const text = '    indented\nflush\n\ttab\na\tcolumn'
    await writer.say('lobby', `\n \n${text}\n\n`)
    await seeTexts(page, [text])
    const [indented = 0, flush = 0, tab = 0, column = 0] = await starts(page, 'indented', 'flush', 'tab', 'column')
    expect(indented).toBeGreaterThan(flush + 10)
    expect(tab).toBeGreaterThan(flush + 10)
    expect(column).toBe(tab)
  })

  test('[VW3] own emoji have the colour of the text around them, which can be read without an emoji font', async () => {
    await say(page, '🎉')
    await seeTexts(page, ['🎉'])
    const colors = await page.map(
      '[part~=own] [part~=bubble], [part~=root]',
      element => getComputedStyle(element).color,
    )
    expect(new Set(colors).size).toBe(1)
    await say(page, '✔')
    await seeTexts(page, ['✔'])
    const sizes = await page.map('[part~=own] [part~=bubble]', element => getComputedStyle(element).fontSize)
    expect(sizes).toEqual(['40px', '15px'])
  })

  test('[VW83] leads where it says', async () => {
    const text = 'https://www.paypal.com@evil.example https://аррӏе.com（x） https://example.com/y，z'
    await writer.say('lobby', text)
    await page.waitFor('the links', () =>
      document.querySelector('chat-widget')?.shadowRoot?.querySelector('[part=link][href*="example.com/y"]'),
    )
    const shown = await page.map('[part=link]', link => [link.textContent, (link as HTMLAnchorElement).hostname])
    expect(shown.slice(-2)).toEqual([
      ['https://xn--80ak6aa92e.com', 'xn--80ak6aa92e.com'],
      ['https://example.com/y', 'example.com'],
    ])
  })
})
