import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ChatServer, startChatServer } from '../support/browser/chat-server.ts'
import { eachEngine } from '../support/browser/each-engine.ts'
import type { Page } from '../support/browser/engine.ts'
import { type HostSite, openHostSite } from '../support/browser/host-site.ts'
import { CLOBBERING, OLD_LIBRARIES } from '../support/browser/old-libraries.ts'
import { rawUser } from '../support/browser/raw-user.ts'

let server: ChatServer
let site: HostSite

/** Chats by itself, since a driver's own code would break on such pages; tells by one text how far it came. */
const DRIVER = `<script>
  window.result = ''
  addEventListener('error', event => { result += ' error: ' + event.message + (event.error && event.error.stack) })
  addEventListener('unhandledrejection', event => { result += ' rejected: ' + (event.reason && event.reason.stack) })
  const wait = setInterval(() => {
    const chat = document.querySelector('chat-widget')
    const root = chat && chat.shadowRoot
    const name = location.hash.slice(1)
    const field = root && root.querySelector('form input, textarea')
    if (!field) return
    const bubbles = root.querySelectorAll('[part~=bubble]')
    const shown = bubbles.length ? bubbles[bubbles.length - 1].textContent : ''
    const button = root.querySelector('[type=submit]')
    const people = root.querySelectorAll('[part~=person-name]')
    if (field.localName === 'input' && !field.dataset.done) {
      field.value = name
      button.click()
      field.dataset.done = 'yes'
    } else if (field.localName === 'textarea' && people.length >= 3 && !field.dataset.done) {
      field.value = 'said by ' + name
      button.click()
      field.dataset.done = 'yes'
    } else if (shown === 'said by ' + name && !root.querySelector('[part~=message] span[title] > svg')) {
      clearInterval(wait)
      // A name, a time or a list that could not be told would be empty
      const time = root.querySelector('[part~=time]')
      result += ' told ' + shown + (time && time.textContent && field.value === '' ? '' : ' without a time')
    }
  }, 30)
</script>`

beforeAll(async () => {
  server = await startChatServer({ args: ['--origins', '*', '--no-limits'] })
  const chat = '<script src="CHAT/chat-widget.js" crossorigin></script><chat-widget></chat-widget>'
  const pages: Record<string, string> = { '/clobbering': `${DRIVER}${CLOBBERING}${chat}` }
  for (const [name, source] of Object.entries(OLD_LIBRARIES))
    pages[`/${name.replaceAll(' ', '-')}`] = `${DRIVER}<script>${source}</script>${chat}`
  site = await openHostSite(pages, () => server.url)
})
afterAll(async () => {
  await site?.close()
  await server?.close()
})

const result = (page: Page) => page.evaluate(() => (window as unknown as { result: string }).result)

eachEngine('a page of others', (engine, name) => {
  test.each([...Object.keys(OLD_LIBRARIES), 'clobbering'])('[WG79] people chat beside %s', async way => {
    const me = `${way} ${name}`.replaceAll(' ', '-').slice(0, 32)
    const friends = [await rawUser(server.url, `1${me}`.slice(0, 32)), await rawUser(server.url, `2${me}`.slice(0, 32))]
    const page = await engine().page(`${site.origin}/${way.replaceAll(' ', '-')}#${me}`)
    await page.waitFor(`${way} to end`, () =>
      /told|error|rejected/.test((window as unknown as { result: string }).result),
    )
    expect(await result(page)).toBe(` told said by ${me}`)
    await friends[0]?.sees(`said by ${me}`)
    await page.close()
    for (const friend of friends) await friend.logout()
  })
})
