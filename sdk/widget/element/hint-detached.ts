import type { Clock } from '../../lib/clock.ts'

const HINT_MS = 2_000

/** Says in the console why a method waits, when its element is in no document for so long. Returns what stops it. */
export function hintDetached(element: HTMLElement, clock: Clock): () => void {
  if (element.isConnected) return () => {}
  return clock.after(HINT_MS, () =>
    console.warn(`<${element.localName}> is in no document; its methods wait until it is.`),
  )
}
