import type { Found, Target } from './find.ts'
import type { Trouble } from './probe.ts'

export const ENGINES = ['chromium', 'firefox', 'webkit'] as const
export type EngineName = (typeof ENGINES)[number]

export interface PageOptions {
  /** CSS pixels of the viewport. */
  width?: number
  height?: number
  colorScheme?: 'light' | 'dark'
  /** Chromium only. */
  reducedMotion?: boolean
  /** Chromium only. */
  forcedColors?: boolean
  /** Chromium only: device pixels per CSS pixel. */
  scale?: number
  /** A finger is the only pointer; WebKitGTK has a mouse whatever is asked. */
  touch?: boolean
}

/** Runs in the page, so it may use nothing from around it; arguments and result are JSON. */
// biome-ignore lint/suspicious/noExplicitAny: arguments cross into the page as JSON
export type PageFunction<R, A extends any[] = any[]> = (...args: A) => R | Promise<R>

/** A tab, with storage of its own unless another page opened it. Times are in ms. */
export interface Page {
  readonly engine: EngineName
  goto(url: string): Promise<void>
  reload(): Promise<void>
  // biome-ignore lint/suspicious/noExplicitAny: arguments cross into the page as JSON
  evaluate<R, A extends any[]>(fn: PageFunction<R, A>, ...args: A): Promise<R>
  /** Runs a classic script, such as a library's, whatever the policy. */
  inject(source: string): Promise<void>
  /** Polls until `fn` returns something true, and returns that. `why` names what was awaited. */
  // biome-ignore lint/suspicious/noExplicitAny: arguments cross into the page as JSON
  waitFor<R, A extends any[]>(why: string, fn: PageFunction<R, A>, ...args: A): Promise<R>
  /** What matches now, visible or not, through open shadow roots. */
  find(target: Target): Promise<Found[]>
  /** Maps what matches, in tree order; `fn` runs in the page. */
  map<R>(target: Target, fn: (element: Element) => R): Promise<R[]>
  /** Waits for a visible match. */
  see(target: Target, timeout?: number): Promise<Found>
  /** Waits until nothing visible matches. */
  gone(target: Target, timeout?: number): Promise<void>
  /** Waits for a visible match at rest that nothing covers, and presses the mouse in its middle. */
  click(target: Target): Promise<void>
  /** The same with a finger: real touch, which WebKitGTK's driver takes and makes a mouse of. */
  tap(target: Target): Promise<void>
  /** Presses and releases real keys: `Enter`, `Shift+Tab`, `a`. */
  press(...keys: string[]): Promise<void>
  /** Types character by character where the focus is. */
  type(text: string): Promise<void>
  /** Inserts at once where the focus is, as a paste does. */
  insert(text: string): Promise<void>
  /** Turns the wheel over a match; positive is down. */
  wheel(target: Target, deltaY: number): Promise<void>
  /** WebKitGTK's window is at least 447 wide. */
  setViewport(width: number, height: number): Promise<void>
  /** Another tab of the same browser: it shares storage and cookies. Closing this page closes it too. */
  tab(url: string): Promise<Page>
  /** A PNG of the viewport. */
  screenshot(): Promise<Buffer>
  /** Everything that went wrong in this page so far, over all its documents. */
  trouble(): Promise<Trouble>
  close(): Promise<void>
}

export interface Engine {
  readonly name: EngineName
  /** Opens `url` in a new page. */
  page(url: string, options?: PageOptions): Promise<Page>
  close(): Promise<void>
}
