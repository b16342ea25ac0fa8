import { expect, test } from 'vitest'
import { cssText as chatCss } from '../../../../../sdk/widget/styles/chat-screen.css.ts'
import { adopt } from '../../../../../sdk/widget/styles/sheet.ts'
import { cssText as widgetCss } from '../../../../../sdk/widget/styles/widget.css.ts'

const cssText = widgetCss + chatCss

test('[TH4] every widget adopts the same sheets, each once', () => {
  const roots = [1, 2].map(() => document.createElement('div').attachShadow({ mode: 'open' }))
  for (const root of [...roots, ...roots]) for (const css of [widgetCss, chatCss]) adopt(root, css)
  expect(roots[0]?.adoptedStyleSheets).toHaveLength(2)
  expect(roots[0]?.adoptedStyleSheets[0]).toBe(roots[1]?.adoptedStyleSheets[0])
  expect(roots[0]?.adoptedStyleSheets[1]).toBe(roots[1]?.adoptedStyleSheets[1])
  expect(roots[0]?.adoptedStyleSheets[0]).not.toBe(roots[0]?.adoptedStyleSheets[1])
})

test('[TH5] dark comes by attribute, by the page, and by the system unless one of them says light', () => {
  expect(cssText).toContain(':host([theme="dark"])')
  const bySystem = cssText.slice(cssText.indexOf('prefers-color-scheme:dark'))
  expect(bySystem).toMatch(/:host\(:not\(\[theme="light"\]\)\) \.\w+:not\(\[data-scheme="?light"?\]\)/)
})

test('[TH6] the sheet asks for nothing over the network and registers nothing global', () => {
  expect(cssText).not.toMatch(/url\(|@import|@font-face|@property/)
})

test('[TH7] nothing moves for who asked for that', () => {
  const calm = cssText.slice(cssText.indexOf('prefers-reduced-motion:reduce'))
  expect(calm).toContain('animation:none!important')
  expect(calm).toContain('transition:none!important')
})

test('[TH8] the widget takes its shape from its own box: the window is asked for no size but the page’s height', () => {
  expect(cssText).toContain('container-type:size')
  expect(cssText).not.toMatch(/@media[^{]*(width|height)/)
  expect(cssText.match(/[\d.](?:[sld]?v[whib]|vmin|vmax)\b/g)).toEqual(['0dvh'])
})

test('[TH9] sides are start and end, so that right-to-left turns the layout around', () => {
  expect(cssText).not.toMatch(
    /(?:margin|padding|border)-(?:left|right)\b(?!-color)|[{;](?:left|right):|text-align:(?:left|right)/,
  )
})
