import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eachEngine } from '../support/browser/each-engine.ts'
import type { Page } from '../support/browser/engine.ts'
import { type GallerySite, openGallery, showState } from '../support/browser/gallery-site.ts'
import { restAnimations } from '../support/browser/rest-animations.ts'
import type { StateName } from '../support/gallery/states.ts'

const section = readFileSync('docs/theming.md', 'utf8').split('\n## Recipes\n')[1] ?? ''
/** Title of a recipe to its CSS. */
const recipes = new Map(
  [...section.matchAll(/^\*\*(.+?)\.\*\*[\s\S]*?```css\n([\s\S]*?)```/gm)].map(([, title = '', css = '']) => [
    title,
    css,
  ]),
)
const RECIPES = {
  colour: "The site's colour and font",
  square: 'Square and flat',
  round: 'Round',
  corner: "A bubble at the other corner, in the site's own dark",
  people: 'Without the people',
}

let gallery: GallerySite
beforeAll(async () => {
  gallery = await openGallery()
})
afterAll(() => gallery?.close())

test('[TH100] every recipe has its test', () => {
  expect([...recipes.keys()].sort()).toEqual(Object.values(RECIPES).sort())
})

/** Shows a state under a page's own CSS. */
async function dress(page: Page, state: StateName, css: string, theme: 'light' | 'dark' = 'light', lang = 'en-GB') {
  const apply = (text: string) => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(text)
    document.adoptedStyleSheets = [sheet]
  }
  await page.evaluate(apply, css)
  await showState(page, state, theme, lang)
  await page.evaluate(restAnimations)
}

/** One computed property of everything that has a part of this name, and of its pseudo-element. */
function styleOf(page: Page, part: string, property: string, pseudo = ''): Promise<string[]> {
  const read = (name: string, key: string, before: string) => {
    const root = document.querySelector('chat-widget')?.shadowRoot
    const nodes = [...(root?.querySelectorAll(`[part~="${name}"]`) ?? [])]
    return nodes.map(node => getComputedStyle(node, before || null).getPropertyValue(key))
  }
  return page.evaluate(read, part, property, pseudo)
}

/** The box of the first part of this name. */
function boxOf(page: Page, part: string): Promise<{ left: number; right: number; top: number; bottom: number }> {
  const read = (name: string) => {
    const root = document.querySelector('chat-widget')?.shadowRoot
    const { left, right, top, bottom } =
      root?.querySelector(`[part~="${name}"]`)?.getBoundingClientRect() ?? new DOMRect()
    return { left, right, top, bottom }
  }
  return page.evaluate(read, part)
}

eachEngine('theming', (engine, name) => {
  let page: Page
  const phone = name === 'webkit' ? 450 : 390
  const css = (key: keyof typeof RECIPES) => recipes.get(RECIPES[key]) ?? ''
  beforeAll(async () => {
    page = await engine().page(gallery.urlOf('login'), { width: 1000, height: 700 })
    await page.see('[part]')
  })
  afterAll(() => page?.close())

  describe('recipes', () => {
    test('[TH100] the accent is on every control that bears it, on own messages and in the backdrop', async () => {
      await dress(page, 'login', css('colour'))
      await page.waitFor('the accent to be measured', () =>
        document.querySelector('chat-widget')?.shadowRoot?.querySelector('[part=root]')?.matches('[data-accent]'),
      )
      const yellow = /rgb\(255, 212, 0\)/
      const black = 'rgb(0, 0, 0)'
      const bears = async (part: string, pseudo = '') => {
        for (const image of await styleOf(page, part, 'background-image', pseudo)) expect(image, part).toMatch(yellow)
      }
      await bears('join')
      for (const pseudo of ['::before', '::after']) await bears('login', pseudo)
      expect(await styleOf(page, 'join', 'color')).toEqual([black])
      for (const part of ['join', 'input', 'title'])
        expect((await styleOf(page, part, 'font-family'))[0], part).toMatch(/^"?Source Sans 3"?, sans-serif$/)

      await dress(page, 'busy', css('colour'))
      expect((await styleOf(page, 'textarea', 'font-family'))[0]).toMatch(/^"?Source Sans 3"?, sans-serif$/)
      const own = await page.map('[part~="own"] [part~="bubble"]', node => getComputedStyle(node).backgroundImage)
      expect(own.length).toBeGreaterThan(2)
      for (const image of own) expect(image).toMatch(yellow)
      expect(await page.map('[part~="own"] [part~="bubble"]', node => getComputedStyle(node).color)).toContain(black)
      await dress(page, 'bubble-closed', css('colour'))
      await bears('launcher')
    })

    test('[TH100] square and flat is square and flat in every state', async () => {
      for (const state of [
        'login-error',
        'busy',
        'scrolled',
        'failed',
        'loading',
        'empty',
        'drawer',
        'inline',
        'bubble-open',
        'bubble-closed',
        'bubble-question',
      ] as const) {
        await dress(page, state, css('square'))
        const faults = await page.evaluate(() => {
          const root = document.querySelector('chat-widget')?.shadowRoot
          const found: string[] = []
          for (const node of root?.querySelectorAll('*') ?? [])
            for (const pseudo of ['', '::before', '::after']) {
              const style = getComputedStyle(node, pseudo || null)
              if (pseudo && style.content === 'none') continue
              const dot = node.localName === 'i' || (pseudo && node.matches('[data-state]'))
              const round = ['TopLeft', 'TopRight', 'BottomRight', 'BottomLeft'].some(
                corner => Number.parseFloat(style[`border${corner}Radius` as 'borderTopLeftRadius']) > 0,
              )
              const soft = style.boxShadow !== 'none' && !style.boxShadow.includes('inset')
              const fades = style.backgroundImage !== 'none' && !node.matches('[part=day]')
              const what = [round && !dot && 'round', soft && 'shadow', fades && style.backgroundImage].filter(Boolean)
              if (what.length > 0)
                found.push(`${node.localName} ${node.getAttribute('part')}${pseudo}: ${what.join(', ')}`)
            }
          return [...new Set(found)]
        })
        expect({ state, faults }).toEqual({ state, faults: [] })
      }
      // Its ring does not hang on a shadow
      await dress(page, 'busy', css('square'))
      await page.click('textarea')
      expect(await styleOf(page, 'composer', 'outline-style')).toEqual(['solid'])
    })

    test('[TH100] with round controls messages still join, and no field becomes an eye', async () => {
      await dress(page, 'busy', css('round'))
      const corners = await page.map(
        '[part~="own"] [part~="bubble"]',
        node => getComputedStyle(node).borderTopRightRadius,
      )
      expect(new Set(corners)).toEqual(new Set(['18px', '6px']))
      expect(await styleOf(page, 'send', 'border-top-left-radius')).toEqual(['999px'])
      expect(await styleOf(page, 'composer', 'border-top-left-radius')).toEqual(['24px'])
      await dress(page, 'login', css('round'))
      for (const part of ['input', 'join'])
        expect(await styleOf(page, part, 'border-top-left-radius')).toEqual(['999px'])
      expect(await styleOf(page, 'card', 'border-top-left-radius')).toEqual(['24px'])
    })

    test.each(['ltr', 'rtl'])('[TH101] side puts launcher and panel in the other corner, %s', async dir => {
      const put = (side: string, direction: string) => {
        document.documentElement.dir = direction
        document.querySelector('chat-widget')?.setAttribute('side', side)
      }
      for (const side of ['start', 'end']) {
        const left = (side === 'start') === (dir === 'ltr')
        for (const width of [1000, phone]) {
          await page.setViewport(width, 700)
          await dress(page, 'bubble-open', css('corner'), 'dark')
          await page.evaluate(put, side, dir)
          await page.evaluate(restAnimations)
          const [launcher, panel] = [await boxOf(page, 'launcher'), await boxOf(page, 'panel')]
          const at = left ? launcher.left : width - launcher.right
          const beside = left ? panel.left : width - panel.right
          expect({ at, beside }, `${side} ${width}`).toEqual({ at: 32, beside: width === phone ? 0 : 32 })
          if (width === phone) expect(panel).toMatchObject({ left: 0, right: width, top: 0, bottom: 700 })
        }
      }
      expect(await styleOf(page, 'panel', 'background-color')).toEqual(['rgb(16, 20, 24)'])
      expect(await styleOf(page, 'header', 'background-color')).toEqual(['rgb(29, 37, 45)'])
      await page.evaluate(put, 'end', 'ltr')
      await page.setViewport(1000, 700)
    })

    test('[TH100] without the people the messages have all the width, and no button opens them', async () => {
      for (const width of [1000, phone]) {
        await page.setViewport(width, 700)
        await dress(page, 'busy', css('people'))
        expect(await boxOf(page, 'main'), `${width}`).toMatchObject({ left: 0, right: width })
        for (const part of ['people', 'toggle', 'count']) expect(await styleOf(page, part, 'display')).toEqual(['none'])
      }
      await page.setViewport(1000, 700)
    })
  })

  test.each(['en-GB', 'en-US', 'es-MX', 'ko', 'bn', 'my'])(
    '[TH102] times in %s are whole, beside their bubbles',
    async lang => {
      for (const width of [400, 320]) {
        await dress(page, 'inline', `chat-widget[mode=inline] { max-width: ${width}px }`, 'light', lang)
        const faults = await page.map('[part~="message"] [part~="time"]', time => {
          const row = (time.closest('[part~="message"]') as Element).getBoundingClientRect()
          const { left, right, width } = time.getBoundingClientRect()
          const whole = width > 0 && left >= row.left && right <= row.right
          const bubble = time.closest('[part~="message"]')?.querySelector('[part~="bubble"]')?.getBoundingClientRect()
          const apart =
            !bubble || right <= bubble.left || left >= bubble.right || time.getBoundingClientRect().bottom <= bubble.top
          return whole && apart
            ? ''
            : `${time.textContent}: ${Math.round(left - row.left)} to ${Math.round(right - row.left)} of ${row.width}`
        })
        expect(faults.length).toBeGreaterThan(5)
        expect({ width, faults: faults.filter(Boolean) }).toEqual({ width, faults: [] })
      }
    },
  )
})
