import { afterAll, beforeAll, expect, test } from 'vitest'
import { cardFaults } from '../support/browser/card-faults.ts'
import { eachEngine } from '../support/browser/each-engine.ts'
import { type GallerySite, openGallery, showState } from '../support/browser/gallery-site.ts'
import { restAnimations } from '../support/browser/rest-animations.ts'
import { smallTargets } from '../support/browser/touch-targets.ts'
import { ORDER_CARDS, type OrderCard } from '../support/gallery/order-cards.ts'

let gallery: GallerySite
beforeAll(async () => {
  gallery = await openGallery()
})
afterAll(() => gallery?.close())

/** Runs in the page: what of the notices about order is outside the screen. */
function outside(): string[] {
  const root = document.querySelector('chat-widget')?.shadowRoot
  const all = [...(root?.querySelectorAll<HTMLElement>('[part=sanction] *, [part=held] *, [part=put-out] *') ?? [])]
  return all
    .filter(element => element.checkVisibility())
    .filter(element => {
      const { left, right } = element.getBoundingClientRect()
      return left < -0.5 || right > innerWidth + 0.5
    })
    .map(element => `sticks out: ${element.localName} ${element.textContent?.slice(0, 20)}`)
}

eachEngine('the cards about order', (engine, name) => {
  // WebKitGTK has a mouse whatever is asked, and its window is 447 wide at least
  const least = name === 'webkit' ? 24 : 44

  test.each([
    [320, 568],
    [390, 844],
    [1000, 700],
  ])(
    '[MD111] nothing of them sticks out or is cut, and a finger hits what is in them, %i x %i',
    async (width, height) => {
      const page = await engine().page(gallery.urlOf('busy'), { width, height, touch: true })
      await page.see('[part~=bubble]')
      const found: string[] = []
      for (const card of Object.keys(ORDER_CARDS) as OrderCard[]) {
        await showState(page, card)
        await page.evaluate(restAnimations)
        const over = card.startsWith('order-') && card !== 'order-list'
        const faults = [...(over ? await page.evaluate(cardFaults) : []), ...(await page.evaluate(outside))]
        for (const fault of faults) found.push(`${card}: ${fault}`)
        // behind a notice there are messages, which have tests of their own
        const small = over || card.startsWith('own-') ? await smallTargets(page, least) : []
        for (const each of small) if (over || !/^(Actions|https)/.test(each)) found.push(`${card}: ${each}`)
      }
      expect(found).toEqual([])
      expect((await page.trouble()).errors).toEqual([])
      await page.close()
    },
  )
})
