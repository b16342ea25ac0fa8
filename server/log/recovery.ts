import type { DurableEvent } from '../../sdk/protocol/events.ts'
import type { Position } from '../../sdk/protocol/records.ts'
import { beforeReactions } from '../events/before-reactions.ts'
import type { Clock } from '../ports/clock.ts'
import { LogUnavailable } from '../ports/room-log.ts'
import type { Store } from '../ports/store.ts'
import type { DurableRoom } from './durable-room.ts'

export interface RecoverySetup {
  store: Store
  clock: Clock
  rooms(): Iterable<DurableRoom>
  /** An event was committed and never told. */
  deliver(room: DurableRoom, event: DurableEvent): void
  /** What was told of this room is void. */
  reset(room: DurableRoom, head: Position): void
  done(): void
  /** A try did not succeed; there will be another. */
  failed(error: unknown): void
}

const FIRST_MS = 100
const MOST_MS = 5_000
/** More than one group can have left undelivered. */
const MOST_UNDELIVERED = 10_000
/** An epoch that no store has. */
const UNKNOWN = ''

/** The way back after the store failed: until it works, then until everybody stands where it stands. */
export class Recovery {
  readonly #setup: RecoverySetup
  #tries = 0
  /** Odd during a try. */
  #turn = 0
  #cancel: (() => void) | undefined
  #stopped = false

  constructor(setup: RecoverySetup) {
    this.#setup = setup
  }

  /** Rejects a read that overlapped a recovery; subscribers do not know its epoch yet. */
  async fenced<T>(read: Promise<T>): Promise<T> {
    const turn = this.#turn
    const answer = await read
    if (turn % 2 > 0 || turn !== this.#turn) throw new LogUnavailable('The store is coming back.')
    return answer
  }

  begin(): void {
    this.#tries = 0
    this.#plan()
  }

  stop(): void {
    this.#stopped = true
    this.#cancel?.()
  }

  #plan(): void {
    if (this.#stopped) return
    const ms = Math.min(MOST_MS, FIRST_MS * 2 ** this.#tries++)
    this.#cancel = this.#setup.clock.after(ms, () => void this.#try())
  }

  async #try(): Promise<void> {
    this.#turn++
    try {
      await this.#setup.store.recover()
      if (!(await this.#catchUp())) await this.#beginAnew()
    } catch (error) {
      this.#setup.failed(error)
      return this.#plan()
    } finally {
      this.#turn++
    }
    if (!this.#stopped) this.#setup.done()
  }

  /** Tells what was committed unknown to us; false when the store has lost what we told. */
  async #catchUp(): Promise<boolean> {
    const { store, deliver, reset } = this.#setup
    for (const room of [...this.#setup.rooms()]) {
      const { epoch = UNKNOWN, deliveredSeq } = room
      if (deliveredSeq === undefined) continue
      const { head, events } = await store.resume(room.name, { epoch, seq: deliveredSeq }, MOST_UNDELIVERED)
      if (head.seq < deliveredSeq) return false
      if (events) for (const event of events) deliver(room, beforeReactions(event))
      else reset(room, head)
    }
    return true
  }

  async #beginAnew(): Promise<void> {
    const { store, reset } = this.#setup
    await store.renew()
    for (const room of [...this.#setup.rooms()]) reset(room, await store.head(room.name))
  }
}
