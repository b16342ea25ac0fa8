/** Something that elements do while it runs; `start` and `stop` may be called again and again. */
export interface Behavior {
  start(): void
  stop(): void
}

/** Listens until the returned function is called. */
export function listen<K extends keyof HTMLElementEventMap>(
  target: EventTarget,
  type: K,
  handler: (event: HTMLElementEventMap[K]) => void,
  options?: AddEventListenerOptions,
): () => void {
  target.addEventListener(type, handler as EventListener, options)
  return () => target.removeEventListener(type, handler as EventListener, options)
}

/** Runs them all once. */
export function undoAll(undo: (() => void)[]): void {
  for (const each of undo.splice(0)) each()
}

/** What has the focus inside the tree (document or shadow root) that `node` is in. */
export function focusedIn(node: Node): Element | null {
  return (node.getRootNode() as Document | ShadowRoot).activeElement ?? null
}

const TARGETS = [
  '[tabindex="0"]',
  'textarea:not(:disabled)',
  'input:not(:disabled)',
  'button:not(:disabled)',
  'a[href]',
]

/** Whether it can be seen, and so can take the focus. */
export function reachable(element: Element): boolean {
  return !element.closest('[hidden],[inert]') && element.checkVisibility?.({ visibilityProperty: true }) !== false
}

/** The element inside `container` that should take the focus; the container itself when there is none. */
export function focusTarget(container: HTMLElement): HTMLElement {
  for (const selector of TARGETS) {
    for (const element of container.querySelectorAll<HTMLElement>(selector)) {
      if (reachable(element)) return element
    }
  }
  return container
}
