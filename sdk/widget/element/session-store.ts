import type { Login, User } from '../../protocol/records.ts'
import type { StorageKind } from './attributes.ts'

/** What is known of a login from earlier. `resume`: it may still count. */
export interface Kept {
  resume: boolean
  /** Left out on the server's own origin, where the cookie carries the session. */
  token?: string | undefined
  /** Who was logged in. */
  user: User | undefined
  /** The last name used. */
  name: string
}

interface Written {
  token?: string
  id?: string
  name?: string
}

/** The part of `Storage` that is used. */
export interface Shelf {
  getItem(key: string): string | null
  setItem(key: string, value: string): void
}

export interface SessionStoreOptions {
  kind: StorageKind
  server: string
  /** The page is of the server's own origin. */
  own: boolean
  /** Where to keep it when the browser refuses, or is not asked. */
  memory: Shelf
}

export interface SessionStore {
  read(): Kept
  write(login: Login): void
  /** Forgets the session; the name stays for the next login. */
  end(): void
}

function shelf(kind: StorageKind, memory: Shelf): Shelf {
  try {
    // The getter itself throws where storage is blocked
    if (kind !== 'none') return kind === 'session' ? sessionStorage : localStorage
  } catch {}
  return memory
}

/** Keeps a login over reloads. Nothing is written before one. */
export function sessionStore({ kind, server, own, memory }: SessionStoreOptions): SessionStore {
  const key = `chat-widget:${server}`

  function load(): Written {
    for (const each of [shelf(kind, memory), memory]) {
      try {
        const value: unknown = JSON.parse(each.getItem(key) ?? 'null')
        if (typeof value === 'object' && value) return value
      } catch {}
    }
    return {}
  }

  function save(value: Written): void {
    const text = JSON.stringify(value)
    try {
      shelf(kind, memory).setItem(key, text)
    } catch {
      memory.setItem(key, text)
    }
  }

  return {
    read() {
      const { token: kept, id, name: said } = load()
      const token = !own && typeof kept === 'string' ? kept : undefined
      const name = typeof said === 'string' ? said.slice(0, 100) : ''
      const user = (own || token) && typeof id === 'string' ? { id, name } : undefined
      // Whether it still counts the server says: the clocks of readers are often wrong
      return { resume: !!(token ?? user), token, user, name }
    },
    write({ token, user }) {
      save({ ...(own ? {} : { token }), id: user.id, name: user.name })
    },
    end() {
      const { name } = load()
      if (name !== undefined) save({ name })
    },
  }
}

/** A shelf that lasts as long as its owner. */
export function memoryShelf(): Shelf {
  // One server at a time is enough, and keeps it small
  let kept = ['', '']
  return {
    getItem: key => (key === kept[0] ? (kept[1] ?? null) : null),
    setItem(...item) {
      kept = item
    },
  }
}
