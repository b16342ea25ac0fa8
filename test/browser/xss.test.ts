import { afterAll, beforeAll, expect, test } from 'vitest'
import { cleanText } from '../../sdk/protocol/message-text.ts'
import { logIn, messageTexts, people, say, seeTexts } from '../support/browser/chat-page.ts'
import { type ChatServer, startChatServer } from '../support/browser/chat-server.ts'
import { eachEngine } from '../support/browser/each-engine.ts'
import { expectCalm } from '../support/browser/expect-calm.ts'
import { type Front, openFront } from '../support/browser/front.ts'
import { HOSTILE_MESSAGES, HOSTILE_NAMES } from '../support/browser/hostile.ts'
import { type RawUser, rawUser } from '../support/browser/raw-user.ts'

let server: ChatServer
let front: Front
const users: RawUser[] = []
/** What the server took, as it took it. */
const sent: string[] = []

beforeAll(async () => {
  server = await startChatServer({ args: ['--no-limits'] })
  front = await openFront(server.url)
  for (const name of HOSTILE_NAMES) users.push(await rawUser(server.url, name))
  for (const [i, text] of HOSTILE_MESSAGES.entries()) {
    await users[i % users.length]?.say('lobby', text)
    sent.push(cleanText(text))
  }
})

afterAll(async () => {
  for (const user of users) await user.leave()
  await front?.close()
  await server?.close()
})

eachEngine('hostile names and messages', (engine, name) => {
  test.each([
    ['show as the text they are', 'formatting'],
    ['show with their marks', ''],
  ])('[SX3] %s, and execute nothing', async (_, without) => {
    const page = await engine().page(front.url)
    await page.evaluate(
      (names: string) => document.querySelector('chat-widget')?.setAttribute('without', names),
      without,
    )
    await logIn(page, `"><img src=x onerror=alert(1)>${name[0]}${without ? 1 : 2}`)
    const isAll = () => messageTexts(page).then(texts => texts.length)
    await expect.poll(isAll, { timeout: 15_000 }).toBeGreaterThan(2)
    // who goes up has all of them drawn; WebKit sometimes does nothing for scrollTo()
    await page.map('[part=scroller]', scroller => {
      scroller.scrollTop = 0
    })
    await expect.poll(isAll, { timeout: 15_000 }).toBe(sent.length)
    if (without) expect(await messageTexts(page)).toEqual(sent)
    else
      await page.waitFor('marks', () =>
        document
          .querySelector('chat-widget')
          ?.shadowRoot?.querySelector('[part~=bubble] :is(code, em, strong, ul, ol)'),
      )
    const shown = await people(page)
    for (const user of users) expect(shown.some(text => text.includes(user.name))).toBe(true)
    const made = await page.map('*', element => element.localName)
    const forbidden = /^(iframe|object|embed|img|video|audio|base|form\[action\]|marquee|isindex|math|animate)$/
    expect(made.filter(tag => forbidden.test(tag))).toEqual([])
    const links = await page.map('chat-widget a, a', element => (element as HTMLAnchorElement).protocol)
    expect(links.filter(protocol => !/^https?:$/.test(protocol))).toEqual([])
    await expectCalm(page)
    expect(front.reports).toEqual([])
    await page.close()
  })

  test('[SX4] hostile text that is typed here, and hostile attributes, stay text too', async () => {
    const page = await engine().page(front.url)
    await logIn(page, `\${alert(1)}{{alert}} ${name}`)
    for (const text of ['<img src=x onerror=alert(1)>', 'javascript:alert(1)', '<svg onload=alert(2)>']) {
      await say(page, text)
      await seeTexts(page, [text])
      sent.push(text)
    }
    await page.evaluate(() => {
      const other = document.createElement('chat-widget')
      other.setAttribute('mode', 'inline')
      other.setAttribute('room', '"><img src=x onerror=alert(3)>')
      other.setAttribute('heading', '<svg onload=alert(4)>')
      other.setAttribute('theme', '";alert(5)//')
      document.body.append(other)
    })
    await page.waitFor('the other widget', () => document.querySelectorAll('chat-widget')[1]?.shadowRoot?.textContent)
    await expectCalm(page)
    expect(front.reports).toEqual([])
    await page.close()
  })
})
