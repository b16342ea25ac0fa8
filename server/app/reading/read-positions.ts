import type { ReadState } from '../../../sdk/protocol/records.ts'
import { isAccount } from '../../../sdk/protocol/user-of.ts'
import { LruList } from '../../core/lru-list.ts'
import { isGivenName } from '../../core/room-name.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Directory, ReadPosition } from '../../ports/directory.ts'
import type { Log } from '../../ports/log.ts'
import type { RoomLog } from '../../ports/room-log.ts'
import { type Identity, idsOf } from '../identity/authenticator.ts'

export interface ReadPositionsDeps {
  directory: Pick<Directory, 'position' | 'keepPositions'>
  log: Pick<RoomLog, 'head' | 'unread'>
  clock: Clock
  logger: Log
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
    this.#set({ user: identity.user.id, room, epoch, seq })
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
    this.#set({ user: id, room, epoch: head.epoch, seq })
    return true
  }

  /** Keeps what is not kept yet. */
  async flush(): Promise<void> {
    this.#cancel?.()
    this.#cancel = undefined
    const keys = [...this.#dirty].slice(0, AT_ONCE)
    const positions = keys.flatMap(key => this.#marks.get(key) ?? [])
    for (const key of keys) this.#dirty.delete(key)
    if (positions.length === 0) return
    try {
      await this.#deps.directory.keepPositions(positions)
    } catch (error) {
      this.#deps.logger.warn({ err: error }, 'how far people have read could not be kept, and is kept later')
      for (const key of keys) if (this.#marks.has(key)) this.#dirty.add(key)
      this.#keepSoon()
      return
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
    if (!this.#marks.has(key)) {
      const kept = await this.#deps.directory.position(user, room)
      // it may have been marked meanwhile
      if (!this.#marks.has(key)) this.#marks.set(key, kept)
    }
    const position = this.#marks.get(key)
    this.#used.touch(key)
    this.#forget()
    return position
  }

  #set(position: ReadPosition): void {
    const key = keyOf(position.user, position.room)
    this.#marks.set(key, position)
    this.#used.touch(key)
    this.#dirty.add(key)
    this.#forget()
    this.#keepSoon()
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
      this.#used.delete(oldest)
      this.#dirty.delete(oldest)
      this.#marks.delete(oldest)
    }
  }
}

const keyOf = (user: string, room: string) => `${user} ${room}`

/** A position of another epoch stands where that one left off at most. */
function placeIn(head: { epoch: string; seq: number }, { epoch, seq }: ReadPosition): number {
  return epoch === head.epoch ? seq : Math.min(seq, head.seq)
}
