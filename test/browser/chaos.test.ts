import { afterAll, beforeAll, expect, test } from 'vitest'
import { startChaosSite } from '../../demo/chaos/chaos-site.mjs'
import { eachEngine } from '../support/browser/each-engine.ts'
import type { EngineName, Page } from '../support/browser/engine.ts'

let site: Awaited<ReturnType<typeof startChaosSite>>
beforeAll(async () => {
  site = await startChaosSite({ port: 0 })
})
afterAll(() => site?.close())

/** Waits until so many of what was sent are acknowledged. */
const acknowledged = (page: Page, atLeast: number) =>
  page.waitFor(
    `${atLeast} acknowledged`,
    least => Number(document.getElementById('acknowledged')?.textContent) >= least,
    atLeast,
  )

const counts = (page: Page) => page.map('.counters dd', count => [count.id, Number(count.textContent)] as const)

/** WebKitGTK's driver now and then loses its session when a frame loads anew; there EE18 and EE23 reload the whole page. */
const faultsFor = (name: EngineName) =>
  ['duplicate', 'cut', 'reload', 'delay', 'reload', 'kill', 'reload'].filter(
    fault => name !== 'webkit' || fault !== 'reload',
  )

eachEngine('the page of chaos', (engine, name) => {
  test('[DM5] whatever its buttons break, all is acknowledged in the end, nothing is lost and nothing is shown twice', async () => {
    const page = await engine().page(site.url)
    await acknowledged(page, 10)
    const count = async (id: string) => Object.fromEntries(await counts(page))[id] ?? 0
    const fail = async (fault: string) => {
      const before = await count('sent')
      await page.click(`#${fault}`)
      await page.waitFor('more', least => Number(document.getElementById('sent')?.textContent) >= least, before + 3)
    }
    for (const fault of faultsFor(name)) await fail(fault)
    // while everything is late a cut loses what is under way, but not each time to somebody who then has a gap
    for (let cuts = 0; cuts < 10 && (await count('healed')) === 0; cuts++) await fail('cut')
    for (const toggle of ['duplicate', 'delay', 'talk']) await page.click(`#${toggle}`)
    await page.waitFor('everything to be acknowledged', () => {
      const of = (id: string) => document.getElementById(id)?.textContent
      return of('sent') === of('acknowledged')
    })
    const { sent, healed, ...rest } = Object.fromEntries(await counts(page))
    expect(sent).toBeGreaterThan(20)
    expect(rest).toEqual({ acknowledged: sent, lost: 0, duplicated: 0 })
    expect(healed).toBeGreaterThan(0)
    await page.close()
  })
})
