import { afterAll, beforeAll, expect, test } from 'vitest'
import { words as search } from '../../sdk/widget/features/search/words.ts'
import { button, dialog } from '../support/browser/account-page.ts'
import { axeFindings } from '../support/browser/axe.ts'
import { composer, focused, logIn, seeFocus, seeTexts, sendButton } from '../support/browser/chat-page.ts'
import { type ChatServer, startChatServer } from '../support/browser/chat-server.ts'
import { eachEngine } from '../support/browser/each-engine.ts'
import type { Page } from '../support/browser/engine.ts'
import { expectCalm } from '../support/browser/expect-calm.ts'

let server: ChatServer

beforeAll(async () => {
  server = await startChatServer({ args: ['--no-limits'] })
})
afterAll(() => server?.close())

/** So many messages at once, by the client that the page has; the first is what is looked for. */
function talk(page: Page, first: string, count: number): Promise<string> {
  return page.evaluate(
    async (text: string, most: number) => {
      const element = document.querySelector('chat-widget') as HTMLElement & {
        client: { rooms(): { send(text: string): { settled: Promise<{ id?: string }> } }[] }
      }
      const [room] = element.client.rooms()
      const { id = '' } = (await room?.send(text).settled) ?? {}
      for (let n = 0; n < most; n += 50)
        await Promise.all(Array.from({ length: 50 }, (_, i) => room?.send(`talk ${n + i}`).settled))
      return id
    },
    first,
    count,
  )
}

const announced = (page: Page) =>
  page.map('[aria-live]', element => element.textContent ?? '').then(all => all.join(' '))

/** The row that is marked for a moment. */
const pointed = (page: Page) =>
  page.evaluate(() => {
    const root = document.querySelector('chat-widget')?.shadowRoot
    const rows = [...(root?.querySelectorAll<HTMLElement>('[part~=message]') ?? [])]
    return rows.filter(row => row.getAnimations().length > 0).map(row => row.getAttribute('aria-label') ?? '')
  })

eachEngine('searching a room', (engine, name) => {
  const text = `A café in ${name}, far up`
  let id = ''

  test('[SR60] by keyboard to a message far up and back to the newest, with nothing amiss for assistive technology', async () => {
    const page = await engine().page(server.url)
    await logIn(page, `Ann ${name}`)
    id = await talk(page, text, 250)
    await seeTexts(page, ['talk 249'])
    await page.see(button('Search messages'))
    await page.press('Control+f')
    await page.see(dialog(search.title))
    await seeFocus(page, search.field)
    expect(await axeFindings(page)).toEqual([])
    await page.type('nothing says this')
    await page.see({ text: search.none })
    await page.press('Control+a')
    await page.type(`CAFE ${name}`)
    await page.see({ text: search.found(1, false) })
    expect(await page.map('mark', mark => mark.textContent ?? '')).toEqual(['café', name])
    expect(await axeFindings(page)).toEqual([])
    await page.press('ArrowDown')
    await seeFocus(page, `Ann ${name}`)
    await page.press('ArrowUp')
    await seeFocus(page, search.field)
    await page.press('ArrowDown')
    await page.press('Enter')
    await seeFocus(page, text)
    expect(await focused(page)).toMatch(/^article/)
    expect((await pointed(page)).join()).toContain(text)
    await page.waitFor(
      'it to be said',
      () =>
        document.querySelector('chat-widget')?.shadowRoot?.textContent?.includes('You are at the message.') ?? false,
    )
    expect(await announced(page)).toContain('You are at the message.')
    await expectCalm(page)
  })

  test('[SR60] by touch from a quote, and to a date', async () => {
    const page = await engine().page(server.url, { width: 390, height: 844, touch: true })
    await logIn(page, `Bob ${name}`)
    await page.evaluate((replyTo: string) => {
      const element = document.querySelector('chat-widget') as HTMLElement & {
        client: { rooms(): { send(text: string, options: object): unknown }[] }
      }
      element.client.rooms()[0]?.send('which one?', { replyTo })
    }, id)
    await seeTexts(page, ['which one?'])
    await page.tap('[part=quote]')
    await seeFocus(page, text)
    await page.tap(composer)
    await page.insert('down here again')
    await page.tap(sendButton)
    await seeTexts(page, ['which one?', 'down here again'])
    await page.tap('[part=search-toggle]')
    await page.see(dialog(search.title))
    await page.tap({ role: 'button', name: search.go, exact: true })
    await page.see({ text: search.noDate })
    await page.evaluate(() => {
      const root = document.querySelector('chat-widget')?.shadowRoot
      const day = root?.querySelector<HTMLInputElement>('[type=date]')
      if (day) day.value = '2001-01-01'
    })
    await page.tap({ role: 'button', name: search.go, exact: true })
    await page.gone(dialog(search.title))
    await page.waitFor(
      'the first message of all',
      () =>
        document.querySelector('chat-widget')?.shadowRoot?.activeElement?.getAttribute('part')?.includes('message') ??
        false,
    )
    await expectCalm(page)
  })
})
