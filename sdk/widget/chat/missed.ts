import type { ChatClient } from '../../client/types.ts'
import type { Message } from '../../protocol/records.ts'
import type { RoomStore } from '../../store/room-store.ts'
import { Unread } from '../../store/unread.ts'
import type { MessageItem } from '../../store/view-model.ts'
import type { Note } from '../kept/notes.ts'
import type { Chrome } from '../views/view.ts'
import type { ChatWidgetEvents } from './events.ts'
import type { SharedHost } from './shared-host.ts'

/** What was in sight so long is read, in ms. */
const SEEN_MS = 500
/** Rooms of one client of which it is counted. */
const MOST = 60

/** By the rooms' names. */
export type Counts = { readonly [room: string]: { unread: number; mentions: number } }

export interface MissedHost extends SharedHost {
  client(): ChatClient | undefined
  /** The room that is shown. */
  shown(): RoomStore | undefined
  chrome(): Pick<Chrome, 'open' | 'atEnd'>
  note(room: string): Note
  keep(room: string, change: Note): void
  /** What was missed in all rooms. */
  changed(unread: number, mentions: number): void
  /** Something in one of them, or up to where it is read. */
  counted(): void
  mentioned(detail: ChatWidgetEvents['chat-mention']): void
}

/** Counts what its reader has missed in all rooms, and takes as read what is before their eyes at the end of the log. */
export class Missed {
  readonly #host: MissedHost
  #client: ChatClient | undefined
  /** The one that was used last is the last of them. */
  readonly #rooms = new Map<string, Unread>()
  #store: RoomStore | undefined
  #told = '0,0'
  since: number | undefined
  here = false
  /** Where they stand; further back than before: they want it to stay unread for this visit. */
  #read: number | undefined
  #held = false
  #elsewhere: readonly [number, number] = [0, 0]
  #cancel: (() => void) | undefined

  constructor(host: MissedHost) {
    this.#host = host
    for (const type of ['focus', 'blur', 'pageshow']) addEventListener(type, this.look)
    document.addEventListener('visibilitychange', this.look)
  }

  get counts(): Counts {
    return Object.fromEntries(
      [...this.#rooms].map(([room, { count, mentions }]) => [room, { unread: count, mentions }]),
    )
  }

  unreadIn(room: string): number | undefined {
    return this.#rooms.get(room)?.count
  }

  stop(): void {
    for (const type of ['focus', 'blur', 'pageshow']) removeEventListener(type, this.look)
    document.removeEventListener('visibilitychange', this.look)
    this.#cancel?.()
    this.#clear()
  }

  /** What is not read of a room that is followed. */
  of(store: RoomStore): Unread | undefined {
    const client = this.#host.client()
    if (client !== this.#client) this.#clear()
    this.#client = client
    const { name } = store.room
    const known = this.#rooms.get(name)
    if (known) {
      this.#rooms.delete(name)
      this.#rooms.set(name, known)
    }
    if (known || !client) return known
    const unread = new Unread(store.room, client, {
      seen: () => this.#host.note(name).seen,
      keep: (seen, back) => {
        const before = this.#host.note(name).seen
        // Another tab may have seen more
        if (back || before?.epoch !== seen.epoch || before.seq < seen.seq) this.#host.keep(name, { seen })
      },
      changed: () => {
        this.look()
        this.#host.counted()
      },
      mentioned: (message: Message, live: boolean) => {
        // Of the room that is shown it is told as soon as it comes
        if (this.#host.shown()?.room.name !== name) this.#host.mentioned({ message, live })
      },
    })
    this.#rooms.set(name, unread)
    unread.start(store.view)
    for (const oldest of this.#rooms.keys()) {
      if (this.#rooms.size <= MOST) break
      this.forget(oldest)
    }
    return unread
  }

  /** The room is left: nothing of it is counted or listened to any more. */
  forget(room: string): void {
    this.#rooms.get(room)?.stop()
    this.#rooms.delete(room)
  }

  /** What is new in the rooms that are not shown: messages, and those of them that name the reader. */
  tell(counts: readonly [unread: number, mentions: number]): void {
    this.#elsewhere = counts
    this.look()
  }

  /** Another element or tab of a guest may have read on. */
  noted(): void {
    for (const unread of this.#rooms.values()) unread.sync(false)
  }

  saw(seq: number): void {
    if (this.here && !this.#held) this.#unread?.mark(seq)
  }

  /** The line that says where what is new begins goes, too. */
  readAll(): void {
    this.#held = false
    this.since = undefined
    this.#unread?.mark()
  }

  /** The message of this seq is new again, and all behind it. */
  markUnread(seq: number): void {
    const items = this.#host.shown()?.view.log.items ?? []
    const others = items.filter(item => item.kind === 'message' && item.seq > 0 && !item.own && !item.deleted)
    const unread = this.#unread
    unread?.markUnread(seq, others as MessageItem[])
    if (!unread?.read) return
    // Also where they had not read so far: the place that they chose counts
    this.#held = true
    this.since = unread.read.seq
    this.look()
  }

  /** Whatever it depends on may be another by now. */
  readonly look = (): void => {
    const { shown, chrome, clock, changed } = this.#host
    const store = shown()
    const { open, atEnd } = chrome()
    const unread = this.#unread
    const read = unread?.read?.seq
    // In a frame it is the page around it that has the focus
    const here =
      open && document.visibilityState !== 'hidden' && (self !== top || Document.prototype.hasFocus.call(document))
    const came = !here || !this.here || store !== this.#store || this.#read === undefined
    if (came) {
      this.#held = false
      this.since = unread?.count ? read : undefined
    } else if (read !== undefined && this.#read !== undefined && read < this.#read) {
      this.#held = true
      this.since = read
    }
    this.#store = store
    this.#read = read
    this.here = here
    const isSeen = here && atEnd && !this.#held
    if (!isSeen || !unread?.count || came) this.#cancel?.()
    if (!isSeen || !unread?.count) this.#cancel = undefined
    else if (came || !this.#cancel)
      this.#cancel = clock.after(SEEN_MS, () => {
        this.#cancel = undefined
        unread.mark()
      })
    const [count, mentions] = this.#elsewhere
    const now = [
      count + (isSeen ? 0 : (unread?.count ?? 0)),
      mentions + (isSeen ? 0 : (unread?.mentions ?? 0)),
    ] as const
    if (`${now}` === this.#told) return
    this.#told = `${now}`
    changed(...now)
  }

  get #unread(): Unread | undefined {
    const store = this.#host.shown()
    return store && this.of(store)
  }

  #clear(): void {
    for (const unread of this.#rooms.values()) unread.stop()
    this.#rooms.clear()
  }
}
