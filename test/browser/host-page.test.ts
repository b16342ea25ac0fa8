import { afterAll, beforeAll, expect, test } from 'vitest'
import { logIn, nameField, say, seeTexts } from '../support/browser/chat-page.ts'
import { type ChatServer, startChatServer } from '../support/browser/chat-server.ts'
import { eachEngine } from '../support/browser/each-engine.ts'
import type { Page } from '../support/browser/engine.ts'
import { expectCalm } from '../support/browser/expect-calm.ts'
import { type HostSite, openHostSite } from '../support/browser/host-site.ts'
import { type Inherited, inheritedProperties } from '../support/browser/inherited.ts'

const PAGE = `<!doctype html><html lang="en"><title>A page</title><link rel="icon" href="data:,">
<style>body { margin: 0 }</style><script src="CHAT/chat-widget.js"></script><body></body></html>`

let site: HostSite
let server: ChatServer
let url: string
beforeAll(async () => {
  site = await openHostSite({ '/': PAGE }, () => server.url)
  server = await startChatServer({ args: ['--origins', site.origin, '--no-limits'] })
  url = `${site.origin}/`
})
afterAll(async () => {
  await server?.close()
  await site?.close()
})

/** What theming.md says comes in. */
const NAMED = ['direction', 'visibility', 'pointer-events', 'interactivity', '-webkit-locale']

/** Runs in the page: what is drawn differently with these properties on the page and the element. */
function changedBy(styles: Inherited[]): string[] {
  const host = document.querySelector('chat-widget') as HTMLElement
  const around = [document.documentElement, document.body, host.parentElement as HTMLElement, host]
  const drawn = [...(host.shadowRoot?.querySelectorAll('*') ?? [])].filter(element => !element.matches('slot'))
  const read = () =>
    drawn.map(element => styles.map(([property]) => getComputedStyle(element).getPropertyValue(property)))
  const before = read()
  for (const element of around)
    for (const [property, value] of styles) element.style.setProperty(property, value, 'important')
  const after = read()
  for (const element of around) element.removeAttribute('style')
  const changed = new Set<string>()
  drawn.forEach((element, i) => {
    styles.forEach(([property], k) => {
      const [was, is] = [before[i]?.[k], after[i]?.[k]]
      if (was !== is) changed.add(`${property} of ${element.getAttribute('part')}: ${was} → ${is}`)
    })
  })
  return [...changed].slice(0, 20)
}

const text = 'word '.repeat(300)
/** Where the element may stand in 1000 px, and how large it is there. */
const PLACES: [place: string, html: string, size: string][] = [
  ['block', '<div style="height:420px">$</div>', '1000x420'],
  ['block with padding', '<div style="height:420px;padding:20px;box-sizing:border-box">$</div>', '960x380'],
  ['narrow block', '<div style="width:200px;height:300px">$</div>', '200x300'],
  ['block that scrolls', '<div style="height:420px;overflow:auto">$</div>', '1000x420'],
  ['block without a height', '<div>$</div>', '1000x560'],
  [
    'own border',
    '<div style="height:420px"><chat-widget style="border:5px solid;padding:5px"></chat-widget></div>',
    '1000x420',
  ],
  ['own height', '<chat-widget style="height:300px"></chat-widget>', '1000x300'],
  ['own height, block', '<chat-widget style="display:block;height:300px"></chat-widget>', '1000x300'],
  ['own height, flex', '<chat-widget style="display:flex;height:300px"></chat-widget>', '1000x300'],
  ['own least height', '<chat-widget style="min-height:700px"></chat-widget>', '1000x700'],
  ['own greatest height', '<chat-widget style="max-height:300px"></chat-widget>', '1000x300'],
  ['own greatest width', '<chat-widget style="max-width:300px"></chat-widget>', '300x560'],
  ['row', '<div style="display:flex;height:420px">$</div>', '1000x420'],
  ['row beside another', '<div style="display:flex;height:420px"><p style="width:300px"></p>$</div>', '700x420'],
  ['row beside much text', `<div style="display:flex;height:420px"><p>${text}</p>$</div>`, '240x420'],
  ['row without a height', '<div style="display:flex">$</div>', '1000x560'],
  [
    'row in the middle',
    '<div style="display:flex;place-content:center;place-items:center;height:700px">$</div>',
    '1000x700',
  ],
  ['column', '<div style="display:flex;flex-direction:column;height:420px">$</div>', '1000x420'],
  [
    'column between others',
    '<div style="display:flex;flex-flow:column;height:420px"><p style="margin:0;flex:none;height:50px"></p>$<p style="margin:0;flex:none;height:50px"></p></div>',
    '1000x320',
  ],
  [
    'column that grows',
    '<div style="display:flex;flex-direction:column;min-height:700px"><p style="margin:0;height:50px"></p>$</div>',
    '1000x650',
  ],
  [
    'column that is full',
    '<div style="display:flex;flex-direction:column;height:420px"><p style="margin:0;flex:none;height:500px"></p>$</div>',
    '1000x200, overflows',
  ],
  ['column without a height', '<div style="display:flex;flex-direction:column">$</div>', '1000x560'],
  [
    'column in the middle',
    '<div style="display:flex;flex-direction:column;align-items:center;height:420px">$</div>',
    '400x420',
  ],
  ['inline row', '<div style="display:inline-flex">$</div>', '400x560'],
  ['grid', '<div style="display:grid;height:420px">$</div>', '1000x420'],
  ['grid with rows', '<div style="display:grid;grid-template-rows:50px 1fr;height:420px"><p></p>$</div>', '1000x370'],
  ['grid with columns', '<div style="display:grid;grid-template-columns:1fr 1fr">$<p></p></div>', '500x560'],
  ['grid without a height', '<div style="display:grid">$</div>', '1000x560'],
  ['grid in the middle', '<div style="display:grid;place-items:center;height:700px">$</div>', '400x700'],
  ['grid of its content', '<div style="display:grid;place-content:center;height:700px">$</div>', '400x560'],
  ['absolute parent', '<div style="position:absolute;inset:100px 100px 300px">$</div>', '1000x500'],
  [
    'absolute',
    '<div style="position:relative;height:420px"><chat-widget style="position:absolute;inset:0"></chat-widget></div>',
    '1000x420',
  ],
  [
    'absolute with a width',
    '<div style="position:relative;height:420px"><chat-widget style="position:absolute;right:0;width:300px"></chat-widget></div>',
    '300x420',
  ],
  ['float', '<div style="float:left">$</div>', '400x560'],
  ['floats itself', '<chat-widget style="float:right"></chat-widget>', '400x560'],
  ['float in little room', '<div style="width:320px"><div style="float:left">$</div></div>', '320x560'],
  ['table cell', '<table><tr><td>$</td></tr></table>', '400x560'],
  [
    'table cell beside much text',
    `<table style="width:1000px"><tr><td style="width:100%">${text}</td><td>$</td></tr></table>`,
    '240x560',
  ],
  ['dialog', '<dialog open>$</dialog>', '400x560'],
  ['inline block', '<div style="display:inline-block">$</div>', '400x560'],
  ['inline block itself', '<chat-widget style="display:inline-block"></chat-widget>', '400x560'],
  ['as wide as its content', '<chat-widget style="width:fit-content"></chat-widget>', '400x560'],
  ['as narrow as its content', '<div style="width:min-content">$</div>', '240x560'],
  ['fieldset', '<fieldset style="margin:0;border:0;padding:0;height:420px">$</fieldset>', '1000x420'],
  ['modal dialog', '<dialog data-modal>$</dialog>', '400x560'],
  ['dialog with a height', '<dialog open style="height:300px;padding:0">$</dialog>', '400x300'],
  ['popover', '<div popover style="border:0;padding:0">$</div>', '400x560'],
  [
    'absolute with a gap',
    '<div style="position:relative;height:420px"><chat-widget style="position:absolute;inset:16px"></chat-widget></div>',
    '968x388',
  ],
  [
    'absolute below a bar',
    '<div style="position:relative;height:420px"><chat-widget style="position:absolute;inset:50px 0 0"></chat-widget></div>',
    '1000x370',
  ],
  ['fixed in a corner', '<chat-widget style="position:fixed;bottom:0;right:0"></chat-widget>', '400x560'],
  ['fixed at a side', '<chat-widget style="position:fixed;inset:0 0 0 auto"></chat-widget>', '400x900'],
  ['vertical text', '<div style="writing-mode:vertical-rl;height:420px;width:1000px">$</div>', '400x420'],
]

/** Runs in the page: how large the element and its root are in each place, before and after anything is drawn. */
async function measure(places: [place: string, html: string, size: string][]): Promise<string[]> {
  const main = document.body.appendChild(document.createElement('main'))
  main.style.cssText = 'display: flow-root; width: 1000px'
  const size = ({ width, height }: DOMRect) => `${Math.round(width)}x${Math.round(height)}`
  const seen: string[] = []
  for (const [place, html] of places) {
    main.innerHTML = html.replace('$', '<chat-widget></chat-widget>')
    main.querySelector<HTMLDialogElement>('[data-modal]')?.showModal()
    main.querySelector<HTMLElement>('[popover]')?.showPopover()
    const host = main.querySelector('chat-widget') as HTMLElement
    const root = () => host.shadowRoot?.firstElementChild as Element
    const first = size(host.getBoundingClientRect())
    while (!host.shadowRoot?.querySelector('[part~=panel]')) await new Promise(resolve => setTimeout(resolve))
    await new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve)))
    const last = size(host.getBoundingClientRect())
    const { paddingTop, paddingLeft } = getComputedStyle(host)
    const inner = `${host.clientWidth - 2 * parseFloat(paddingLeft)}x${host.clientHeight - 2 * parseFloat(paddingTop)}`
    const parent = host.parentElement as HTMLElement
    let text = `${place}: ${last}`
    // Out of the flow, and in dialogs, only the next layout knows
    if (first !== last && getComputedStyle(host).position === 'static' && !host.closest('dialog, [popover]'))
      text += `, first ${first}`
    if (size(root().getBoundingClientRect()) !== inner) text += `, its root ${size(root().getBoundingClientRect())}`
    if (parent !== main && parent.scrollHeight > parent.clientHeight) text += ', overflows'
    seen.push(text)
  }
  return seen
}

const WINDOWS = [
  [667, 300],
  [683, 330],
  [320, 480],
  [568, 320],
  [844, 390],
  [1280, 400],
  [1024, 768],
] as const

/** Runs in the page: whether the panel fills the window, and a part of it can be seen whole. */
async function inWindow(name: string) {
  await new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve, 300)))
  const box = (part: string) =>
    document
      .querySelector('chat-widget')
      ?.shadowRoot?.querySelector(`[part~=${part}]`)
      ?.getBoundingClientRect() as DOMRect
  const panel = box('panel')
  const { top, bottom, height } = box(name)
  return {
    fills: panel.width === innerWidth && panel.height === innerHeight,
    inside: top >= 0 && bottom <= innerHeight,
    height: Math.round(height),
  }
}

async function put(page: Page, html: string): Promise<void> {
  await page.evaluate((text: string) => {
    document.body.innerHTML = text
  }, html)
}

eachEngine('a page around the widget', (engine, name) => {
  test('[TH60] nothing that a page inherits comes in but what is named', async () => {
    const page = await engine().page(url)
    const { found } = await page.evaluate(inheritedProperties)
    const properties = new Set(found.map(([property]) => property))
    expect(properties.size).toBeGreaterThan(100)
    for (const known of [
      'text-indent',
      'text-shadow',
      'word-spacing',
      'word-break',
      'white-space-collapse',
      'tab-size',
    ])
      expect([...properties]).toContain(known)
    // The first value of every property, the second, the third
    const rounds = [0, 1, 2].map(round =>
      [...properties]
        .filter(property => !NAMED.includes(property))
        .flatMap(property => found.filter(each => each[0] === property).slice(round, round + 1)),
    )
    const look = async (what: string) => {
      for (const round of rounds) expect(await page.evaluate(changedBy, round), `${what} in ${name}`).toEqual([])
    }
    await put(page, '<style>chat-widget { width: 500px; height: 500px }</style><div><chat-widget></chat-widget></div>')
    await page.see('[part~=join]')
    await look('login')
    await logIn(page, `Ada in ${name}`)
    await say(page, 'Look at https://example.com')
    await seeTexts(page, ['Look at https://example.com'])
    await look('chat')
    await put(page, '<div><chat-widget mode="bubble" open></chat-widget></div>')
    await page.see('[part~=composer]')
    await look('bubble')
    await put(page, '<chat-widget style="visibility: hidden"></chat-widget>')
    await page.waitFor('a hidden chat', () => document.querySelector('chat-widget')?.shadowRoot?.querySelector('form'))
    expect((await page.find('[part~=panel]')).map(({ visible }) => visible)).toEqual([false])
    await expectCalm(page)
    await page.close()
  })

  test('[TH61] it fills a parent that has a size, and has one of its own elsewhere, at once', async () => {
    const page = await engine().page(url, { width: 1200, height: 900 })
    expect(await page.evaluate(measure, PLACES), name).toEqual(PLACES.map(([place, , size]) => `${place}: ${size}`))
    await page.close()
  })

  test('[TH61] it fills a parent that is opened and closed later', async () => {
    const page = await engine().page(url, { width: 1200, height: 900 })
    await put(page, '<div style="height:0;overflow:hidden"><chat-widget></chat-widget></div>')
    await page.waitFor('the panel', () =>
      document.querySelector('chat-widget')?.shadowRoot?.querySelector('[part~=panel]'),
    )
    const become = async (parent: string, height: number) => {
      await page.evaluate((to: string) => {
        const box = document.querySelector('div')
        if (box) box.style.height = to
      }, parent)
      await page.waitFor(
        `${height} px in ${parent}`,
        (wanted: number) => document.querySelector('chat-widget')?.getBoundingClientRect().height === wanted,
        height,
      )
    }
    await become('0px', 560)
    await become('420px', 420)
    await become('0px', 560)
    await become('300px', 300)
    await become('auto', 560)
    await page.close()
  })

  test('[TH62] in a low window too the bubble has room for its log, and its login for the button', async () => {
    const page = await engine().page(url)
    await put(page, `<chat-widget mode="bubble" open room="low-${name}"></chat-widget>`)
    await page.see(nameField)
    const look = async (part: string) => {
      const seen: Record<string, unknown> = {}
      for (const [width, height] of WINDOWS) {
        if (name === 'webkit' && width < 447) continue
        await page.setViewport(width, height)
        seen[`${width}x${height}`] = await page.evaluate(inWindow, part)
      }
      return seen
    }
    for (const [window, seen] of Object.entries(await look('join')))
      expect(seen, `login at ${window}`).toEqual({ fills: window !== '1024x768', inside: true, height: 44 })
    await page.setViewport(1024, 768)
    await logIn(page, `Low in ${name}`, `low-${name}`)
    for (const [window, seen] of Object.entries(await look('scroller')))
      expect((seen as { height: number }).height, `log at ${window}`).toBeGreaterThan(140)
    await page.close()
  })
})
