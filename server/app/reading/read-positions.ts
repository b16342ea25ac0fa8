import type { ReadState } from '../../../sdk/protocol/records.ts'
import { isAccount } from '../../../sdk/protocol/user-of.ts'
import { LruList } from '../../core/lru-list.ts'
import { isGivenName } from '../../core/room-name.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Directory, ReadPosition } from '../../ports/directory.ts'
import type { Log } from '../../ports/log.ts'
import type { RoomLog } from '../../ports/room-log.ts'
import type { Marked } from '../../ports/user-bus.ts'
import { type Identity, idsOf } from '../identity/authenticator.ts'

export interface ReadPositionsDeps {
  directory: Pick<Directory, 'position' | 'keepPositions'>
  log: Pick<RoomLog, 'head' | 'unread'>
  clock: Clock
  logger: Log
  /** Left out: there are no other nodes. */
  nodes?: PositionNodes | undefined
}

/** The other nodes, where the same people mark and are told. */
export interface PositionNodes {
  /** Marked here. */
  marked(mark: Marked): void
  /** Whether it is heard here what they mark elsewhere. */
  follows(user: string): boolean
}

/** Of accounts in rooms; what was not looked at for longest is forgotten once it is kept. */
const MOST = 20_000
/** What cannot be kept waits for a store that takes nothing, up to so many; then the oldest is given up. */
const MOST_DIRTY = 2 * MOST
/** What is marked is kept so soon; a crash loses no more. */
const KEEP_MS = 2_000
/** In one transaction. */
const AT_ONCE = 500

/**
 * How far accounts have read rooms. What they have not read is counted from that whenever it is asked, and kept nowhere; a
 * position itself is written behind. What rejects does so with LogUnavailable.
 */
export class ReadPositions {
  readonly #deps: ReadPositionsDeps
  /** Undefined: none is kept. */
  readonly #marks = new Map<string, ReadPosition | undefined>()
  readonly #used = new LruList<string>()
  /** Those of them that are not kept yet. */
  readonly #dirty = new Set<string>()
  /** Those that are on their way to the store. */
  readonly #keeping = new Set<string>()
  /** Of the marks their keys by user, where there are other nodes. */
  readonly #keys = new Map<string, Set<string>>()
  #cancel: (() => void) | undefined

  constructor(deps: ReadPositionsDeps) {
    this.#deps = deps
  }

  /** What somebody has not read of a room; undefined: nobody keeps that, since they are a guest, or were never there. */
  async state(identity: Identity, room: string): Promise<ReadState | undefined> {
    const { id } = identity.user
    if (!isAccount(id)) return undefined
    const position = await this.#position(id, room)
    // of a room that is not for everybody all is new to who was let in
    if (position === undefined && !isGivenName(room)) return undefined
    return this.#count(identity, room, position)
  }

  /** The same of who joins: whoever is there for the first time has missed nothing. `anew`: they were just let in. */
  async joined(identity: Identity, room: string, anew = false): Promise<ReadState | undefined> {
    const known = anew ? undefined : await this.state(identity, room)
    if (known || !isAccount(identity.user.id)) return known
    const { epoch, seq } = await this.#deps.log.head(room)
    this.#set({ user: identity.user.id, room, epoch, seq }, false)
    return { read: seq, unread: 0, mentions: 0 }
  }

  /**
   * They have read up to here. It is cut to the head, and the highest counts; `back`: also a lower one. `epoch`: that of the
   * place, if it is known. Whether it is another position than before.
   */
  async mark(identity: Identity, room: string, upTo: number, epoch?: string, back = false): Promise<boolean> {
    const { id } = identity.user
    if (!isAccount(id)) return false
    const [head, before] = await Promise.all([this.#deps.log.head(room), this.#position(id, room)])
    if (epoch !== undefined && epoch !== head.epoch) return false
    const seq = Math.min(upTo, head.seq)
    const known = this.#marks.get(keyOf(id, room)) ?? before
    const read = known === undefined ? -1 : placeIn(head, known)
    if (seq === read || (seq < read && !back)) return false
    this.#set({ user: id, room, epoch: head.epoch, seq }, back)
    return true
  }

  /** It was marked on another node, which keeps it; whether it is another position than is known here. */
  heard({ back, ...position }: Marked): boolean {
    const { user, room, epoch, seq } = position
    const key = keyOf(user, room)
    const known = this.#marks.get(key)
    const isSame = known?.epoch === epoch
    if (known && isSame && (seq === known.seq || (seq < known.seq && !back))) return false
    // what was marked here meanwhile, and is not kept yet, is kept as this
    this.#know(key, user, position)
    this.#forget()
    return true
  }

  /** What others have marked may be different by now. */
  missed(user: string): void {
    for (const key of this.#keys.get(user) ?? []) if (this.#isKept(key)) this.#drop(key)
  }

  /** Keeps what is not kept yet. */
  async flush(): Promise<void> {
    this.#cancel?.()
    this.#cancel = undefined
    const keys = [...this.#dirty].slice(0, AT_ONCE)
    const positions = keys.flatMap(key => this.#marks.get(key) ?? [])
    for (const key of keys) this.#dirty.delete(key)
    if (positions.length === 0) return
    for (const key of keys) this.#keeping.add(key)
    try {
      await this.#deps.directory.keepPositions(positions)
    } catch (error) {
      this.#deps.logger.warn({ err: error }, 'how far people have read could not be kept, and is kept later')
      for (const key of keys) if (this.#marks.has(key)) this.#dirty.add(key)
      this.#keepSoon()
      return
    } finally {
      for (const key of keys) this.#keeping.delete(key)
    }
    this.#forget()
    if (this.#dirty.size > 0) await this.flush()
  }

  async #count(identity: Identity, room: string, position: ReadPosition | undefined): Promise<ReadState> {
    const { log } = this.#deps
    const head = position && (await log.head(room))
    const read = head && position ? placeIn(head, position) : 0
    const { unread, mentions } = await log.unread(room, read, idsOf(identity))
    return { read, unread, mentions }
  }

  async #position(user: string, room: string): Promise<ReadPosition | undefined> {
    const key = keyOf(user, room)
    if (this.#deps.nodes?.follows(user) === false && this.#isKept(key)) this.#drop(key)
    if (!this.#marks.has(key)) {
      const kept = await this.#deps.directory.position(user, room)
      // it may have been marked meanwhile
      if (!this.#marks.has(key)) this.#know(key, user, kept)
    }
    const position = this.#marks.get(key)
    this.#used.touch(key)
    this.#forget()
    return position
  }

  #set(position: ReadPosition, back: boolean): void {
    const key = keyOf(position.user, position.room)
    this.#know(key, position.user, position)
    this.#dirty.add(key)
    this.#forget()
    this.#keepSoon()
    this.#deps.nodes?.marked({ ...position, back })
  }

  #isKept(key: string): boolean {
    return !this.#dirty.has(key) && !this.#keeping.has(key)
  }

  #know(key: string, user: string, position: ReadPosition | undefined): void {
    this.#marks.set(key, position)
    this.#used.touch(key)
    if (this.#deps.nodes === undefined) return
    const keys = this.#keys.get(user) ?? new Set()
    this.#keys.set(user, keys.add(key))
  }

  #drop(key: string): void {
    this.#used.delete(key)
    this.#dirty.delete(key)
    this.#marks.delete(key)
    const user = key.slice(0, key.indexOf(' '))
    const keys = this.#keys.get(user)
    if (keys?.delete(key) && keys.size === 0) this.#keys.delete(user)
  }

  #keepSoon(): void {
    this.#cancel ??= this.#deps.clock.after(KEEP_MS, () => {
      this.#cancel = undefined
      void this.flush()
    })
  }

  #forget(): void {
    while (this.#marks.size > MOST) {
      const oldest = this.#used.oldest
      // what is not kept yet has to wait
      if (oldest === undefined || (this.#dirty.has(oldest) && this.#marks.size <= MOST_DIRTY)) return
      this.#drop(oldest)
    }
  }
}

const keyOf = (user: string, room: string) => `${user} ${room}`

/** A position of another epoch stands where that one left off at most. */
function placeIn(head: { epoch: string; seq: number }, { epoch, seq }: ReadPosition): number {
  return epoch === head.epoch ? seq : Math.min(seq, head.seq)
}
