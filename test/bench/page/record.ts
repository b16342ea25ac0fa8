import type { Page } from 'playwright-core'

export interface Recorded {
  /** ms between frames. */
  frames: number[]
  /** ms from a key to the frame that shows it; those under 16 ms are not told by the browser. */
  keys: number[]
}

interface Recording extends Recorded {
  stop(): void
}

/** Runs in the page: begins to record frames and keys. */
export function record(): void {
  const frames: number[] = []
  const keys: number[] = []
  let last = performance.now()
  let handle = 0
  const next = (now: number) => {
    frames.push(now - last)
    last = now
    handle = requestAnimationFrame(next)
  }
  handle = requestAnimationFrame(next)
  const observer = new PerformanceObserver(list => {
    for (const entry of list.getEntries()) if (entry.name.startsWith('key')) keys.push(entry.duration)
  })
  observer.observe({ type: 'event', durationThreshold: 16, buffered: false } as PerformanceObserverInit)
  const stop = () => {
    cancelAnimationFrame(handle)
    observer.disconnect()
  }
  Object.assign(window, { recording: { frames, keys, stop } satisfies Recording })
}

/** Runs in the page: ends it. */
export function recorded(): Recorded {
  const { recording } = window as unknown as { recording: Recording }
  recording.stop()
  // The first is the wait for the first frame
  return { frames: recording.frames.slice(1), keys: recording.keys }
}

/** Logs in and stands in the composer. */
export async function logIn(page: Page, name: string): Promise<void> {
  await page.locator('input').fill(name)
  await page.keyboard.press('Enter')
  await page.locator('textarea').click()
  await page.locator('[role=log]:not([aria-busy])').waitFor({ state: 'attached' })
}
