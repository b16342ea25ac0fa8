import { isAccount } from '../../sdk/protocol/user-of.ts'
import type { DirectoryNews } from '../ports/directory.ts'
import { LogUnavailable } from '../ports/room-log.ts'

type Listener = (news: DirectoryNews) => void

interface Watcher {
  readonly listener: Listener
  stopped: boolean
}

/** More than a process has connections and rooms. */
const MOST = 1_000_000
/** Every watcher hears it. */
const ALL = ''
/** What is of all who have no account. */
const GUESTS = 'g'

/**
 * Who watches what of the directory. Everybody hears everything in one order, also when a listener causes more, and a listener
 * that watches twice hears it once.
 */
export class DirectoryWatch {
  readonly #watchers = new Map<string, Set<Watcher>>()
  readonly #onFault: (error: unknown) => void
  readonly #most: number
  #size = 0
  #untold: DirectoryNews[] = []

  /** `onFault` gets what a listener throws; none of it gets out otherwise. */
  constructor(onFault: (error: unknown) => void, most = MOST) {
    this.#onFault = onFault
    this.#most = most
  }

  /** How many watch, and how many things they watch. */
  get size(): { watchers: number; watched: number } {
    return { watchers: this.#size, watched: this.#watchers.size }
  }

  room(room: string, listener: Listener): () => void {
    return this.#add(roomKey(room), listener)
  }

  user(user: string, listener: Listener): () => void {
    return this.#add(userKey(user), listener)
  }

  guests(listener: Listener): () => void {
    return this.#add(GUESTS, listener)
  }

  tell(news: readonly DirectoryNews[]): void {
    const telling = this.#untold.length > 0
    this.#untold.push(...news)
    if (telling) return
    for (let at = 0; at < this.#untold.length; at++) this.#tellAll(this.#untold[at] as DirectoryNews)
    this.#untold = []
  }

  clear(): void {
    this.#watchers.clear()
    this.#size = 0
  }

  #add(key: string, listener: Listener): () => void {
    if (this.#size >= this.#most) throw new LogUnavailable('Too many watch the directory.')
    const watcher: Watcher = { listener, stopped: false }
    const watchers = this.#watchers.get(key) ?? new Set()
    this.#watchers.set(key, watchers.add(watcher))
    this.#size++
    return () => {
      watcher.stopped = true
      if (!this.#watchers.get(key)?.delete(watcher)) return
      this.#size--
      if (watchers.size === 0) this.#watchers.delete(key)
    }
  }

  #tellAll(news: DirectoryNews): void {
    const told = new Set<Listener>()
    for (const watcher of [...this.#hearers(news)]) {
      if (watcher.stopped || told.has(watcher.listener)) continue
      told.add(watcher.listener)
      try {
        watcher.listener(news)
      } catch (error) {
        this.#onFault(error)
      }
    }
  }

  *#hearers(news: DirectoryNews): Iterable<Watcher> {
    for (const key of keysOf(news)) {
      if (key === ALL) for (const watchers of this.#watchers.values()) yield* watchers
      else yield* this.#watchers.get(key) ?? []
    }
  }
}

const roomKey = (room: string) => `r ${room}`
const userKey = (user: string) => `u ${user}`

/** What this is news of. */
function keysOf(news: DirectoryNews): string[] {
  switch (news.type) {
    case 'account':
      return [userKey(news.id)]
    case 'room':
    case 'queue':
      return [roomKey(news.room)]
    case 'rights':
      return [roomKey(news.room), userKey(news.user), ...(isAccount(news.user) ? [] : [GUESTS])]
    case 'hold':
      return [roomKey(news.room), isAccount(news.user) ? userKey(news.user) : GUESTS]
    case 'invited':
    case 'blocks':
      return [userKey(news.user)]
    case 'reset':
      return [ALL]
  }
}
