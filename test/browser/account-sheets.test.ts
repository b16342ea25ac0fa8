import { afterAll, beforeAll, expect, test } from 'vitest'
import { account, button, dialog, logInElsewhere, logInWith, pressInMenu } from '../support/browser/account-page.ts'
import { axeFindings } from '../support/browser/axe.ts'
import { type ChatServer, startChatServer } from '../support/browser/chat-server.ts'
import { eachEngine } from '../support/browser/each-engine.ts'
import type { Page } from '../support/browser/engine.ts'

const PASSWORD = 'a long walk by the sea'
/** What a window of 1280x720, and one of 390, has of CSS pixels at 200 %. WebKitGTK makes none that is narrower than 447. */
const ZOOMED = [
  { width: 640, height: 360 },
  { width: 195, height: 422 },
] as const

let server: ChatServer
beforeAll(async () => {
  server = await startChatServer({ args: ['--no-limits', '--auth', 'guest,password'] })
})
afterAll(() => server?.close())

/** What of the sheet sticks out of it at a side, or has a word cut in the middle, or is too small for a finger. */
const ugly = (page: Page) =>
  page.evaluate(() => {
    const root = document.querySelector('chat-widget')?.shadowRoot
    const card = root?.querySelector('[role=dialog]')
    const frame = card?.getBoundingClientRect()
    if (!card || !frame) return ['there is no sheet']
    return [...card.querySelectorAll<HTMLElement>('*')].flatMap(each => {
      const { left, right, width, height } = each.getBoundingClientRect()
      if (width === 0 || each.closest('svg')) return []
      const what = `${each.localName} ${each.textContent?.slice(0, 30)}`
      const problems = []
      if (left < frame.left || right > frame.right || frame.right > innerWidth || frame.left < 0)
        problems.push(`${what} sticks out`)
      if (each.localName === 'input' && width < 110) problems.push(`${what} is ${width} wide`)
      if (each.localName === 'button' && Math.min(width, height) < 24) problems.push(`${what} is too small`)
      const range = document.createRange()
      for (const node of each.childNodes) {
        for (const word of (node.nodeType === 3 ? (node.nodeValue ?? '') : '').matchAll(/\S+/g)) {
          range.setStart(node, word.index)
          range.setEnd(node, word.index + word[0].length)
          if (new Set([...range.getClientRects()].map(rect => Math.round(rect.top))).size > 1)
            problems.push(`${word[0]} is cut`)
        }
      }
      return problems
    })
  })

eachEngine('the sheets of an account', (engine, name) => {
  test('[EE205] at 200 % zoom nothing of them is cut off, from right to left and in the dark, and axe finds nothing', async () => {
    const [wide, narrow] = ZOOMED
    const page = await engine().page(server.url, { ...wide, colorScheme: 'dark' })
    await page.evaluate(() => {
      document.documentElement.dir = 'rtl'
    })
    const who = `Ada at 200 % in ${name}`
    await logInWith(page, who, PASSWORD, account.go.register)
    for (let device = 0; device < 2; device++) await logInElsewhere(server.url, who, PASSWORD)
    await pressInMenu(page, account.account)
    await page.see({ text: account.otherDevice })
    await page.click(button(account.changePassword))
    await page.insert('not my password')
    await page.press('Tab', 'Tab')
    await page.insert('a short walk to the hills')
    await page.press('Enter')
    await page.see('[aria-invalid="true"]')
    expect(await ugly(page)).toEqual([])
    await page.setViewport(name === 'webkit' ? 447 : narrow.width, narrow.height)
    expect([await ugly(page), await axeFindings(page)]).toEqual([[], []])
    await page.click(button(account.remove))
    await page.see({ text: account.removeAsk })
    expect([await ugly(page), await axeFindings(page)]).toEqual([[], []])
    await page.press('Escape')
    await page.gone(dialog(account.removeAsk))
    await page.close()
  })
})
