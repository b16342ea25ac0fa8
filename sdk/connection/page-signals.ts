/** What a page knows about network and sleep. Outside of browsers it says nothing. */
export interface PageSignals {
  /** True when the browser says that there is no network. */
  offline(): boolean
  /** Returns what stops it. */
  listen(heard: (signal: 'wake' | 'sleep') => void): () => void
}

interface Target {
  addEventListener(type: string, listener: () => void): void
  removeEventListener(type: string, listener: () => void): void
}

export interface Page extends Partial<Target> {
  navigator?: { onLine?: boolean }
  document?: Target & { visibilityState: string }
}

export function pageSignals(page: Page = globalThis as Page): PageSignals {
  return {
    offline: () => page.navigator?.onLine === false,
    listen(heard) {
      const wake = () => heard('wake')
      const sleep = () => heard('sleep')
      const visible = () => {
        if (page.document?.visibilityState === 'visible') wake()
      }
      page.addEventListener?.('online', wake)
      page.addEventListener?.('pageshow', wake)
      page.addEventListener?.('offline', sleep)
      page.document?.addEventListener('visibilitychange', visible)
      return () => {
        page.removeEventListener?.('online', wake)
        page.removeEventListener?.('pageshow', wake)
        page.removeEventListener?.('offline', sleep)
        page.document?.removeEventListener('visibilitychange', visible)
      }
    },
  }
}
