/** Not among TypeScript's own types, and not in every browser. */
interface Watcher extends EventTarget {
  destroy(): void
}

/**
 * Where the pointer is a finger, the device's Back closes what lies over the chat, and leaves the page where it is. Where
 * browsers do not tell of it, Back is theirs. Call what it returns once it is closed in another way.
 */
export function onDeviceBack(close: () => void): () => void {
  const { CloseWatcher } = globalThis as { CloseWatcher?: new () => Watcher }
  if (!CloseWatcher || !matchMedia('(pointer: coarse)').matches) return () => {}
  const watcher = new CloseWatcher()
  watcher.addEventListener('close', close)
  return () => watcher.destroy()
}
