import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  allSent,
  composer,
  logIn,
  messageTexts,
  nameField,
  people,
  say,
  seeTexts,
  tryUntilBack,
  words,
} from '../support/browser/chat-page.ts'
import { type ChatServer, startChatServer } from '../support/browser/chat-server.ts'
import { eachEngine } from '../support/browser/each-engine.ts'
import { expectCalm } from '../support/browser/expect-calm.ts'
import { type Front, openFront } from '../support/browser/front.ts'

let server: ChatServer

beforeAll(async () => {
  server = await startChatServer()
})
afterAll(() => server?.close())

eachEngine('when things go wrong', (engine, name) => {
  let front: Front
  beforeAll(async () => {
    front = await openFront(server.url)
  })
  beforeEach(() => front.up())
  afterAll(() => front?.close())

  test('[EE12] what is written without a connection waits, says so, and is sent once in order', async () => {
    const page = await engine().page(front.url)
    await logIn(page, `Ada in ${name}`)
    await say(page, 'one')
    await seeTexts(page, ['one'])
    await allSent(page)
    front.down()
    await page.see({ text: 'Trying again in' })
    await say(page, 'two')
    await say(page, 'three')
    await page.see({ text: words.queued(2) })
    // The seconds count down by themselves
    await page.waitFor('the countdown to move', () => {
      const shown = /in (\d+) s/.exec(document.querySelector('chat-widget')?.shadowRoot?.textContent ?? '')?.[1]
      const global = window as unknown as { __seconds?: Set<string> }
      global.__seconds ??= new Set()
      if (shown) global.__seconds.add(shown)
      return global.__seconds.size > 1
    })
    front.up()
    await tryUntilBack(page)
    await allSent(page)
    await page.gone({ text: words.queued(2) })
    expect((await messageTexts(page)).slice(-3)).toEqual(['one', 'two', 'three'])
    await page.reload()
    await seeTexts(page, ['one', 'two', 'three'])
    await expectCalm(page)
    await page.close()
  })

  test('[EE13] a lost connection comes back by itself', async () => {
    const page = await engine().page(front.url)
    await logIn(page, `Grace in ${name}`)
    front.cut()
    await page.see({ text: words.back })
    await say(page, `after the cut in ${name}`)
    await seeTexts(page, [`after the cut in ${name}`])
    await expectCalm(page)
    await page.close()
  })

  test('[EE14] a name in use is refused under the field, in words, and another one goes', async () => {
    const page = await engine().page(front.url)
    await logIn(page, `Twin in ${name}`)
    const other = await engine().page(server.url)
    await other.click(nameField)
    await other.insert(`twin in ${name}`)
    await other.press('Enter')
    await other.see({ text: 'Someone has this name, or one that looks like it.' })
    const field = await other.see(nameField)
    expect(field.attributes['aria-invalid']).toBe('true')
    expect(field.focused).toBe(true)
    await other.press('Control+a')
    await other.insert(`Second twin in ${name}`)
    await other.press('Enter')
    await other.see(composer)
    await expectCalm(other)
    await other.close()
    await page.close()
  })

  test('[EE15] a logout in another tab ends the session here too, and says so', async () => {
    const page = await engine().page(front.url)
    await logIn(page, `Leaver in ${name}`)
    const tab = await page.tab(front.url)
    await tab.see(composer)
    await tab.click({ role: 'button', name: words.menu })
    await tab.click({ role: 'button', name: words.logout })
    await tab.see(nameField)
    const field = await page.see(nameField)
    expect(field.value).toBe(`Leaver in ${name}`)
    await page.see({ text: 'Your session is over.' })
    await expectCalm(tab)
    await tab.close()
    await page.click(nameField)
    await page.press('Enter')
    await page.see(composer)
    await expectCalm(page)
    await page.close()
  })

  test('[EE17] two tabs are one person, and each shows every message once', async () => {
    const page = await engine().page(front.url)
    await logIn(page, `Double in ${name}`)
    // Who left in an earlier test may still be on the list
    const mine = async () => (await people(page)).filter(who => who === `Double in ${name}`)
    const tab = await page.tab(front.url)
    await tab.see(composer)
    await say(tab, `from the second tab in ${name}`)
    await seeTexts(page, [`from the second tab in ${name}`])
    await say(page, `from the first tab in ${name}`)
    const both = [`from the second tab in ${name}`, `from the first tab in ${name}`]
    for (const each of [tab, page]) await seeTexts(each, both)
    await allSent(page)
    const once = (texts: string[]) => texts.filter(text => text.includes(`tab in ${name}`))
    for (const each of [tab, page]) expect(once(await messageTexts(each))).toEqual(both)
    expect(await mine()).toHaveLength(1)
    await tab.close()
    await say(page, `alone again in ${name}`)
    await seeTexts(page, [`alone again in ${name}`])
    expect(await mine()).toHaveLength(1)
    await expectCalm(page)
    await page.close()
  })

  test('[EE16] after a restart that forgot the sessions the login comes back, and works', async () => {
    const own = await startChatServer()
    const page = await engine().page(own.url)
    await logIn(page, `Restarted in ${name}`)
    await say(page, 'before')
    await seeTexts(page, ['before'])
    await allSent(page)
    await own.restart()
    await page.see(nameField)
    await page.see({ text: 'Your session is over.' })
    await page.click(nameField)
    await page.press('Enter')
    await page.see(composer)
    await say(page, 'after')
    await seeTexts(page, ['after'])
    expect(await messageTexts(page)).toEqual(['after'])
    await expectCalm(page)
    await page.close()
    await own.close()
  })
})
