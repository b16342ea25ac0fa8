import { afterAll, beforeAll, expect, test } from 'vitest'
import { focused, logIn, say, seeFocus, seeTexts, words } from '../support/browser/chat-page.ts'
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

  test('[VW84] folds when it is long, opens by the keyboard where its reader is, and is one row whatever it holds', async () => {
    const long = `first ${name}${'\n'.repeat(3_980)}last`
    const tower = `Z${'\u0301\u0348'.repeat(700)} `
    for (const text of [tower, 'x'.repeat(4_000), `${'\t'.repeat(1_400)}x`]) await writer.say('lobby', text)
    await writer.say('lobby', long)
    await page.waitFor(
      'the long one',
      begins => {
        const rows = document.querySelector('chat-widget')?.shadowRoot?.querySelectorAll('[part~=message]')
        return [...(rows ?? [])].at(-1)?.textContent?.includes(begins)
      },
      `first ${name}`,
    )
    const rows = await page.map('[part=message]', row => {
      const bubble = row.querySelector('[part~=bubble]')
      const { height, right } = row.getBoundingClientRect()
      return {
        height,
        inside: (bubble?.getBoundingClientRect().right ?? 0) <= right && row.scrollWidth <= row.clientWidth + 1,
        clips: getComputedStyle(bubble as Element).overflow,
      }
    })
    for (const [i, { height, inside, clips }] of rows.slice(-4).entries()) {
      expect(height, `row ${i}`).toBeLessThan(1_200)
      // what could lie over the name is the tower alone
      expect([inside, clips]).toEqual([true, i === 0 ? 'clip' : 'visible'])
    }

    const place = () =>
      page.evaluate(() => {
        const root = document.querySelector('chat-widget')?.shadowRoot
        const row = [...(root?.querySelectorAll('[part~=message]') ?? [])].at(-1)
        return Math.round(row?.getBoundingClientRect().top ?? 0)
      })
    // rows that come rise into their place
    await page.waitFor('rest', () => !document.querySelector('chat-widget')?.shadowRoot?.getAnimations().length)
    await page.press('Shift+Tab')
    for (let i = 0; i < 10 && !(await focused(page)).startsWith('article'); i++) await page.press('Shift+Tab')
    await page.press('Tab')
    await seeFocus(page, `button: ${words.showMore}`)
    // what has the focus may have been brought into sight
    const before = await place()
    await page.press('Enter')
    await page.see({ role: 'button', name: words.showLess })
    const whole = await page.map('[part~=message]', row => row.getBoundingClientRect().height)
    expect(whole.at(-1)).toBeGreaterThan(50_000)
    // two frames in which a jump would be drawn
    await page.evaluate(
      () => new Promise<void>(done => requestAnimationFrame(() => requestAnimationFrame(() => done()))),
    )
    expect(Math.abs((await place()) - before)).toBeLessThanOrEqual(1)
    // what comes does not take them to the end
    await writer.say('lobby', `more for ${name}`)
    await seeTexts(page, [`more for ${name}`])
    expect(Math.abs((await place()) - before)).toBeGreaterThan(50_000)
    await page.press('Enter')
    await page.see({ role: 'button', name: words.showMore })
    // it is brought there in the frame after the one in which it folds
    await page.waitFor('its row in sight', () => {
      const root = document.querySelector('chat-widget')?.shadowRoot
      const row = root?.activeElement?.closest('[part~=message]')?.getBoundingClientRect()
      const log = root?.querySelector('[part=scroller]')?.getBoundingClientRect()
      return !!row && !!log && row.bottom > log.top && row.top < log.bottom
    })
  })

  test('[VW85] is let in as far as it can be sent when it is pasted, with a word', async () => {
    await page.click('textarea')
    const paste = (text: string, times: number) =>
      page.evaluate(
        (part: string, count: number) => {
          const field = document.querySelector('chat-widget')?.shadowRoot?.querySelector('textarea')
          const clipboardData = new DataTransfer()
          clipboardData.setData('text/plain', part.repeat(count))
          const init = { clipboardData, bubbles: true, cancelable: true, composed: true }
          const event = new ClipboardEvent('paste', init)
          // WebKit's constructor takes no data
          if (!event.clipboardData?.getData('text/plain'))
            Object.defineProperty(event, 'clipboardData', { value: clipboardData })
          field?.dispatchEvent(event)
          return [event.defaultPrevented, field?.value.length, field?.validationMessage]
        },
        text,
        times,
      )
    expect(await paste('word ', 60_000)).toEqual([true, 4_000, words.cut(4_000)])
    await page.see({ text: words.left(1) })
    const said = () =>
      page.evaluate(() => document.querySelector('chat-widget')?.shadowRoot?.querySelector('[role=alert]')?.textContent)
    expect(await said()).toBe(words.cut(4_000))
    // what is typed further is seen to be too much, and not lost; without end it is not
    await page.evaluate(() => document.execCommand('insertText', false, 'x'.repeat(300_000)))
    const field = await page.map('textarea', each => (each as HTMLTextAreaElement).value.length)
    expect(field).toEqual([8_000])
    await page.see({ text: words.left(-4_000) })
    await page.evaluate(() => document.querySelector('chat-widget')?.shadowRoot?.querySelector('textarea')?.select())
    await page.insert('short')
    await page.gone({ text: words.left(-4_000) })
    await page.press('Enter')
    await seeTexts(page, ['short'])
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
