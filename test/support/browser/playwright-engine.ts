import { type Browser, chromium, firefox, type Page as PlaywrightPage } from 'playwright-core'
import type { Engine, Page, PageOptions } from './engine.ts'
import { installedEngines } from './engines.mjs'
import { TOUCH_PREFERENCES, tapInFirefox } from './firefox-touch.ts'
import { createPage } from './page-base.ts'
import { probe } from './probe.ts'

const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

function launchChromium(): Promise<Browser> {
  const { chromium: executablePath } = installedEngines()
  return chromium.launch({ ...(executablePath && { executablePath }), args: CHROMIUM_ARGS })
}

/** Firefox takes the colour scheme and its pointer from preferences only, so each is a browser of its own. */
function launchFirefox({ colorScheme, touch }: PageOptions): Promise<Browser> {
  const { firefox: executablePath } = installedEngines()
  const firefoxUserPrefs = {
    'layout.css.prefers-color-scheme.content-override': colorScheme === 'dark' ? 0 : 1,
    ...(touch && TOUCH_PREFERENCES),
  }
  return firefox.launch({ channel: 'moz-firefox', ...(executablePath && { executablePath }), firefoxUserPrefs })
}

/** Chromium by its own protocol, Firefox by WebDriver BiDi, both through Playwright. */
export async function launchPlaywright(name: 'chromium' | 'firefox'): Promise<Engine> {
  const browsers = new Map<string, Promise<Browser>>()
  const browserFor = (options: PageOptions) => {
    const key = name === 'chromium' ? 'all' : `${options.colorScheme ?? 'light'} ${options.touch ?? false}`
    const running = browsers.get(key) ?? (name === 'chromium' ? launchChromium() : launchFirefox(options))
    browsers.set(key, running)
    return running
  }
  await browserFor({})

  return {
    name,
    async page(url, options = {}) {
      const browser = await browserFor(options)
      const context = await browser.newContext(contextOptions(name, options))
      await context.addInitScript(probe)
      const inner = await context.newPage()
      const page = wrap(name, inner, () => context.close())
      await page.goto(url)
      return page
    },
    async close() {
      for (const browser of browsers.values()) await (await browser).close()
    },
  }
}

function contextOptions(name: 'chromium' | 'firefox', options: PageOptions) {
  const viewport = { width: options.width ?? 1024, height: options.height ?? 768 }
  if (name === 'firefox') return { viewport }
  return {
    viewport,
    colorScheme: options.colorScheme ?? 'light',
    reducedMotion: options.reducedMotion ? 'reduce' : 'no-preference',
    forcedColors: options.forcedColors ? 'active' : 'none',
    deviceScaleFactor: options.scale ?? 1,
    hasTouch: options.touch ?? false,
    isMobile: options.touch ?? false,
  } as const
}

function wrap(engine: 'chromium' | 'firefox', inner: PlaywrightPage, close: () => Promise<void>): Page {
  return createPage({
    engine,
    call: (source, args) => inner.evaluate(`(${source})(...${JSON.stringify(args)})`),
    async goto(url) {
      await inner.goto(url)
    },
    async reload() {
      await inner.reload()
    },
    mouseAt: (x, y) => inner.mouse.click(x, y),
    touchAt: (x, y) => (engine === 'firefox' ? tapInFirefox(inner, x, y) : inner.touchscreen.tap(x, y)),
    async wheelAt(x, y, deltaY) {
      await inner.mouse.move(x, y)
      await inner.mouse.wheel(0, deltaY)
    },
    press: key => inner.keyboard.press(key),
    type: text => inner.keyboard.type(text),
    tab: async () => {
      const other = await inner.context().newPage()
      return wrap(engine, other, () => other.close())
    },
    setViewport: (width, height) => inner.setViewportSize({ width, height }),
    screenshot: () => inner.screenshot(),
    close,
  })
}
