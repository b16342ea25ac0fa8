import { listen } from './behavior.ts'

/** How long a finger rests on a message, in ms, and how far it may slip, in px. */
const LONG_MS = 500
const SLIP = 10

const rowOf = (target: unknown) => (target as Element | null)?.closest<HTMLElement>('[data-key]')

/**
 * Opens the menu of a message by a long press and by the keyboard's own key for it: `open` is told the row's key. A mouse
 * keeps the browser's menu, and so has a link under a finger. Returns what stops it.
 */
export function openMenus(
  list: HTMLElement,
  after: (ms: number, run: () => void) => () => void,
  open: (key: string) => void,
): (() => void)[] {
  let cancel: (() => void) | undefined
  let from: { x: number; y: number } | undefined
  /** The browser's own menu would come over the one that was opened. */
  let opened = false

  function ask(target: unknown): boolean {
    const key = rowOf(target)?.dataset['key']
    opened = key !== undefined
    if (key !== undefined) open(key)
    return opened
  }
  function stop(): void {
    cancel?.()
    cancel = undefined
  }

  return [
    stop,
    listen(list, 'pointerdown', event => {
      stop()
      opened = false
      const { target, pointerType, isPrimary } = event
      if (pointerType !== 'touch' || !isPrimary || (target as Element).closest('a,button')) return
      from = { x: event.clientX, y: event.clientY }
      cancel = after(LONG_MS, () => {
        cancel = undefined
        ask(target)
      })
    }),
    listen(list, 'pointermove', ({ clientX, clientY }) => {
      if (from && Math.hypot(clientX - from.x, clientY - from.y) > SLIP) stop()
    }),
    listen(list, 'pointerup', stop),
    listen(list, 'pointercancel', stop),
    listen(list, 'keydown', event => {
      const { key, shiftKey, ctrlKey, altKey, metaKey } = event
      const asks = (key === 'ContextMenu' && !shiftKey) || (key === 'F10' && shiftKey)
      if (asks && !ctrlKey && !altKey && !metaKey && ask(event.target)) event.preventDefault()
    }),
    listen(list, 'contextmenu', event => {
      if (opened || cancel) event.preventDefault()
      opened = false
    }),
  ]
}
