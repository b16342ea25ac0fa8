import { afterAll, beforeAll, expect, test } from 'vitest'
import { logIn, say, seePeople, seeTexts, words } from '../support/browser/chat-page.ts'
import { type ChatServer, startChatServer } from '../support/browser/chat-server.ts'
import { eachEngine } from '../support/browser/each-engine.ts'
import { expectCalm } from '../support/browser/expect-calm.ts'
import { type HostSite, openHostSite } from '../support/browser/host-site.ts'
import { rawUser } from '../support/browser/raw-user.ts'

let server: ChatServer
let site: HostSite

const SCRIPT = '<script src="CHAT/chat-widget.js"></script>'
/** A form that hides properties of the document and of itself. */
const CLOBBERED = `<form name="host"><input name="lang"><input name="getRootNode"></form>
<img name="currentScript" src="data:,"><form lang="de"><input name="lang"><input name="closest"><chat-widget></chat-widget></form>`

beforeAll(async () => {
  server = await startChatServer({ args: ['--origins', '*', '--no-limits'] })
  site = await openHostSite(
    {
      '/': `${SCRIPT}<chat-widget></chat-widget>`,
      '/clobbered': `${SCRIPT}${CLOBBERED}`,
    },
    () => server.url,
  )
})
afterAll(async () => {
  await site?.close()
  await server?.close()
})

const TAGS = [
  'en_US',
  'en_US.UTF-8',
  'zh_Hans_CN',
  'x',
  '',
  ' ',
  'de-',
  '-',
  '*',
  'i-klingon',
  'zh-cmn-Hans',
  'C',
  'Türkçe',
]
const LONG = `de-${'x'.repeat(100_000)}`

eachEngine('the language of a page', (engine, name) => {
  test('[WG70] whatever a page says its language is, people come and go and times are told', async () => {
    const page = await engine().page(`${site.origin}/`)
    const [me, one, two] = ['a', 'b', 'c'].map(letter => `${letter} ${name}`) as [string, string, string]
    const friends = [await rawUser(server.url, one), await rawUser(server.url, two)]
    await logIn(page, me)
    for (const [where, tags] of [
      ['the page', [...TAGS, LONG]],
      ['the element', TAGS],
    ] as const)
      for (const tag of tags) {
        await page.evaluate(
          (lang: string, on: string) => {
            const chat = document.createElement('chat-widget')
            const said = on === 'the page' ? document.documentElement : chat
            said.lang = lang
            document.querySelector('chat-widget')?.replaceWith(chat)
          },
          tag,
          where,
        )
        await seePeople(page, [me, one, two])
      }
    await say(page, 'hello')
    await seeTexts(page, ['hello'])
    await expectCalm(page)
    await page.close()
    for (const friend of friends) await friend.logout()
  })

  test('[WG71] a language that changes later is noticed, also around shadow roots, and by a move', async () => {
    const page = await engine().page(`${site.origin}/`)
    await logIn(page, `d ${name}`)
    const spoken = (label: string, lang: string) =>
      page.waitFor(
        `${lang} ${label}`,
        (wanted: string) => {
          const find = (root: ParentNode): Element | undefined =>
            [...root.querySelectorAll('*')]
              .map(each =>
                each.localName === 'chat-widget' ? each : each.shadowRoot ? find(each.shadowRoot) : undefined,
              )
              .find(each => each)
          return find(document)?.shadowRoot?.querySelector('textarea')?.getAttribute('lang') === wanted
        },
        lang,
      )
    await spoken('unknown', '')
    await page.evaluate(() => {
      document.documentElement.lang = 'de_AT'
    })
    await spoken('of the page', 'de-AT')
    await page.evaluate(() => {
      const outer = document.createElement('section')
      const inner = document.createElement('div')
      outer.attachShadow({ mode: 'open' }).append(inner)
      inner.attachShadow({ mode: 'open' }).append(document.querySelector('chat-widget') as Element)
      document.body.append(outer)
    })
    await spoken('through two shadow roots', 'de-AT')
    await page.evaluate(() => {
      document.documentElement.lang = 'fr'
    })
    await spoken('changed through two shadow roots', 'fr')
    await page.evaluate(() => {
      const outer = document.querySelector('section') as HTMLElement
      ;(outer.shadowRoot?.firstElementChild as HTMLElement).lang = 'ja'
    })
    await spoken('of an element inside of a shadow root', 'ja')
    await page.evaluate(() => {
      const outer = document.querySelector('section') as HTMLElement
      outer.shadowRoot?.firstElementChild?.removeAttribute('lang')
    })
    await spoken('of the page again', 'fr')
    await page.evaluate(() => {
      const chat = document.querySelector('section')?.shadowRoot?.firstElementChild?.shadowRoot?.firstElementChild
      const aside = document.createElement('aside')
      aside.lang = 'pl'
      aside.append(chat as Element)
      document.body.append(aside)
    })
    await spoken('of where it was moved', 'pl')
    await expectCalm(page)
    await page.close()
  })

  test('[WG72] English words are marked as English, what people write and times as of the page', async () => {
    const page = await engine().page(`${site.origin}/clobbered`)
    await logIn(page, `e ${name}`)
    await say(page, 'Guten Morgen')
    await seeTexts(page, ['Guten Morgen'])
    const langs = await page.evaluate(() => {
      const root = document.querySelector('chat-widget')?.shadowRoot
      const of = (selector: string) => root?.querySelector(selector)?.closest('[lang]')?.getAttribute('lang')
      const parts = [
        'bubble',
        'heading',
        'textarea',
        'person-name',
        'time',
        'send',
        'toggle',
        'people',
        'logout',
        'log',
      ]
      return Object.fromEntries(parts.map(part => [part, of(`[part~="${part}"]`)]))
    })
    expect(langs).toEqual({
      bubble: 'de',
      heading: 'de',
      textarea: 'de',
      'person-name': 'de',
      time: 'de',
      send: 'en',
      toggle: 'en',
      people: 'en',
      logout: 'en',
      log: 'en',
    })
    const today = await page.map(
      'time',
      element => `${element.closest('[lang]')?.getAttribute('lang')} ${element.textContent}`,
    )
    expect(today[0]).toBe(`en ${words.today}`)
    await expectCalm(page)
    await page.close()
  })
})
