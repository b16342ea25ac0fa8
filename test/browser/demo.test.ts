import { afterAll, beforeAll, expect, test } from 'vitest'
import { startForeignSite } from '../../demo/foreign/foreign-site.mjs'
import { logIn, say, seeTexts, words } from '../support/browser/chat-page.ts'
import { type ChatServer, startChatServer } from '../support/browser/chat-server.ts'
import { eachEngine } from '../support/browser/each-engine.ts'
import { expectCalm } from '../support/browser/expect-calm.ts'
import { rawUser } from '../support/browser/raw-user.ts'

let server: ChatServer
let site: Awaited<ReturnType<typeof startForeignSite>>

beforeAll(async () => {
  server = await startChatServer({ args: ['--origins', '*'] })
  site = await startForeignSite({ chat: server.url, port: 0 })
})
afterAll(async () => {
  await site?.close()
  await server?.close()
})

eachEngine('the demo', (engine, name) => {
  test('[DM1] the first page leads to every other, and none breaks its policy', async () => {
    const page = await engine().page(server.url)
    await page.see({ role: 'textbox', name: words.nameLabel })
    const links = await page.map('[slot="login-footer"] a', link => (link as HTMLAnchorElement).href)
    expect(links.map(link => new URL(link).pathname)).toEqual([
      '/inline.html',
      '/bubble.html',
      '/client.html',
      '/other-site.html',
    ])
    for (const link of links) {
      await page.goto(link)
      await page.see('h1')
      const back = await page.map('nav a.home', home => (home as HTMLAnchorElement).href)
      expect(back).toEqual([`${server.url}/`])
      await expectCalm(page)
    }
    await page.close()
  })

  test('[DM2] the element chats in the flow of an article', async () => {
    const page = await engine().page(`${server.url}/inline.html`)
    const composer = { role: 'textbox', name: words.composer(words.room('readers')) }
    await page.click({ role: 'textbox', name: words.nameLabel })
    await page.insert(`Reader in ${name}`)
    await page.press('Enter')
    await page.click(composer)
    await page.insert('a thought')
    await page.press('Enter')
    await seeTexts(page, ['a thought'])
    await expectCalm(page)
    await page.close()
  })

  test('[DM3] the page with its own interface chats over the client alone', async () => {
    const friend = await rawUser(server.url, `Friend for ${name}`)
    await friend.say('lobby', `before, ${name}`)
    const page = await engine().page(`${server.url}/client.html`)
    await page.click('#login input')
    await page.insert(`Owner in ${name}`)
    await page.press('Enter')
    await page.see({ text: `before, ${name}` })
    await friend.say('lobby', `hello, ${name}`)
    await page.see({ text: `hello, ${name}` })
    await page.click('#composer input')
    await page.insert(`mine in ${name}`)
    await page.press('Enter')
    await page.waitFor(
      'the message to be confirmed, once',
      (text: string) => {
        const rows = [...document.querySelectorAll('#log li')].filter(row => row.textContent?.endsWith(text))
        return rows.length === 1 && !rows[0]?.hasAttribute('data-pending')
      },
      `mine in ${name}`,
    )
    await expectCalm(page)
    await friend.leave()
    await page.close()
  })

  test('[DM4] the other site of the demo chats under the strictest policy', async () => {
    const page = await engine().page(site.url)
    await page.click({ role: 'button', name: words.openChat(0) })
    await logIn(page, `Visitor in ${name}`)
    await say(page, `over the fence in ${name}`)
    await seeTexts(page, [`over the fence in ${name}`])
    await expectCalm(page)
    await page.close()
  })
})
