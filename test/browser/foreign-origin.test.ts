import { afterAll, beforeAll, expect, test } from 'vitest'
import { composer, logIn, nameField, say, seeTexts, words } from '../support/browser/chat-page.ts'
import { type ChatServer, startChatServer } from '../support/browser/chat-server.ts'
import { eachEngine } from '../support/browser/each-engine.ts'
import { expectCalm } from '../support/browser/expect-calm.ts'
import { type ForeignSite, openForeignSite } from '../support/browser/foreign-site.ts'
import { rawUser } from '../support/browser/raw-user.ts'

let site: ForeignSite
let stranger: ForeignSite
let server: ChatServer

beforeAll(async () => {
  site = await openForeignSite()
  stranger = await openForeignSite()
  server = await startChatServer({ args: ['--origins', site.origin] })
  site.chat = server.url
  stranger.chat = server.url
})

afterAll(async () => {
  await server?.close()
  await site?.close()
  await stranger?.close()
})

eachEngine('a page of another origin under the strict policy', (engine, name) => {
  test('[DM22] the script tag alone gives the whole chat, without a violation', async () => {
    const page = await engine().page(`${site.origin}/inline`)
    await logIn(page, `Ada in ${name}`)
    const friend = await rawUser(server.url, `Grace for ${name}`)
    await friend.say('lobby', `welcome, ${name}`)
    await seeTexts(page, [`welcome, ${name}`])
    await say(page, `thanks from ${name}`)
    await seeTexts(page, [`thanks from ${name}`])
    await friend.leave()
    await expectCalm(page)
    expect(site.reports).toEqual([])
    await page.close()
  })

  test('[DM23] a reload keeps the login by the token, and no cookie is used', async () => {
    const page = await engine().page(`${site.origin}/inline`)
    await page.see(nameField)
    const keys = () => [...Object.keys(localStorage), ...Object.keys(sessionStorage)]
    expect(await page.evaluate(keys)).toEqual([])
    await logIn(page, `Linus in ${name}`)
    expect((await page.evaluate(keys)).length).toBeGreaterThan(0)
    await page.reload()
    await page.see(composer)
    await say(page, `still here in ${name}`)
    await seeTexts(page, [`still here in ${name}`])
    await expectCalm(page)
    await page.close()
  })

  test('[DM24] a bubble opens over the page and closes again', async () => {
    const page = await engine().page(`${site.origin}/bubble`)
    await page.click({ role: 'button', name: words.openChat(0) })
    await logIn(page, `Margaret in ${name}`)
    await say(page, `from the bubble in ${name}`)
    await seeTexts(page, [`from the bubble in ${name}`])
    await page.click({ role: 'button', name: words.closeChat })
    await page.gone(composer)
    await expectCalm(page)
    expect(site.reports).toEqual([])
    await page.close()
  })

  test('[DM25] where the origin is not allowed, the widget says what the owner has to do', async () => {
    const page = await engine().page(`${stranger.origin}/inline`)
    await page.click(nameField)
    await page.insert('Ada')
    await page.press('Enter')
    const { text } = await page.see({ text: `--origins ${stranger.origin}` })
    expect(text).toContain('owner')
    await expectCalm(page)
    expect(stranger.reports).toEqual([])
    await page.close()
  })
})
