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
): () => void {
  target.addEventListener(type, handler as EventListener)
  return () => target.removeEventListener(type, handler as EventListener)
}

/** Calls when one of the elements has another size, until the returned function is called. */
export function watchSize(handler: () => void, ...elements: Element[]): () => void {
  const observer = new ResizeObserver(handler)
  for (const element of elements) observer.observe(element)
  return () => observer.disconnect()
}

/** Runs them all once. */
export function undoAll(undo: (() => void)[]): void {
  for (const each of undo.splice(0)) each()
}

/** What has the focus inside the tree (document or shadow root) that `node` is in. */
export function focusedIn(node: Node): HTMLElement | null {
  return ((node.getRootNode() as Document | ShadowRoot).activeElement as HTMLElement | null) ?? null
}

/** Whether it can be seen, and so can take the focus. */
export function reachable(element: Element): boolean {
  return !element.closest('[hidden],[inert]') && element.checkVisibility?.({ visibilityProperty: true }) !== false
}

const STOPS = '[tabindex="0"],textarea,input,button,a[href]'

/** Where Tab stops inside `box`, in order. */
export function tabStops(box: HTMLElement): HTMLElement[] {
  return [...box.querySelectorAll<HTMLElement>(STOPS)].filter(
    element => !element.matches('[tabindex="-1"],:disabled') && reachable(element),
  )
}

/** The element inside `box` that should take the focus: what Tab was on, a field, the first stop, or the box itself. */
export function focusTarget(box: HTMLElement): HTMLElement {
  const stops = tabStops(box)
  return stops.find(each => each.matches('[tabindex="0"],textarea,input')) ?? stops[0] ?? box
}
