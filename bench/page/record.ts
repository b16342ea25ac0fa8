import type { Page } from 'playwright-core'

export interface Recorded {
  /** ms between frames. */
  frames: number[]
  /** ms from a key to the end of the frame that shows it. */
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
  // The browser's own event timing waits for a screen, which a headless one does not always have
  const onKey = ({ timeStamp }: Event) =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => keys.push(performance.now() - timeStamp)
      port2.postMessage(undefined)
    })
  addEventListener('keydown', onKey, true)
  const stop = () => {
    cancelAnimationFrame(handle)
    removeEventListener('keydown', onKey, true)
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
