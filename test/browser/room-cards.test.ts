import { afterAll, beforeAll, expect, test } from 'vitest'
import { cardFaults } from '../support/browser/card-faults.ts'
import { eachEngine } from '../support/browser/each-engine.ts'
import { type GallerySite, openGallery, showState } from '../support/browser/gallery-site.ts'
import { restAnimations } from '../support/browser/rest-animations.ts'
import { smallTargets } from '../support/browser/touch-targets.ts'
import { ROOM_CARDS, type RoomCard } from '../support/gallery/room-sheets.ts'

let gallery: GallerySite
beforeAll(async () => {
  gallery = await openGallery()
})
afterAll(() => gallery?.close())

/** Runs in the page: of each text in the card, whether it stands where lines begin, by px from there. */
function indents(selector: string): number[] {
  const root = document.querySelector('chat-widget')?.shadowRoot
  const range = document.createRange()
  return [...(root?.querySelectorAll(selector) ?? [])].map(element => {
    range.selectNodeContents(element)
    const text = range.getBoundingClientRect()
    const line = (element.parentElement as Element).getBoundingClientRect()
    return getComputedStyle(element.parentElement as Element).direction === 'rtl'
      ? Math.round(line.right - text.right)
      : Math.round(text.left - line.left)
  })
}

eachEngine('the cards about rooms', (engine, name) => {
  // WebKitGTK has a mouse whatever is asked, and its window is 447 wide at least
  const least = name === 'webkit' ? 24 : 44

  test.each([
    [320, 568],
    [390, 844],
    [820, 1180],
    [720, 420],
  ])(
    '[VW252] nothing of them sticks out or is cut, the way out stays in sight, and a finger hits what is in them, %i x %i',
    async (width, height) => {
      const page = await engine().page(gallery.urlOf('busy'), { width, height, touch: true })
      await page.see('[part~=bubble]')
      const found: string[] = []
      for (const card of Object.keys(ROOM_CARDS) as RoomCard[]) {
        await showState(page, card)
        await page.evaluate(restAnimations)
        for (const fault of await page.evaluate(cardFaults)) found.push(`${card}: ${fault}`)
        for (const small of await smallTargets(page, least)) found.push(`${card}: ${small}`)
      }
      expect(found).toEqual([])
      expect((await page.trouble()).errors).toEqual([])
      await page.close()
    },
  )

  test('[VW253] texts of either direction stand where the lines of the page begin, and what points is mirrored', async () => {
    const page = await engine().page(gallery.urlOf('busy'), { width: 480, height: 800 })
    await page.see('[part~=bubble]')
    for (const card of ['rooms-many', 'rooms-rtl'] as const) {
      await showState(page, card)
      // those that fit into their line
      const rows = await page.evaluate(indents, '[part=room-row] bdi:not([aria-hidden])')
      expect(
        rows.filter(indent => indent > 1),
        card,
      ).toEqual([])
      expect(rows.length).toBeGreaterThan(20)
    }
    const flips = () =>
      page.map('[role=dialog] button svg, [part=rooms-toggle] svg', svg => getComputedStyle(svg).transform)
    await showState(page, 'room-about-rtl')
    expect((await flips()).filter(each => each.startsWith('matrix(-1')).length).toBe(2)
    await showState(page, 'room-about-long')
    expect((await flips()).filter(each => each !== 'none')).toEqual([])
    await page.close()
  })
})
