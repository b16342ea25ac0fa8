import { afterAll, beforeAll, expect, test } from 'vitest'
import { axeFindings } from '../support/browser/axe.ts'
import { logIn, nameField, say, seeTexts, tryUntilBack, words } from '../support/browser/chat-page.ts'
import { type ChatServer, startChatServer } from '../support/browser/chat-server.ts'
import { eachEngine } from '../support/browser/each-engine.ts'
import type { Page } from '../support/browser/engine.ts'
import { type Front, openFront } from '../support/browser/front.ts'
import { rawUser } from '../support/browser/raw-user.ts'

let server: ChatServer

beforeAll(async () => {
  server = await startChatServer({ args: ['--no-limits'] })
})
afterAll(() => server?.close())

/** What axe finds, with the state that it was found in. */
function gather() {
  const findings: string[] = []
  const look = async (state: string, page: Page) => {
    for (const finding of await axeFindings(page)) findings.push(`${state}: ${finding}`)
  }
  return { findings, look }
}

eachEngine('axe', (engine, name) => {
  let front: Front
  beforeAll(async () => {
    front = await openFront(server.url)
  })
  afterAll(() => front?.close())

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`[AX28] finds nothing in any live state of the page, ${colorScheme}`, async () => {
      const page = await engine().page(front.url, { colorScheme, width: 1000, height: 700 })
      const id = `${name} ${colorScheme}`
      const { findings, look } = gather()
      await page.see(nameField)
      await look('login', page)
      await page.click(nameField)
      await page.insert('admin')
      await page.press('Enter')
      await page.see('[aria-invalid="true"]')
      await look('login error', page)
      await page.press('Control+a')
      await page.press('Backspace')
      await logIn(page, `Ada ${id}`)
      await look('room', page)
      const friend = await rawUser(server.url, `Grace ${id}`)
      await friend.say('lobby', 'hello, see https://example.com/')
      await friend.say('lobby', '🎉')
      await say(page, 'hi')
      await seeTexts(page, ['hi'])
      await look('busy room', page)
      await page.setViewport(480, 700)
      await page.click({ role: 'button', name: words.showPeople(0) })
      await page.see({ role: 'listitem', name: 'Grace' })
      await look('drawer', page)
      await page.press('Escape')
      front.down()
      await page.see({ role: 'button', name: words.retryNow })
      await say(page, 'queued')
      await look('waiting', page)
      front.up()
      await tryUntilBack(page)
      await look('back', page)
      await friend.leave()
      await page.close()
      expect(findings).toEqual([])
    })

    test(`[AX29] finds nothing in the bubble, ${colorScheme}`, async () => {
      const page = await engine().page(`${server.url}/bubble.html`, { colorScheme })
      const { findings, look } = gather()
      await page.see({ role: 'button', name: words.openChat(0) })
      await look('bubble closed', page)
      await page.click({ role: 'button', name: words.openChat(0) })
      await page.see(nameField)
      await look('bubble login', page)
      await logIn(page, `Bubble ${name} ${colorScheme}`, 'lighthouse')
      await look('bubble open', page)
      await page.close()
      expect(findings).toEqual([])
    })
  }
})
