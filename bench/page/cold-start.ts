import type { Browser, Page } from 'playwright-core'
import { spawnServer } from '../../test/support/spawn-server.ts'
import { launchChromium, type MeasuredPage, openPage } from './chromium.ts'
import { median, round, table } from './figures.ts'

const RUNS = 9
/** A slow 4G line: bytes a second, ms from a request to its answer. */
const SLOW_4G = { offline: false, downloadThroughput: 200_000, uploadThroughput: 94_000, latency: 150 }
const SLOWER_CPU = 4

interface Watched {
  /** The longest task of the page, in ms, its own included; 0: none took 50. */
  longest: number
  /** How far the layout moved by itself: the browser's score. */
  shift: number
  /** When a field could be typed into, in ms since the navigation began. */
  ready: number
}

/** A slow telephone on a slow line, with nothing in its cache: a closed bubble on a page, a login, a return. */
export async function coldStart(): Promise<object> {
  const server = await spawnServer(['--no-limits', '--store', 'memory', '--log-level', 'warn'])
  const browser = await launchChromium()
  const runs = { without: [] as Watched[], bubble: [] as Watched[], visit: [] as Watched[], back: [] as Watched[] }
  const login: number[] = []
  try {
    for (let run = 0; run < RUNS; run++) {
      const bare = await openSlowPage(browser)
      await bare.page.route('**/chat-widget.js', route => route.abort())
      runs.without.push(await visit(bare.page, `${server.url}/bubble.html`))
      await bare.close()
      const { page, close } = await openSlowPage(browser)
      runs.bubble.push(await visit(page, `${server.url}/bubble.html`, 'button'))
      runs.visit.push(await visit(page, server.url, 'input'))
      await page.locator('input').fill(`Reader ${run}`)
      const start = performance.now()
      await page.keyboard.press('Enter')
      await page.waitForFunction(canType, 'textarea', { polling: 'raf' })
      login.push(performance.now() - start)
      runs.back.push(await visit(page, server.url, 'textarea'))
      await close()
    }
  } finally {
    await browser.close()
    await server.stop()
  }
  const of = (watched: readonly Watched[]) => ({
    ready: round(median(watched.map(({ ready }) => ready)), 0),
    longest: round(median(watched.map(({ longest }) => longest)), 0),
    most: round(Math.max(...watched.map(({ longest }) => longest)), 0),
    shift: round(Math.max(...watched.map(({ shift }) => shift)), 3),
  })
  const figures = {
    without: of(runs.without),
    bubble: of(runs.bubble),
    visit: of(runs.visit),
    login: round(median(login), 0),
    back: of(runs.back),
  }
  console.log(`\nA cold start, medians of ${RUNS}, a CPU ${SLOWER_CPU} times slower, slow 4G, no cache`)
  console.log(
    table(
      ['', 'ready, ms', 'longest task, ms', 'of all', 'layout shift'],
      [
        ['the page of the next row without the script: loaded', ...Object.values(figures.without)],
        ['a page with a closed bubble: its button', ...Object.values(figures.bubble)],
        ['a first visit: the name can be typed', ...Object.values(figures.visit)],
        ['from the login on: a message can be typed', figures.login, '', '', ''],
        ['a later visit: a message can be typed', ...Object.values(figures.back)],
      ],
    ),
  )
  return figures
}

/** In a process of its own, so that nothing is warm. */
async function openSlowPage(browser: Browser): Promise<MeasuredPage> {
  const opened = await openPage(browser, 390, 844)
  await opened.page.addInitScript(watch)
  const { cdp } = opened
  await cdp.send('Network.enable')
  await cdp.send('Network.setCacheDisabled', { cacheDisabled: true })
  await cdp.send('Network.emulateNetworkConditions', SLOW_4G)
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOWER_CPU })
  return opened
}

async function visit(page: Page, url: string, field?: string): Promise<Watched> {
  await page.goto(url)
  if (field) await page.waitForFunction(canType, field, { polling: 'raf' })
  const ready = await page.evaluate(() => performance.now())
  // What comes late counts as well
  await page.waitForTimeout(1_000)
  const { longest, shift } = (await page.evaluate(() => (window as unknown as { watched: Watched }).watched)) as Watched
  return { longest, shift, ready }
}

/** Runs in the page: the first field or button of this kind can be used. */
function canType(selector: string): boolean {
  const field = document.querySelector('chat-widget')?.shadowRoot?.querySelector<HTMLInputElement>(selector)
  return !!field && !field.disabled && field.checkVisibility()
}

/** Runs in the page before its scripts. */
function watch(): void {
  const watched = { longest: 0, shift: 0 }
  Object.assign(window, { watched })
  const on = (type: string, take: (entry: PerformanceEntry) => void) =>
    new PerformanceObserver(list => {
      for (const entry of list.getEntries()) take(entry)
    }).observe({ type, buffered: true })
  on('longtask', ({ duration }) => {
    watched.longest = Math.max(watched.longest, duration)
  })
  on('layout-shift', entry => {
    const { value, hadRecentInput } = entry as PerformanceEntry & { value: number; hadRecentInput: boolean }
    if (!hadRecentInput) watched.shift += value
  })
}
