import { toJson } from '../../lib/to-json.ts'

/** Where: in the browser, for this tab, or in the page's memory. */
export type StorageKind = 'local' | 'session' | 'none'

/** One object, by its name, where `storage` says. All elements of a page with the same two share it. */
export interface Shelf {
  /** An empty one where there is none, or nonsense. */
  read(): Record<string, unknown>
  write(value: object): void
  /** Calls when it may have changed: by an element of this page, or by another tab. Returns what ends that. */
  watch(changed: () => void): () => void
}

/** What the browser refuses, or is not asked to keep; the oldest make room. */
const memory = new Map<string, string>()
const MOST = 50
const watchers = new Set<(id: string) => void>()

function storageOf(kind: StorageKind): Storage | undefined {
  try {
    // The getter itself throws where storage is blocked
    if (kind !== 'none') return kind === 'session' ? sessionStorage : localStorage
  } catch {}
  return undefined
}

export function shelf(kind: StorageKind, name: string): Shelf {
  const id = `${kind} ${name}`

  function load(): string | null | undefined {
    try {
      return storageOf(kind)?.getItem(name)
    } catch {
      return undefined
    }
  }

  return {
    read() {
      try {
        // What was refused is newer than what is stored
        const value: unknown = JSON.parse(memory.get(id) ?? load() ?? '')
        if (typeof value === 'object' && value) return value as Record<string, unknown>
      } catch {}
      return {}
    },
    write(value) {
      const text = toJson(value)
      memory.delete(id)
      try {
        const storage = storageOf(kind)
        if (!storage) throw undefined
        storage.setItem(name, text)
      } catch {
        memory.set(id, text)
        for (const oldest of memory.keys()) if (memory.size > MOST) memory.delete(oldest)
        try {
          // What was there before must not be back after a reload
          storageOf(kind)?.removeItem(name)
        } catch {}
      }
      for (const told of [...watchers]) told(id)
    },
    watch(changed) {
      const stop = new AbortController()
      const told = (which: string) => {
        if (which === id) changed()
      }
      const stored = ({ key }: StorageEvent) => {
        if (key === null || key === name) changed()
      }
      watchers.add(told)
      addEventListener('storage', stored, stop)
      // A page that comes back as it was left heard nothing meanwhile
      addEventListener('pageshow', changed, stop)
      return () => {
        watchers.delete(told)
        stop.abort()
      }
    },
  }
}
