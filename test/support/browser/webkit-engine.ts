import type { Engine, Page, PageOptions } from './engine.ts'
import { createPage } from './page-base.ts'
import { pressAt } from './press-at.ts'
import { openWebKitSession, type Session } from './webdriver.ts'
import { keyActions, textActions } from './webkit-keys.ts'
import { stopXvfb } from './xvfb.ts'

/** Calls a function's source, also an async one, and brings its error back. */
const CALL = (source: string) =>
  `const done = arguments[arguments.length - 1]; const args = [].slice.call(arguments, 0, -1);
   new Promise(resolve => resolve((${source})(...args))).then(v => done({ v }), e => done({ e: String(e) + '\\n' + (e && e.stack) }));`

/** WebKitGTK by W3C WebDriver; each page is a browser of its own. */
export async function launchWebKit(): Promise<Engine> {
  const pages = new Set<Page>()
  return {
    name: 'webkit',
    async page(url, options = {}) {
      const page = await openPage(options)
      pages.add(page)
      await page.goto(url)
      return page
    },
    async close() {
      await Promise.all([...pages].map(page => page.close()))
      await stopXvfb()
    },
  }
}

async function openPage(options: PageOptions): Promise<Page> {
  const session = await openWebKitSession(options.colorScheme ?? 'light')
  const page = tabOf(session, (await session.call('GET', '/window')) as string, () => session.close())
  await page.setViewport(options.width ?? 1024, options.height ?? 768)
  return page
}

/** One tab of a session, which has one tab at a time to talk to. */
function tabOf(session: Session, handle: string, close: () => Promise<void>): Page {
  const ask = async (method: 'GET' | 'POST', path: string, body?: unknown) => {
    await session.choose(handle)
    return session.call(method, path, body)
  }
  const act = async (source: object) => {
    await ask('POST', '/actions', { actions: [source] })
  }
  const keys = (actions: object[]) => act({ type: 'key', id: 'keyboard', actions })
  const call = async (source: string, args: unknown[]) => {
    const result = await ask('POST', '/execute/async', { script: CALL(source), args })
    const { v, e } = result as { v?: unknown; e?: string }
    if (e) throw new Error(e)
    return v ?? undefined
  }
  return createPage({
    engine: 'webkit',
    call,
    async goto(url) {
      await ask('POST', '/url', { url })
    },
    async reload() {
      await ask('POST', '/refresh')
    },
    mouseAt: (x, y) => act(pressAt(x, y, 'mouse')),
    touchAt: (x, y) => act(pressAt(x, y, 'touch')),
    async wheelAt(x, y, deltaY) {
      await act({
        type: 'wheel',
        id: 'wheel',
        actions: [{ type: 'scroll', x: Math.round(x), y: Math.round(y), deltaX: 0, deltaY, duration: 0 }],
      })
      // else the driver takes the same again for one that is turned already
      await session.call('DELETE', '/actions')
    },
    press: key => keys(keyActions(key)),
    type: text => keys(textActions(text)),
    setViewport: (width, height) => resize(ask, call, width, height),
    async tab() {
      const { handle: other } = (await ask('POST', '/window/new', { type: 'window' })) as { handle: string }
      return tabOf(session, other, async () => {
        await session.choose(other)
        await session.call('DELETE', '/window')
      })
    },
    screenshot: async () => Buffer.from((await ask('GET', '/screenshot')) as string, 'base64'),
    close,
  })
}

/** WebDriver sizes the window: the viewport is lower by the browser's bar, which is also the narrowest it gets. */
async function resize(
  ask: (method: 'POST', path: string, body: unknown) => Promise<unknown>,
  call: (source: string, args: unknown[]) => Promise<unknown>,
  width: number,
  height: number,
): Promise<void> {
  const outer = { width, height }
  const end = performance.now() + 5_000
  let seen = ''
  while (performance.now() < end) {
    const window = (await ask('POST', '/window/rect', { x: 0, y: 0, ...outer })) as typeof outer
    const inner = (await call('() => ({ width: innerWidth, height: innerHeight })', [])) as typeof outer
    if (inner.width === window.width && inner.height === height) return
    seen = `${inner.width}x${inner.height}`
    if (inner.height > 0 && inner.height < window.height) outer.height = height + window.height - inner.height
    await new Promise(resolve => setTimeout(resolve, 30))
  }
  throw new Error(`[webkit] The viewport stays ${seen} instead of ${width}x${height}.`)
}
