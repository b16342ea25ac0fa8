import { mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { STATES, type StateName } from '../gallery/states.ts'
import { accountShots, siteShots } from './account-shots.ts'
import { startChatServer } from './chat-server.ts'
import { contactSheet, type Shot } from './contact-sheet.ts'
import type { Page, PageOptions } from './engine.ts'
import { openForeignSite } from './foreign-site.ts'
import { openFront } from './front.ts'
import { openGallery, showState } from './gallery-site.ts'
import { launch } from './launch.ts'
import { liveShots } from './live-shots.ts'
import { restAnimations } from './rest-animations.ts'

const SIZES = [
  { width: 360, height: 740 },
  { width: 768, height: 1024 },
  { width: 1440, height: 900 },
] as const
const THEMES = ['light', 'dark'] as const

/** Takes every picture whose name holds one of `only`, into a new folder; returns how many. */
export async function takeScreenshots(folder: string, only: readonly string[]): Promise<number> {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const shots: Shot[] = []
  const wanted = (name: string) => only.length === 0 || only.some(part => name.includes(part))
  const shoot = async (state: string, variant: string, page: Page) => {
    const file = `${state}-${variant}.png`
    if (!wanted(file)) return
    await page.evaluate(restAnimations)
    await writeFile(path.join(folder, file), await page.screenshot())
    shots.push({ state, variant, file })
  }

  const engine = await launch('chromium')
  const gallery = await openGallery()
  const shootStates = async (states: readonly StateName[], variant: string, options: PageOptions) => {
    const [first] = states
    if (!first) return
    const page = await engine.page(gallery.urlOf(first), options)
    await page.see('[part]')
    for (const state of states) {
      await showState(page, state)
      await shoot(state, variant, page)
    }
    await page.close()
  }
  const wantsAccounts = only.length === 0 || only.some(part => part.startsWith('account'))
  const shootAccounts = async (variant: string, options: PageOptions & { width: number }) => {
    const server = await startChatServer({ args: ['--no-limits', '--auth', 'guest,password'] })
    const front = await openFront(server.url)
    await accountShots({ engine, front, options }, (state, page) => shoot(state, variant, page))
    await front.close()
    await server.close()
    await siteShots(engine, options, (state, page) => shoot(state, variant, page))
  }
  const stranger = await openForeignSite()
  try {
    for (const size of SIZES)
      for (const colorScheme of THEMES) {
        const variant = `${size.width}-${colorScheme}`
        const options = { ...size, colorScheme }
        const names = (Object.keys(STATES) as StateName[]).filter(state => wanted(`${state}-${variant}.png`))
        await shootStates(names, variant, options)
        if (wantsAccounts) await shootAccounts(variant, options)
        if (!wanted(`live-${variant}.png`) && !only.some(part => part.startsWith('live'))) continue
        const server = await startChatServer({ args: ['--no-limits'] })
        const front = await openFront(server.url)
        stranger.chat = server.url
        const stage = { engine, front, stranger: stranger.origin, options }
        await liveShots(stage, (state, page) => shoot(state, variant, page))
        await front.close()
        await server.close()
      }
    // The same once more at 200 % zoom, and in forced colours
    for (const [variant, options] of [
      ['zoom-200', { width: 720, height: 450, scale: 2 }],
      ['forced-colours', { width: 1440, height: 900, forcedColors: true }],
    ] as const)
      await shootStates(['login', 'busy', 'reconnecting', 'failed', 'bubble-open'], variant, options)
    if (wantsAccounts)
      for (const [variant, width, height] of [
        ['zoom-200', 640, 360],
        ['zoom-200-narrow', 195, 422],
      ] as const)
        await shootAccounts(variant, { width, height, scale: 2 })
  } finally {
    await engine.close()
    await gallery.close()
    await stranger.close()
  }
  await writeFile(path.join(folder, 'index.html'), contactSheet(shots))
  return shots.length
}
