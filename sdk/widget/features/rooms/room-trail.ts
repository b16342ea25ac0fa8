import { type Mark, markIn, withMark } from './trail-mark.ts'

export interface TrailHost {
  readonly window: Pick<Window, 'history'> & EventTarget
  /** Whether Back belongs to the rooms; else it is the page's alone. */
  isOn(): boolean
  /** Tells this element from others of the page, also after a reload. */
  element(): string
  /** The id of who reads; undefined: nobody. */
  me(): string | undefined
  /** Whether this is an id of theirs. */
  isMe(user: string): boolean
  /** The room that is shown. */
  shown(): string | undefined
  /** Back or Forward leads there, or a reload. */
  back(room: string): void
}

/**
 * The rooms that a reader goes through, as entries of the browser's history: of the same address, with the page's own state
 * and a mark in it. What has no mark of this element and reader is the page's. Never throws: a frame may have no history.
 */
export class RoomTrail {
  readonly #host: TrailHost
  /** Left for good. */
  readonly #left = new Set<string>()
  readonly #popped = () => this.#follow()
  #resumed = false

  constructor(host: TrailHost) {
    this.#host = host
    host.window.addEventListener('popstate', this.#popped)
  }

  /** Once somebody is in a room: after a reload, the one of the entry is shown again. */
  resume(): void {
    if (this.#resumed || this.#host.me() === undefined || this.#host.shown() === undefined) return
    this.#resumed = true
    this.#follow()
  }

  /** They go to this room, and Back leads to the one that is shown. */
  to(room: string): void {
    const from = this.#host.shown()
    this.#left.delete(room)
    if (from === undefined || from === room) return
    this.#write('replaceState', from)
    this.#write('pushState', room)
  }

  /** They leave the room that is shown for good, and go to this one in its place. */
  instead(room: string): void {
    const from = this.#host.shown()
    if (from !== undefined) this.#left.add(from)
    this.#write('replaceState', room)
  }

  stop(): void {
    this.#host.window.removeEventListener('popstate', this.#popped)
  }

  #follow(): void {
    const { isOn, isMe, shown, back } = this.#host
    const mark = this.#mark
    const now = shown()
    if (!mark || now === undefined || mark.room === now || !isOn()) return
    if (isMe(mark.user) && !this.#left.has(mark.room)) back(mark.room)
  }

  /** Of the entry that the browser is at. */
  get #mark(): Mark | undefined {
    const { window, element } = this.#host
    try {
      return markIn(window.history.state, element())
    } catch {
      // a document that is not shown has none
      return undefined
    }
  }

  #write(way: 'pushState' | 'replaceState', room: string): void {
    const { isOn, me, element, window } = this.#host
    const user = me()
    const before = this.#mark
    if (user === undefined || !isOn()) return
    if (way === 'replaceState' && before?.room === room && before.user === user) return
    try {
      const state = withMark(window.history.state, element(), { room, user })
      if (state) window.history[way](state, '')
    } catch {
      // no history here, or too many entries in a short time
    }
  }
}
