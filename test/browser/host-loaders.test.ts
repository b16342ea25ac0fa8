import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { composer, logIn, nameField, say, seeTexts } from '../support/browser/chat-page.ts'
import { type ChatServer, startChatServer } from '../support/browser/chat-server.ts'
import { eachEngine } from '../support/browser/each-engine.ts'
import { expectCalm } from '../support/browser/expect-calm.ts'
import { type HostSite, openHostSite } from '../support/browser/host-site.ts'
import { rawUser } from '../support/browser/raw-user.ts'

const dist = path.join(import.meta.dirname, '../../sdk/dist')
const classic = readFileSync(path.join(dist, 'chat-widget.js'), 'utf8')
const module = readFileSync(path.join(dist, 'chat-widget.mjs'), 'utf8')

const CHAT = '<chat-widget server="CHAT"></chat-widget>'
/** As optimizers do it: the script's text in an element that does not run, put into one that does when the page is there. */
const LATER = `addEventListener('load', () => {
  for (const waiting of document.querySelectorAll('script[type="text/waits"]')) {
    const script = document.createElement('script')
    for (const { name, value } of waiting.attributes) if (name !== 'type') script.setAttribute(name, value)
    script.textContent = waiting.textContent
    waiting.replaceWith(script)
  }
})`

/** Ways in which pages and what is before them load the script. */
const LOADERS: Record<string, string> = {
  inlined: `${CHAT}<script>${classic}</script>`,
  'inlined as a module': `${CHAT}<script type="module">${module}</script>`,
  'in a bundle of the site': `<script src="/bundle.js" defer></script>${CHAT}`,
  'as a module though it is none': `<script type="module" src="CHAT/chat-widget.js"></script>${CHAT}`,
  'inlined, and run later': `<script type="text/waits">${classic}</script><script>${LATER}</script>${CHAT}`,
  'by its address, later': `<script type="text/waits" src="CHAT/chat-widget.js"></script><script>${LATER}</script>${CHAT}`,
  'by eval': `${CHAT}<script>fetch('CHAT/chat-widget.js').then(answer => answer.text()).then(eval)</script>`,
  twice: `<script src="CHAT/chat-widget.js"></script>${CHAT}<script src="CHAT/chat-widget.js"></script>
<script type="module" src="CHAT/chat-widget.mjs"></script>`,
  'where currentScript is something else': `<img name="currentScript" src="/evil/x.png">${CHAT}
<script src="CHAT/chat-widget.js"></script>`,
}

let server: ChatServer
let site: HostSite

beforeAll(async () => {
  server = await startChatServer({ args: ['--origins', '*,null', '--no-limits'] })
  const pages: Record<string, string> = {
    '/': `<script src="CHAT/chat-widget.js"></script>${CHAT}<iframe srcdoc="<p>a frame</p>"></iframe>`,
    '/alone': `<script>
  window.told = []
  addEventListener('chat-error', ({ detail }) => told.push(detail.code))
</script><chat-widget server="http://127.0.0.1:9"></chat-widget><script>${classic}</script>`,
    '/bundle.js': `var before = 1\n${classic}\nvar after = 2`,
    '/inner': `<script src="CHAT/chat-widget.js"></script>${CHAT}<script>
  const chat = document.querySelector('chat-widget')
  const tell = (...words) => parent.postMessage(words.join(' '), '*')
  chat.ready.then(() => tell('ready in', origin))
  chat.addEventListener('chat-login', () => tell('logged in'))
  setInterval(() => chat.shadowRoot.activeElement?.localName === 'textarea' && tell('in the composer'), 50)
  addEventListener('message', () => chat.focus())
</script>`,
    '/sandboxed': `<iframe sandbox="allow-scripts" src="/inner" width="600" height="600"></iframe><script>
  window.heard = []
  addEventListener('message', ({ data }) => heard.push(data))
</script>`,
  }
  for (const [way, body] of Object.entries(LOADERS)) pages[`/${way.replaceAll(' ', '-')}`] = body
  site = await openHostSite(pages, () => server.url)
})
afterAll(async () => {
  await site?.close()
  await server?.close()
})

eachEngine('the script, however it is loaded', (engine, name) => {
  test('[WG76] it works inlined, bundled, late, twice', async () => {
    const page = await engine().page(site.origin)
    await logIn(page, `load ${name}`)
    for (const way of Object.keys(LOADERS)) {
      await page.goto(`${site.origin}/${way.replaceAll(' ', '-')}`)
      await page.see(composer).catch(error => {
        throw new Error(`${way}: ${error}`)
      })
      await say(page, way)
      await seeTexts(page, [way])
    }
    await expectCalm(page)
    await page.close()
  })

  test('[WG142] where nothing can be loaded it says so, at the login and to the page', async () => {
    const page = await engine().page(`${site.origin}/alone`)
    await page.click(nameField)
    await page.type('Ann')
    await page.press('Enter')
    await page.waitFor('the reason at the login', () => {
      const field = document.querySelector('chat-widget')?.shadowRoot?.querySelector('[part=error]')
      return field?.textContent?.includes('could not be loaded')
    })
    const told = await page.evaluate(() => (window as unknown as { told: string[] }).told)
    expect(told).toEqual(['network'])
    await page.close()
  })

  test('[WG77] in another document, and back, it has its styles, its session and its keys', async () => {
    const page = await engine().page(site.origin)
    await logIn(page, `move ${name}`)
    await say(page, `before in ${name}`)
    const look = () =>
      page.evaluate(() => {
        const frame = document.querySelector('iframe')?.contentDocument
        const chat = document.querySelector('chat-widget') ?? frame?.querySelector('chat-widget')
        const style = (part: string) => {
          const element = chat?.shadowRoot?.querySelector(`[part~="${part}"]`)
          const { display, position, borderTopLeftRadius, fontSize } = getComputedStyle(element as Element)
          return [display, position, borderTopLeftRadius, fontSize].join(' ')
        }
        return ['panel', 'composer', 'header', 'launcher'].map(style)
      })
    const before = await look()
    const inFrame = (why: string, text: string) =>
      page.waitFor(
        why,
        (wanted: string) => {
          const chat = document.querySelector('iframe')?.contentDocument?.querySelector('chat-widget')
          const field = chat?.shadowRoot?.querySelector('textarea')
          const rows = [...(chat?.shadowRoot?.querySelectorAll('[part~="bubble"]') ?? [])]
          return field && rows.at(-1)?.textContent === wanted
        },
        text,
      )
    for (const how of ['append', 'adoptNode']) {
      await page.evaluate((way: string) => {
        const frame = document.querySelector('iframe') as HTMLIFrameElement
        frame.width = '700'
        frame.height = '600'
        const inner = frame.contentDocument as Document
        const chat = document.querySelector('chat-widget') as Element
        inner.body.append(way === 'append' ? chat : inner.adoptNode(chat))
      }, how)
      await inFrame('the chat in the frame', how === 'append' ? `before in ${name}` : `append in ${name}`)
      expect(await look()).toEqual(before)
      await page.evaluate(() => {
        const inner = document.querySelector('iframe')?.contentWindow
        inner?.focus()
        inner?.document.querySelector<HTMLElement>('chat-widget')?.focus()
      })
      await page.type(`${how} in ${name}`)
      await page.press('Enter')
      await inFrame('what was sent in the frame', `${how} in ${name}`)
      await page.press('F6')
      await page.waitFor('F6 to lead to another region', () => {
        const chat = document.querySelector('iframe')?.contentDocument?.querySelector('chat-widget')
        return chat?.shadowRoot?.activeElement && chat.shadowRoot.activeElement.localName !== 'textarea'
      })
      await page.evaluate(() => {
        const chat = document.querySelector('iframe')?.contentDocument?.querySelector('chat-widget')
        document.body.append(chat as Element)
      })
      await seeTexts(page, [`${how} in ${name}`])
      expect(await look()).toEqual(before)
    }
    await say(page, `back in ${name}`)
    await seeTexts(page, [`back in ${name}`])
    await expectCalm(page)
    await page.close()
  })

  test('[WG78] in a sandboxed frame without forms, storage or an origin people join and write', async () => {
    const friend = await rawUser(server.url, `friend of ${name}`)
    const page = await engine().page(`${site.origin}/sandboxed`)
    const told = (what: string) =>
      page.waitFor(
        what,
        (wanted: string) => (window as unknown as { heard: string[] }).heard.some(line => line.includes(wanted)),
        what,
      )
    await told('ready in null')
    await page.click('iframe')
    await page.evaluate(() => document.querySelector('iframe')?.contentWindow?.postMessage('focus', '*'))
    await page.type(`box ${name}`)
    await page.press('Enter')
    await told('logged in')
    await told('in the composer')
    await page.type(`out of the box in ${name}`)
    await page.press('Enter')
    await friend.sees(`out of the box in ${name}`)
    await expectCalm(page)
    await page.close()
    await friend.logout()
  })
})
