/** What a page knows about network and sleep. Outside of browsers it says nothing. */
export interface PageSignals {
  /** True when the browser says that there is no network. */
  offline(): boolean
  /** Returns what stops it. */
  listen(heard: (signal: 'wake' | 'sleep') => void): () => void
}

interface Target {
  addEventListener(type: string, listener: () => void, options: { signal: AbortSignal }): void
}

export interface Page extends Partial<Target> {
  navigator?: { onLine?: boolean }
  document?: Target & { visibilityState: string }
}

export function pageSignals(page: Page = globalThis as Page): PageSignals {
  return {
    offline: () => page.navigator?.onLine === false,
    listen(heard) {
      const stop = new AbortController()
      const wake = () => heard('wake')
      const visible = () => {
        if (page.document?.visibilityState === 'visible') wake()
      }
      page.addEventListener?.('online', wake, stop)
      page.addEventListener?.('pageshow', wake, stop)
      page.addEventListener?.('offline', () => heard('sleep'), stop)
      page.document?.addEventListener('visibilitychange', visible, stop)
      return () => stop.abort()
    },
  }
}
