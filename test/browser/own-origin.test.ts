import { afterAll, beforeAll, expect, test } from 'vitest'
import { composer, logIn, nameField, say, seeTexts } from '../support/browser/chat-page.ts'
import { type ChatServer, startChatServer } from '../support/browser/chat-server.ts'
import { eachEngine } from '../support/browser/each-engine.ts'
import { expectCalm } from '../support/browser/expect-calm.ts'
import { type Front, openFront } from '../support/browser/front.ts'

let server: ChatServer

beforeAll(async () => {
  server = await startChatServer()
})
afterAll(() => server?.close())

/** Runs in the page: everything that it keeps. */
async function stored(): Promise<string[]> {
  const databases = (await indexedDB.databases?.()) ?? []
  return [
    document.cookie,
    ...Object.keys(localStorage),
    ...Object.keys(sessionStorage),
    ...databases.map(({ name }) => name ?? ''),
  ].filter(Boolean)
}

eachEngine('the server’s own page', (engine, name) => {
  let front: Front
  beforeAll(async () => {
    front = await openFront(server.url)
  })
  afterAll(() => front?.close())

  test('[SX1] the whole chat runs under the page’s policy without a violation', async () => {
    const page = await engine().page(front.url)
    await logIn(page, `Ada in ${name}`)
    await say(page, 'hello')
    await seeTexts(page, ['hello'])
    await expectCalm(page)
    expect(front.reports).toEqual([])
    await page.close()
  })

  test('[SX2] a violation would be reported, also before any script of the page', async () => {
    const page = await engine().page(front.url)
    await page.evaluate(() => {
      const image = document.createElement('img')
      image.src = 'http://127.0.0.1:9/x.png'
      document.body.append(image)
    })
    const end = performance.now() + 10_000
    while (front.reports.length === 0 && performance.now() < end) await page.evaluate(() => undefined)
    expect(front.reports.join()).toContain('img-src')
    expect((await page.trouble()).violations.join()).toContain('img-src')
    front.reports.length = 0
    await page.close()
  })

  test('[DM20] before the login nothing is stored and nobody else is asked', async () => {
    front.requests.length = 0
    const page = await engine().page(front.url)
    await page.see(nameField)
    expect(await page.evaluate(stored)).toEqual([])
    const hosts = await page.evaluate(() =>
      performance.getEntriesByType('resource').map(entry => new URL(entry.name).host),
    )
    expect(new Set(hosts)).toEqual(new Set([new URL(front.url).host]))
    expect(front.requests.filter(request => !request.startsWith('GET '))).toEqual([])
    await page.close()
  })

  test('[DM21] a reload keeps the login, and the messages', async () => {
    const page = await engine().page(front.url)
    await logIn(page, `Grace in ${name}`)
    await say(page, `before the reload of ${name}`)
    await seeTexts(page, [`before the reload of ${name}`])
    await page.reload()
    await page.see(composer)
    await seeTexts(page, [`before the reload of ${name}`])
    await say(page, `after the reload of ${name}`)
    await seeTexts(page, [`before the reload of ${name}`, `after the reload of ${name}`])
    expect(await page.evaluate(() => document.cookie)).toBe('')
    await expectCalm(page)
    await page.close()
  })
})
