import type { Page } from 'playwright-core'

export interface Recorded {
  /** ms between frames. */
  frames: number[]
  /** ms from a key to the end of the frame that shows it. */
  keys: number[]
}

/** ms from the key that logs in. */
export interface Opening {
  /** Until the newest messages are there. */
  shown: number
  /** Until as much is drawn as a reader at the end has. */
  calm: number
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

/**
 * Runs in the page: ms from the next key until the newest messages stand, and until the log is calm. Measured here,
 * since who asks from outside asks every half second.
 */
export function watchOpening(): void {
  const opening = new Promise<Opening>(resolve => {
    addEventListener(
      'keydown',
      ({ timeStamp }) => {
        let shown = 0
        const look = () => {
          const log = document.querySelector('chat-widget')?.shadowRoot?.querySelector('[role=log]')
          const now = performance.now() - timeStamp
          if (!shown && log?.querySelector('[part~="bubble"]')) shown = now
          if (shown && log && !log.hasAttribute('aria-busy')) resolve({ shown, calm: now })
          else requestAnimationFrame(look)
        }
        look()
      },
      { once: true, capture: true },
    )
  })
  Object.assign(window, { opening })
}

/** Runs in the page: what was watched, once it is over. */
export function opened(): Promise<Opening> {
  return (window as unknown as { opening: Promise<Opening> }).opening
}

/** Logs in and stands in the composer. */
export async function logIn(page: Page, name: string): Promise<void> {
  await page.locator('input').fill(name)
  await page.keyboard.press('Enter')
  await page.locator('textarea').click()
  await page.locator('[role=log]:not([aria-busy])').waitFor({ state: 'attached' })
}
