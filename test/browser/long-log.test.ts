import { afterAll, beforeAll, expect, test } from 'vitest'
import { logIn, say, seeTexts, words } from '../support/browser/chat-page.ts'
import { type ChatServer, startChatServer } from '../support/browser/chat-server.ts'
import { eachEngine } from '../support/browser/each-engine.ts'
import type { Page } from '../support/browser/engine.ts'
import { expectCalm } from '../support/browser/expect-calm.ts'
import { type RawUser, rawUser } from '../support/browser/raw-user.ts'
import { readOn } from '../support/browser/read-on.ts'

const LENGTH = 1_200

let server: ChatServer
let users: RawUser[]
let count = 0

/** Posts messages that begin with their number; the last one's text. */
async function post(amount: number): Promise<string> {
  let text = ''
  for (let i = 0; i < amount; i++) {
    text = `${++count} ${'and some words '.repeat(count % 7)}`.trim()
    await users[count % 11 < 7 ? 0 : 1]?.say('lobby', text)
  }
  return text
}

const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i)
const sorted = (seen: number[]) => [...seen].sort((a, b) => a - b)

beforeAll(async () => {
  server = await startChatServer({ args: ['--no-limits'] })
  users = [await rawUser(server.url, 'Grace'), await rawUser(server.url, 'Linus')]
  await post(LENGTH)
})

afterAll(async () => {
  for (const user of users ?? []) await user.leave()
  await server?.close()
})

eachEngine('a long log', (engine, name) => {
  let page: Page
  beforeAll(async () => {
    page = await engine().page(server.url, { width: 1000, height: 700 })
    await logIn(page, `Ada in ${name}`)
  })
  afterAll(() => page?.close())

  test('[EE25] read back to its beginning: every message once, in place to the pixel, with few in the page', async () => {
    const last = count
    const { seen, faults, rows } = await readOn(page, -450, 'older')
    expect(faults).toEqual([])
    expect(sorted(seen)).toEqual(numbers(1, last))
    expect(rows).toBeLessThanOrEqual(500)
    // Meanwhile something arrives where the reader is not
    await post(5)
    await page.see({ role: 'button', name: words.newMessages(5) })
  })

  test('[EE26] read forward again to its end, which was let go of: every message once, in place to the pixel', async () => {
    const { seen, faults, rows } = await readOn(page, 450, 'newer')
    expect(faults).toEqual([])
    expect(sorted(seen)).toEqual(numbers(1, count))
    expect(rows).toBeLessThanOrEqual(500)
    await page.gone('[part~="jump"]')
    const next = await post(1)
    await seeTexts(page, [next])
  })

  test('[EE27] from far up, the way back to the newest and a message of one’s own lead to the end at once', async () => {
    const back = { role: 'button', name: words.toEnd }
    for (const leave of ['button', 'message'] as const) {
      await page.waitFor('the newest to be let go of', () => {
        const root = document.querySelector('chat-widget')?.shadowRoot
        const log = root?.querySelector('[part~="scroller"]')
        if (log) log.scrollTop = 0
        return root?.querySelector<HTMLElement>('[part~="newer"]')?.hidden === false
      })
      if (leave === 'button') await page.click(back)
      else await say(page, `${++count} mine`)
      await seeTexts(page, leave === 'button' ? [] : [`${count} mine`])
      await page.gone('[part~="jump"]')
      await page.waitFor('the end', () => {
        const root = document.querySelector('chat-widget')?.shadowRoot
        const log = root?.querySelector('[part~="scroller"]')
        return log && log.scrollHeight - log.clientHeight - log.scrollTop < 2
      })
    }
    await expectCalm(page)
  })

  test('[BH5] who stops shortly before the end stays there until something comes', async () => {
    for (const left of [47, 34, 9]) {
      const stood = await page.evaluate(async left => {
        const log = document.querySelector('chat-widget')?.shadowRoot?.querySelector('[part~="scroller"]')
        if (!log) throw new Error('There is no log.')
        const away = () => log.scrollHeight - log.clientHeight - log.scrollTop
        const places: number[] = []
        for (const place of [200, left]) {
          log.scrollTop += away() - place
          for (let i = 0; i < 5; i++) {
            await new Promise(resolve => requestAnimationFrame(resolve))
            if (place === left) places.push(Math.round(away() - place))
          }
        }
        return places
      }, left)
      expect(stood).toEqual(Array(5).fill(0))
      await seeTexts(page, [await post(1)])
      await page.waitFor('the end', () => {
        const log = document.querySelector('chat-widget')?.shadowRoot?.querySelector('[part~="scroller"]')
        return log && log.scrollHeight - log.clientHeight - log.scrollTop < 2
      })
    }
  })
})
