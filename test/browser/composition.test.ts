import { afterAll, beforeAll, expect, test } from 'vitest'
import { composer, logIn, seeFocus, sendButton, words } from '../support/browser/chat-page.ts'
import { type ChatServer, startChatServer } from '../support/browser/chat-server.ts'
import { eachEngine } from '../support/browser/each-engine.ts'
import type { Page } from '../support/browser/engine.ts'
import { expectCalm } from '../support/browser/expect-calm.ts'
import { type Front, openFront } from '../support/browser/front.ts'

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

/** A key as an input method gives it, at what has the focus; whether anything took it. */
function composing(page: Page, key: string, kind: 'isComposing' | 'keyCode 229'): Promise<boolean> {
  return page.evaluate(
    (name: string, how: string) => {
      let element = document.activeElement
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
      const isComposing = how === 'isComposing'
      const event = new KeyboardEvent('keydown', {
        key: name,
        isComposing,
        bubbles: true,
        cancelable: true,
        composed: true,
      })
      if (!isComposing) Object.defineProperty(event, 'keyCode', { value: 229 })
      element?.dispatchEvent(event)
      return event.defaultPrevented
    },
    key,
    kind,
  )
}

const KINDS = ['isComposing', 'keyCode 229'] as const

eachEngine('keys of an input method', (engine, name) => {
  test('[BH80] close nothing, send nothing and move the focus nowhere', async () => {
    const page = await engine().page(front.url, { width: 600, height: 700 })
    await logIn(page, `ime ${name}`)
    await page.evaluate(() => document.querySelector('chat-widget')?.setAttribute('mode', 'bubble'))
    await page.click({ role: 'button', name: words.openChat(0) })
    await page.click(composer)
    await page.insert('か')
    const unmoved = async (where: string) => {
      for (const kind of KINDS)
        for (const key of ['Escape', 'Enter', 'F6', 'ArrowUp', 'Home', 'Tab'])
          expect(await composing(page, key, kind), `${key} by ${kind} in ${where}`).toBe(false)
    }

    await unmoved('the composer')
    await seeFocus(page, words.composer(words.room('lobby')))
    expect((await page.see(composer)).value).toBe('か')
    expect(await page.find('[part~=own]')).toEqual([])

    await page.click({ role: 'button', name: words.menu })
    await unmoved('the menu')
    await seeFocus(page, words.logout)
    await page.press('Escape')

    await page.click({ role: 'button', name: words.showPeople(1) })
    await unmoved('the drawer')
    await page.see({ role: 'button', name: words.closePeople })
    await page.press('Escape')

    // the same keys without an input method
    await page.click(composer)
    await page.click(sendButton)
    await page.waitFor('the message', () =>
      document.querySelector('chat-widget')?.shadowRoot?.querySelector('[part~=own]'),
    )
    await page.click(composer)
    await page.press('Escape')
    await page.gone(composer)
    await expectCalm(page)
    await page.close()
  })
})
