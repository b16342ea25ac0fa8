import { afterAll, beforeAll, expect, test } from 'vitest'
import { leastHeight } from '../../sdk/widget/styles/message.css.ts'
import { logIn, seeTexts } from '../support/browser/chat-page.ts'
import { type ChatServer, startChatServer } from '../support/browser/chat-server.ts'
import { eachEngine } from '../support/browser/each-engine.ts'
import { rawUser } from '../support/browser/raw-user.ts'

let server: ChatServer
beforeAll(async () => {
  server = await startChatServer()
  const grace = await rawUser(server.url, 'Grace')
  for (const text of ['one', 'two', 'three']) await grace.say('lobby', text)
  await grace.leave()
})
afterAll(() => server?.close())

eachEngine('rows', (engine, name) => {
  test('[VW60] a message of one line has the height that the log reckons with', async () => {
    const page = await engine().page(server.url, { width: 1000, height: 700 })
    await logIn(page, `Ada in ${name}`)
    await seeTexts(page, ['one', 'two', 'three'])
    const heights = await page.map('[part~="message"]', row => row.getBoundingClientRect().height)
    expect(heights).toEqual([leastHeight.first, leastHeight.next, leastHeight.next])
    await page.close()
  })
})
