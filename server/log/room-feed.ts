import type { DurableEvent } from '../../sdk/protocol/events.ts'
import type { Position } from '../../sdk/protocol/records.ts'
import { beforeReactions } from '../events/before-reactions.ts'
import type { Clock } from '../ports/clock.ts'
import { LogUnavailable, type Resumed } from '../ports/room-log.ts'
import type { RoomHints } from '../ports/shared-feed.ts'
import type { DurableRoom } from './durable-room.ts'

export interface RoomFeedSetup {
  clock: Clock
  /** Reads where it stands for the first time, with its recent events. */
  readFirst(room: DurableRoom): Promise<unknown>
  resume(room: string, from: Position, limit: number): Promise<Resumed>
  deliver(room: DurableRoom, event: DurableEvent): void
  reset(room: DurableRoom, head: Position): void
  /** What is heard and read counts; false: nothing is to be told now, and all is read anew later. */
  counts(): boolean
  /** Begins to catch up with one room, when there are not too many at it. */
  enqueue(feed: RoomFeed): void
}

/** More cannot be told one by one. */
const MOST_MISSED = 10_000
/** Events that are heard while it is read; beyond, it is read once more. */
const MOST_HELD = 2_000
/** Between two tries to read. ms. */
const AGAIN_MS = [100, 300, 1_000, 2_000]
/** Whoever asks waits so long for what is read. ms. */
const PATIENCE_MS = 2_000
/** An epoch that no store has. */
const UNKNOWN = ''

interface Waiting {
  resolve(): void
  reject(error: Error): void
}

/**
 * One room of a store that others write to, as it is followed here: `deaf` until its events are heard, `behind` while what may have
 * been missed is read, then `current`. Whatever is heard in order is told at once; anything else makes it read the store.
 */
export class RoomFeed implements RoomHints {
  readonly room: DurableRoom
  readonly #setup: RoomFeedSetup
  #state: 'deaf' | 'behind' | 'current' | 'ended' = 'deaf'
  #isReading = false
  /** Heard while it was read: what it says may be missing there. */
  #held: { epoch: string; event: DurableEvent }[] = []
  /** Something was missed since the reading began. */
  #isToReadAgain = false
  #epoch = UNKNOWN
  #tries = 0
  #cancel: (() => void) | undefined
  #waiting: Waiting[] = []

  constructor(room: DurableRoom, setup: RoomFeedSetup) {
    this.room = room
    this.#setup = setup
  }

  get current(): boolean {
    return this.#state === 'current'
  }

  /** Where it was told up to. */
  get position(): Position {
    return { epoch: this.#epoch, seq: this.room.deliveredSeq ?? 0 }
  }

  live(): void {
    if (this.#state !== 'ended') this.fallBehind()
  }

  lost(): void {
    if (this.#state === 'ended') return
    this.#state = 'deaf'
    this.#cancel?.()
  }

  told(epoch: string, events: readonly DurableEvent[]): void {
    if (!this.#setup.counts()) this.missed()
    else if (this.#state === 'behind') this.#hold(epoch, events)
    else if (this.#state === 'current') for (const event of events) if (!this.#take(epoch, event)) return
  }

  /** Something was missed: what is known counts no longer, and in so many ms it is read anew. */
  fallBehind(ms = 0): void {
    if (this.#state === 'ended') return
    this.#state = 'behind'
    this.#tries = 0
    this.#cancel?.()
    if (this.#isReading) this.#isToReadAgain = true
    else if (ms > 0) this.#cancel = this.#setup.clock.after(ms, () => this.#setup.enqueue(this))
    else this.#setup.enqueue(this)
  }

  /** The same, unless it hears nothing anyway. */
  missed(ms = 0): void {
    if (this.#state === 'current' || this.#state === 'behind') this.fallBehind(ms)
  }

  /** Resolves when it is current; rejects with LogUnavailable when that takes too long. */
  ready(): Promise<void> {
    if (this.#state === 'current') return Promise.resolve()
    if (this.#state === 'ended') return Promise.reject(new LogUnavailable('The room is followed no longer.'))
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        resolve: () => {
          cancel()
          resolve()
        },
        reject: error => {
          cancel()
          reject(error)
        },
      }
      const cancel = this.#setup.clock.after(PATIENCE_MS, () => {
        this.#waiting = this.#waiting.filter(each => each !== waiting)
        reject(new LogUnavailable('The room cannot be read at the moment.'))
      })
      this.#waiting.push(waiting)
    })
  }

  end(): void {
    this.#state = 'ended'
    this.#cancel?.()
    for (const { reject } of this.#waiting.splice(0)) reject(new LogUnavailable('The room is followed no longer.'))
  }

  /** Reads what it may have missed; when that fails it is tried again later. */
  async catchUp(): Promise<void> {
    if (this.#state !== 'behind' || this.#isReading) return
    if (!this.#setup.counts()) {
      this.#plan()
      return
    }
    this.#isReading = true
    // a store that does not answer says so elsewhere
    const isRead = await this.#read().catch(() => false)
    this.#isReading = false
    // it may have been lost meanwhile
    if ((this.#state as string) !== 'behind') return
    if (isRead) this.#goOn()
    else this.#plan()
  }

  async #read(): Promise<boolean> {
    const { room } = this
    const { readFirst, resume, deliver, reset } = this.#setup
    this.#held = []
    this.#isToReadAgain = false
    if (room.deliveredSeq === undefined) {
      await readFirst(room)
      this.#epoch = room.epoch ?? UNKNOWN
      return true
    }
    const { head, events } = await resume(room.name, this.position, MOST_MISSED)
    if (this.#state !== 'behind') return false
    if (events) for (const event of events) deliver(room, beforeReactions(event))
    else reset(room, head)
    this.#epoch = head.epoch
    return true
  }

  /** What was heard meanwhile follows what was read. */
  #goOn(): void {
    const held = this.#held.splice(0)
    this.#tries = 0
    if (this.#isToReadAgain) {
      this.fallBehind()
      return
    }
    this.#state = 'current'
    for (const { epoch, event } of held) if (!this.#take(epoch, event)) return
    for (const { resolve } of this.#waiting.splice(0)) resolve()
  }

  /** False: something is missing before it. */
  #take(epoch: string, event: DurableEvent): boolean {
    const { epoch: known, seq } = this.position
    if (epoch === known && event.seq <= seq) return true
    if (epoch !== known || event.seq !== seq + 1) {
      this.fallBehind()
      return false
    }
    this.#setup.deliver(this.room, event)
    return true
  }

  #hold(epoch: string, events: readonly DurableEvent[]): void {
    if (this.#held.length + events.length > MOST_HELD) this.#isToReadAgain = true
    else for (const event of events) this.#held.push({ epoch, event })
  }

  #plan(): void {
    const ms = AGAIN_MS[Math.min(this.#tries++, AGAIN_MS.length - 1)] as number
    this.#cancel = this.#setup.clock.after(ms, () => this.#setup.enqueue(this))
  }
}
