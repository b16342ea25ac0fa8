import { afterAll, beforeAll, expect, test } from 'vitest'
import { logIn, say, seeTexts } from '../support/browser/chat-page.ts'
import { type ChatServer, startChatServer } from '../support/browser/chat-server.ts'
import { eachEngine } from '../support/browser/each-engine.ts'
import type { Page } from '../support/browser/engine.ts'
import { type HostSite, openHostSite } from '../support/browser/host-site.ts'

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

/** Runs in the page: whether the widget is drawn in this scheme. */
function shows(scheme: string): boolean {
  const panel = document.querySelector('chat-widget')?.shadowRoot?.querySelector('[part~=panel]')
  if (!panel) return false
  const { colorScheme, backgroundColor } = getComputedStyle(panel)
  const light = Number(/oklch\(([\d.]+)/.exec(backgroundColor)?.[1] ?? 0) > 0.5
  return colorScheme === scheme && light === (scheme === 'light')
}

/** Runs in the page: the element at the middle of a part. */
function topmost(part: string): string | undefined {
  const box = document
    .querySelector('chat-widget')
    ?.shadowRoot?.querySelector(`[part~=${part}]`)
    ?.getBoundingClientRect()
  return box && document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)?.localName
}
function topmostIsChat(): boolean {
  return document.elementFromPoint(innerWidth - 48, innerHeight - 48)?.localName === 'chat-widget'
}
function inCorner(): boolean {
  const launcher = document.querySelector('chat-widget')?.shadowRoot?.querySelector('[part~=launcher]')
  const { left = 0, top = 0 } = launcher?.getBoundingClientRect() ?? {}
  return left > 900 && top > 700
}
function placed(id: string): boolean {
  const launcher = document.querySelector(`#${id}`)?.shadowRoot?.querySelector('[part~=launcher]')
  return !!launcher && launcher.getBoundingClientRect().width > 0
}
function press(id: string): void {
  document.querySelector(`#${id}`)?.shadowRoot?.querySelector<HTMLElement>('[part~=launcher]')?.click()
}
/** Runs in the page: whether nothing but this element can be hit. */
function covers(id: string): boolean {
  const launchers = [...document.querySelectorAll('chat-widget')].map(
    each => each.shadowRoot?.querySelector('[part~=launcher]')?.getBoundingClientRect() as DOMRect,
  )
  return launchers.every(({ x, y }) => document.elementFromPoint(x + 20, y + 20)?.id === id)
}
function restyle(selector: string, style: string): void {
  for (const each of ['html', 'body']) document.querySelector(each)?.removeAttribute('style')
  document.querySelector(selector)?.setAttribute('style', style)
}
/** Runs in the page: whether launcher and panel are in the window, and the login's button can be pressed. */
function onScreen(): boolean {
  const host = document.querySelector('chat-widget') as Element & { currentCSSZoom?: number }
  const root = host.shadowRoot
  if (!root?.querySelector('[part~=join]')) return false
  // WebKit measures in the zoomed element's own pixels
  let zoom = 1
  if (host.currentCSSZoom === undefined)
    for (let each: Element | null = host; each; each = each.parentElement)
      zoom *= Number(getComputedStyle(each).zoom || 1)
  return ['launcher', 'panel', 'join'].every(part => {
    const { left, top, right, bottom } = (root.querySelector(`[part~=${part}]`) as Element).getBoundingClientRect()
    const inside = left >= 0 && top >= 0 && right * zoom <= innerWidth + 1 && bottom * zoom <= innerHeight + 1
    const scroller = root.querySelector('[part~=login] > div') as Element
    return right > left && (inside || (part === 'join' && scroller.scrollHeight > scroller.clientHeight))
  })
}
/** Runs in the page: takes its styles for those of paper. */
function asPrinted(): void {
  const walk = (rules: CSSRuleList) => {
    for (const rule of rules)
      if (rule instanceof CSSMediaRule) {
        const { media } = rule
        if (media.mediaText === 'print') media.mediaText = 'all'
        else if (/^not print|^screen/.test(media.mediaText)) media.mediaText = 'not all'
      }
  }
  for (const { shadowRoot } of document.querySelectorAll('chat-widget'))
    for (const sheet of shadowRoot?.adoptedStyleSheets ?? []) walk(sheet.cssRules)
}
/** Runs in the page: what there is to see of the first chat. */
function sheet() {
  const host = document.querySelector('chat-widget') as HTMLElement
  const parts = (name: string) => [...(host.shadowRoot?.querySelectorAll(`[part~=${name}]`) ?? [])] as HTMLElement[]
  const shown = (name: string) => parts(name).some(each => each.checkVisibility({ visibilityProperty: true }))
  const [bubble] = parts('bubble')
  const [scroller] = parts('scroller')
  const light = Number(/oklch\(([\d.]+)/.exec(bubble ? getComputedStyle(bubble).color : '')?.[1] ?? 1) > 0.5
  const box = host.getBoundingClientRect()
  return {
    height: box.height,
    composer: shown('composer'),
    people: shown('people'),
    clipped: parts('bubble').some(
      each => each.getBoundingClientRect().top < (scroller?.getBoundingClientRect().top ?? 0),
    ),
    scheme: getComputedStyle(bubble ?? host).colorScheme,
    ink: light ? 'light' : 'dark',
    drawn: parts('bubble').length,
    texts: parts('bubble').filter(each => each.getBoundingClientRect().bottom <= box.bottom).length,
  }
}

async function put(page: Page, html: string): Promise<void> {
  await page.evaluate((text: string) => {
    document.body.innerHTML = text
  }, html)
}

eachEngine('a page above and below the widget', engine => {
  test.each(['light', 'dark'] as const)(
    '[TH5] auto is what the page is made for, else the system, here %s',
    async system => {
      const page = await engine().page(url, { colorScheme: system })
      await put(page, '<div><chat-widget></chat-widget></div>')
      await page.see('[part~=panel]')
      const steps: [what: string, change: () => void, scheme: 'light' | 'dark'][] = [
        ['nothing', () => {}, system],
        ['a light root', () => document.documentElement.style.setProperty('color-scheme', 'light'), 'light'],
        ['a dark root', () => document.documentElement.style.setProperty('color-scheme', 'dark'), 'dark'],
        ['both', () => document.documentElement.style.setProperty('color-scheme', 'light dark'), system],
        ['only light', () => document.documentElement.style.setProperty('color-scheme', 'only light'), 'light'],
        ['nothing again', () => document.documentElement.removeAttribute('style'), system],
        ['dark around it', () => document.querySelector('div')?.style.setProperty('color-scheme', 'dark'), 'dark'],
        [
          'light on itself',
          () => document.querySelector('chat-widget')?.setAttribute('style', 'color-scheme: light'),
          'light',
        ],
        [
          'moved out of the dark',
          () => document.body.append(document.querySelector('chat-widget') as Element),
          'light',
        ],
        ['nothing on itself', () => document.querySelector('chat-widget')?.removeAttribute('style'), system],
        [
          'a dark meta',
          () => document.head.insertAdjacentHTML('beforeend', '<meta name=color-scheme content=dark>'),
          'dark',
        ],
        [
          'a light meta',
          () => document.querySelector('[name=color-scheme]')?.setAttribute('content', 'light'),
          'light',
        ],
        [
          'a meta with both',
          () => document.querySelector('[name=color-scheme]')?.setAttribute('content', 'light dark'),
          system,
        ],
        ['dark by attribute', () => document.querySelector('chat-widget')?.setAttribute('theme', 'dark'), 'dark'],
        ['light by attribute', () => document.querySelector('chat-widget')?.setAttribute('theme', 'light'), 'light'],
      ]
      for (const [what, change, scheme] of steps) {
        await page.evaluate(change)
        await page.waitFor(`${scheme} for ${what}`, shows, scheme)
      }
      // At the start, before it is seen
      await page.evaluate(() => document.documentElement.style.setProperty('color-scheme', 'dark'))
      await put(page, '<chat-widget></chat-widget>')
      await page.waitFor('a dark start', shows, 'dark')
      await put(page, '<chat-widget mode="bubble"></chat-widget>')
      await page.waitFor('a dark bubble', shows, 'dark')
      await page.close()
    },
  )

  test('[WG60] with layer="page" what the page puts above the launcher is above it, else nothing is', async () => {
    const page = await engine().page(url, { width: 1000, height: 800 })
    const above = async (attributes: string, style = '') => {
      await put(
        page,
        `<div style="position:fixed;inset:auto 0 0;height:120px;z-index:5000">We use cookies.</div>
        <chat-widget mode="bubble" ${attributes} style="${style}"></chat-widget>`,
      )
      // In its corner, with its styles
      await page.waitFor('the launcher', inCorner)
      return page.evaluate(topmost, 'launcher')
    }
    expect(await above('')).toBe('chat-widget')
    expect(await above('layer="nonsense"')).toBe('chat-widget')
    expect(await above('layer="page"')).toBe('div')
    expect(await above('layer="page"', '--chat-z: 6000')).toBe('chat-widget')
    // Also when it changes
    await page.evaluate(() => document.querySelector('chat-widget')?.setAttribute('style', ''))
    expect(await page.evaluate(topmost, 'launcher')).toBe('div')
    await page.evaluate(() => document.querySelector('chat-widget')?.removeAttribute('layer'))
    await page.waitFor('the launcher above all', topmostIsChat)
    await page.close()
  })

  test('[WG60] what is hidden is not seen, in any mode and layer', async () => {
    const page = await engine().page(url, { width: 1000, height: 800 })
    await put(page, '<chat-widget mode="bubble"></chat-widget>')
    await page.waitFor('the launcher', inCorner)
    for (const attributes of ['mode="bubble"', 'mode="bubble" layer="page"', 'mode="page"', 'mode="inline"']) {
      await put(page, `<chat-widget ${attributes} hidden open></chat-widget>`)
      await page.waitFor('the panel', () =>
        document.querySelector('chat-widget')?.shadowRoot?.querySelector('[part~=panel]'),
      )
      expect(await page.map('chat-widget', each => getComputedStyle(each).display), attributes).toEqual(['none'])
      expect((await page.find('[part~=panel]')).map(({ visible }) => visible)).toEqual([false])
    }
    await page.close()
  })

  test.each(['top', 'page'])(
    '[WG61] bubbles of one page stand beside each other, and one is open, layer %s',
    async layer => {
      const page = await engine().page(url, { width: 1000, height: 800 })
      const bubble = (id: string, more = '') =>
        `<chat-widget id="${id}" mode="bubble" layer="${layer}" ${more}></chat-widget>`
      await put(page, bubble('a') + bubble('b', 'style="--chat-hue:20"') + bubble('c', 'side="start"'))
      await page.waitFor('three launchers', () =>
        [...document.querySelectorAll('chat-widget')].every(each => each.shadowRoot?.querySelector('[part~=launcher]')),
      )
      const lefts = () => page.map('[part~=launcher]', launcher => Math.round(launcher.getBoundingClientRect().left))
      await expect.poll(lefts).toEqual([924, 856, 20])
      const open = (id: string) => page.evaluate(press, id)
      const opened = () => page.map('chat-widget[open]', element => element.id)
      await open('a')
      await page.see('chat-widget[open]#a [part~=join], [part~=join]')
      expect(await opened()).toEqual(['a'])
      await open('b')
      await page.waitFor('a to close', () => !document.querySelector('#a')?.hasAttribute('open'))
      await open('c')
      await page.waitFor('c to open', () => document.querySelector('#c')?.hasAttribute('open'))
      await page.waitFor('b to close', () => !document.querySelector('#b')?.hasAttribute('open'))
      expect(await opened()).toEqual(['c'])
      // Where a panel fills the window it covers the launchers of the others
      await page.setViewport(500, 700)
      // Its button does what is seen on it
      await page.waitFor('a to be drawn as closed', () => {
        const root = document.querySelector('#a')?.shadowRoot
        return root?.querySelector('[part~=launcher]')?.getAttribute('aria-expanded') === 'false'
      })
      await open('a')
      await page.waitFor('a above the others', covers, 'a')
      // A place that gets free is taken again, and nobody moves
      await page.setViewport(1000, 800)
      await page.evaluate(() => document.querySelector('#a')?.remove())
      await page.evaluate((html: string) => document.body.insertAdjacentHTML('beforeend', html), bubble('d'))
      await page.waitFor('another launcher', placed, 'd')
      await expect.poll(lefts).toEqual([856, 20, 924])
      await page.close()
    },
  )

  test('[TH63] a page that is zoomed or scaled has the bubble and its panel on the screen', async () => {
    const page = await engine().page(url, { width: 1000, height: 800 })
    for (const style of [
      'zoom: 2',
      'zoom: 1.5',
      'zoom: .5',
      'transform: scale(2)',
      'transform: rotate(3deg)',
      'filter: blur(0)',
    ])
      for (const place of ['html', 'body', 'div']) {
        await page.evaluate(restyle, 'none', '')
        await put(page, '<div><p>Words</p><chat-widget mode="bubble" open></chat-widget></div>')
        await page.evaluate(restyle, place, style)
        await page.waitFor(`the panel on the screen with ${style} on ${place}`, onScreen)
      }
    await page.close()
  })

  test('[TH63] a bubble that is open at the load is drawn wherever it stands', async () => {
    const page = await engine().page(url, { width: 1000, height: 800 })
    for (const style of ['transform: translateX(0)', 'filter: blur(0)', 'contain: layout', 'will-change: transform']) {
      await put(page, `<main style="${style}"><p>Words</p><chat-widget mode="bubble" open></chat-widget></main>`)
      await page.waitFor(`the field with ${style}`, () => {
        const field = document.querySelector('chat-widget')?.shadowRoot?.querySelector('[part~=login] input')
        return !!field && field.getBoundingClientRect().width > 200
      })
    }
    await page.close()
  })

  test('[TH64] on paper a bubble is absent, and a chat is as long as its messages, without what can be pressed', async () => {
    const page = await engine().page(url, { width: 800, height: 600 })
    await put(page, '<div style="height:300px"><chat-widget theme="dark"></chat-widget></div>')
    await logIn(page, `Paper in ${page.engine}`)
    for (let i = 0; i < 12; i++) await say(page, `line ${i}`)
    await seeTexts(page, ['line 11'])
    const before = await page.evaluate(sheet)
    expect(before).toMatchObject({ height: 300, composer: true, clipped: true, scheme: 'dark' })
    await page.evaluate(asPrinted)
    const printed = await page.evaluate(sheet)
    expect(printed).toMatchObject({
      composer: false,
      people: false,
      clipped: false,
      scheme: 'light',
      ink: 'dark',
    })
    expect(printed.drawn).toBeGreaterThan(8)
    expect(printed.texts).toBe(printed.drawn)
    expect(printed.height).toBeGreaterThan(400)
    await put(page, '<chat-widget mode="page"></chat-widget><chat-widget mode="bubble" open></chat-widget>')
    await page.waitFor('both', () =>
      [...document.querySelectorAll('chat-widget')].every(each => each.shadowRoot?.querySelector('[part~=bubble]')),
    )
    const printedAnew = async () => {
      // what styles came with these since
      await page.evaluate(asPrinted)
      return page.evaluate(sheet)
    }
    await expect.poll(printedAnew).toMatchObject({ composer: false, clipped: false })
    expect((await page.map('chat-widget', element => getComputedStyle(element).display))[1]).toBe('none')
    await page.close()
  })
})
