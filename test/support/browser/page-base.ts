import type { EngineName, Page, PageFunction } from './engine.ts'
import { describeElements, type Found, findElements, middleOf, type Target } from './find.ts'
import { probe, readTrouble, type Trouble } from './probe.ts'

const LIMIT = Number(process.env.BROWSER_WAIT_MS ?? 15_000)
const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))

/** What each driver does in its own way. */
export interface Driver {
  engine: EngineName
  /** Evaluates the source of a function, called with `args`. */
  call(source: string, args: unknown[]): Promise<unknown>
  goto(url: string): Promise<void>
  reload(): Promise<void>
  mouseAt(x: number, y: number): Promise<void>
  touchAt(x: number, y: number): Promise<void>
  wheelAt(x: number, y: number, deltaY: number): Promise<void>
  press(key: string): Promise<void>
  type(text: string): Promise<void>
  setViewport(width: number, height: number): Promise<void>
  tab(): Promise<Page>
  screenshot(): Promise<Buffer>
  close(): Promise<void>
}

/** A page over a driver: finding, waiting and troubles are the same in every engine. */
export function createPage(driver: Driver): Page {
  const past: Trouble = { violations: [], errors: [], executed: [], logged: [] }
  let closed = false

  const evaluate = async <R>(fn: PageFunction<R>, ...args: unknown[]) => (await driver.call(String(fn), args)) as R
  const withElements = async <R>(target: Target, fn: (elements: Element[]) => R | Promise<R>) =>
    (await driver.call(`target => (${fn})((${findElements})(target))`, [target])) as R

  async function keepTrouble(): Promise<void> {
    const now = await evaluate(readTrouble).catch(() => undefined)
    if (now) for (const key of Object.keys(past) as (keyof Trouble)[]) past[key].push(...now[key])
  }

  async function until<T>(why: string, poll: () => Promise<T>, limit = LIMIT): Promise<NonNullable<T>> {
    const end = performance.now() + limit
    let last: unknown
    for (;;) {
      try {
        const value = await poll()
        if (value) return value
        last = undefined
      } catch (error) {
        last = error
      }
      if (closed) throw new Error(`The page was closed while waiting for ${why}.`)
      if (performance.now() > end) {
        const shown = await withElements('chat-widget, body', summary).catch(String)
        const cause = last ? ` Last error: ${last}.` : ''
        throw new Error(`[${driver.engine}] Waited ${limit} ms for ${why}.${cause} The page shows: ${shown}`)
      }
      await pause(25)
    }
  }

  const find = (target: Target) =>
    driver.call(`target => (${describeElements})((${findElements})(target))`, [target]) as Promise<Found[]>
  const visible = async (target: Target) => (await find(target)).filter(found => found.visible)

  function spot(target: Target): Promise<{ x: number; y: number }> {
    let reason = ''
    const poll = async () => {
      const result = (await driver.call(`target => (${middleOf})((${findElements})(target)[0])`, [target])) as
        | { x: number; y: number }
        | { not: string }
      if (!('not' in result)) return result
      reason = result.not
      return undefined
    }
    return until(`a place to click ${JSON.stringify(target)}`, poll).catch(error => {
      throw new Error(`${error.message} (${reason})`)
    })
  }

  return {
    engine: driver.engine,
    async goto(url) {
      await keepTrouble()
      await driver.goto(url)
      await evaluate(probe)
    },
    async reload() {
      await keepTrouble()
      await driver.reload()
      await evaluate(probe)
    },
    evaluate: evaluate as Page['evaluate'],
    waitFor: ((why: string, fn: PageFunction<unknown>, ...args: unknown[]) =>
      until(why, () => evaluate(fn, ...args))) as Page['waitFor'],
    async inject(source) {
      await driver.call(`() => {${source}\n}`, [])
    },
    find,
    map: async <R>(target: Target, fn: (element: Element) => R) =>
      (await driver.call(`target => (${findElements})(target).map(element => (${fn})(element))`, [target])) as R[],
    see: (target, limit) => until(JSON.stringify(target), async () => (await visible(target))[0], limit),
    async gone(target, limit) {
      await until(`${JSON.stringify(target)} to go`, async () => (await visible(target)).length === 0, limit)
    },
    async click(target) {
      const { x, y } = await spot(target)
      await driver.mouseAt(x, y)
    },
    async tap(target) {
      const { x, y } = await spot(target)
      await driver.touchAt(x, y)
    },
    async wheel(target, deltaY) {
      const { x, y } = await spot(target)
      await driver.wheelAt(x, y, deltaY)
    },
    async press(...keys) {
      for (const key of keys) await driver.press(key)
    },
    type: text => driver.type(text),
    async insert(text) {
      await evaluate((value: string) => document.execCommand('insertText', false, value), text)
    },
    setViewport: (width, height) => driver.setViewport(width, height),
    async tab(url) {
      const page = await driver.tab()
      await page.goto(url)
      return page
    },
    screenshot: () => driver.screenshot(),
    async trouble() {
      const now = await evaluate(readTrouble)
      const sum = { ...now }
      for (const key of Object.keys(past) as (keyof Trouble)[]) sum[key] = [...past[key], ...now[key]]
      return sum
    },
    async close() {
      if (closed) return
      closed = true
      await driver.close()
    },
  }
}

/** Runs in the page: what it shows, for the message of a failed wait. */
function summary(elements: Element[]): string {
  const texts = elements.map(element => (element.shadowRoot ?? element).textContent ?? '')
  const text = texts.join(' | ').replace(/\s+/g, ' ').trim()
  return text.length > 3_000 ? `${text.slice(0, 1_000)} … ${text.slice(-2_000)}` : text
}
