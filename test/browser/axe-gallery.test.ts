import { afterAll, beforeAll, expect, test } from 'vitest'
import { axeFindings } from '../support/browser/axe.ts'
import { eachEngine } from '../support/browser/each-engine.ts'
import { type GallerySite, openGallery, showState } from '../support/browser/gallery-site.ts'
import { STATES, type StateName } from '../support/gallery/states.ts'

let gallery: GallerySite
beforeAll(async () => {
  gallery = await openGallery()
})
afterAll(() => gallery?.close())

eachEngine('the gallery', (engine, name) => {
  // Wide and narrow show different things; one theme each keeps it short, and contrast has tests of its own
  for (const [theme, width] of [
    ['light', 1000],
    ['dark', 480],
  ] as const)
    test(`[AX50] axe finds nothing in any state, ${theme}, ${width} wide`, async () => {
      const findings: string[] = []
      const page = await engine().page(gallery.urlOf('login', theme), { width, height: 700 })
      await page.see('chat-widget')
      for (const state of Object.keys(STATES) as StateName[]) {
        await showState(page, state, theme)
        for (const finding of await axeFindings(page)) findings.push(`${state}: ${finding}`)
      }
      const { violations, errors } = await page.trouble()
      await page.close()
      expect({ findings, violations, errors }, name).toEqual({ findings: [], violations: [], errors: [] })
    })
})
