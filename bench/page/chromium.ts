import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core'
import { installedEngines } from '../../test/support/browser/engines.mjs'

const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--enable-precise-memory-info']
/** Frames as fast as they come, where the wait for the screen is not what is measured. */
export const UNLIMITED = ['--disable-frame-rate-limit', '--disable-gpu-vsync']

export function launchChromium(args: readonly string[] = []): Promise<Browser> {
  const executablePath = installedEngines().chromium
  return chromium.launch({ ...(executablePath && { executablePath }), args: [...ARGS, ...args] })
}

/** Times in ms, sizes in bytes. */
export interface PageCost {
  task: number
  script: number
  layout: number
  style: number
  heap: number
  nodes: number
}

export interface MeasuredPage {
  page: Page
  cdp: CDPSession
  /** What the page has cost so far. */
  cost(): Promise<PageCost>
  /** The same after a collection of garbage. */
  settled(): Promise<PageCost>
  close(): Promise<void>
}

export async function openPage(browser: Browser, width = 1000, height = 700): Promise<MeasuredPage> {
  const context = await browser.newContext({ viewport: { width, height } })
  const page = await context.newPage()
  const cdp = await context.newCDPSession(page)
  await cdp.send('Performance.enable')
  const cost = async (): Promise<PageCost> => {
    const { metrics } = await cdp.send('Performance.getMetrics')
    const of = (name: string) => metrics.find(metric => metric.name === name)?.value ?? 0
    return {
      task: of('TaskDuration') * 1000,
      script: of('ScriptDuration') * 1000,
      layout: of('LayoutDuration') * 1000,
      style: of('RecalcStyleDuration') * 1000,
      heap: of('JSHeapUsedSize'),
      nodes: of('Nodes'),
    }
  }
  return {
    page,
    cdp,
    cost,
    async settled() {
      await cdp.send('HeapProfiler.collectGarbage')
      return cost()
    },
    close: () => context.close(),
  }
}
