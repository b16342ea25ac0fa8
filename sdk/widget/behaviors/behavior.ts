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
