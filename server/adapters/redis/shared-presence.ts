import type { Clock } from '../../ports/clock.ts'
import type { Log } from '../../ports/log.ts'
import type { PeopleElsewhere, PeopleHere, SharedPresence } from '../../ports/shared-presence.ts'
import { AgainQueue } from './again-queue.ts'
import type { Engine } from './engine.ts'
import type { Lease } from './lease.ts'
import { tagOf } from './partitions.ts'
import { SharedRoom } from './shared-room.ts'

/** How often it is looked whether a node that seems to be gone is so. */
const DOUBT_MS = 5_000
/** How often rooms in which somebody is are read and written again, so that nothing of them ends. */
const REFRESH_MS = 6 * 3_600_000
/** What is left at the end is written within. */
const CLOSE_MS = 2_000

export interface RedisPresenceOptions {
  engine: Engine
  lease: Lease
  clock: Clock
  logger: Log
  /** Of all keys. */
  prefix: string
}

/** Who is in which room on which node: one hash for each room, and one channel, which is heard while the room is alive here. */
export class RedisPresence implements SharedPresence {
  readonly #options: RedisPresenceOptions
  /** Also those that are closed, until that is written. */
  readonly #rooms = new Map<string, SharedRoom>()
  readonly #doubted = new Set<SharedRoom>()
  readonly #again: AgainQueue<SharedRoom>
  readonly #stops: (() => void)[]
  #runs = 0
  #isClosed = false
  #cancel: (() => void) | undefined

  constructor(options: RedisPresenceOptions) {
    this.#options = options
    const { clock, logger, lease } = options
    this.#again = new AgainQueue(clock, logger, room => room.sync())
    this.#stops = [
      lease.gone(node => {
        for (const room of this.#rooms.values()) room.gone(node)
      }),
      lease.lapsed(() => {
        this.#runs++
        for (const room of this.#rooms.values()) room.lapse()
      }),
      clock.every(REFRESH_MS, () => {
        for (const room of this.#rooms.values()) if (room.isUsed) this.#again.add(room)
      }),
    ]
  }

  /** Rooms of which something is kept here. */
  get size(): number {
    return this.#rooms.size
  }

  open(name: string, elsewhere: PeopleElsewhere): PeopleHere {
    const room = this.#rooms.get(name) ?? this.#add(name)
    room.open(elsewhere)
    // whoever comes when all is closed by now waits for nothing
    if (this.#isClosed) room.close()
    return room
  }

  async count(name: string): Promise<number> {
    const { engine } = this.#options
    const { tag, key } = this.#placeOf(name)
    const view = await engine.view(tag, [['HLEN', key]]).catch(() => undefined)
    return Number(view?.replies[0] ?? 0)
  }

  /** Writes what is left to be written, if that is possible; behind it nobody is in any room here. */
  async close(): Promise<void> {
    const { clock } = this.#options
    this.#isClosed = true
    for (const room of [...this.#rooms.values()]) room.close()
    let isLate = false
    const late = new Promise<void>(resolve => {
      this.#stops.push(
        clock.after(CLOSE_MS, () => {
          isLate = true
          resolve()
        }),
      )
    })
    while (this.#rooms.size > 0 && !isLate) {
      const next = new Promise<void>(resolve => void this.#stops.push(clock.after(20, resolve)))
      await Promise.race([late, next])
    }
    this.#again.stop()
    this.#cancel?.()
    for (const stop of this.#stops) stop()
  }

  #add(name: string): SharedRoom {
    const { engine, lease, clock } = this.#options
    const room = new SharedRoom({
      engine,
      lease,
      clock,
      ...this.#placeOf(name),
      run: () => this.#runs,
      ask: each => this.#again.add(each),
      doubt: each => this.#doubt(each),
      over: each => {
        if (this.#rooms.get(name) === each) this.#rooms.delete(name)
        this.#again.delete(each)
        this.#doubted.delete(each)
      },
    })
    this.#rooms.set(name, room)
    return room
  }

  #placeOf(name: string): { tag: string; key: string } {
    const tag = tagOf(name)
    return { tag, key: `${this.#options.prefix}{${tag}}:r:${name}:n` }
  }

  #doubt(room: SharedRoom): void {
    this.#doubted.add(room)
    this.#cancel ??= this.#options.clock.after(DOUBT_MS, () => {
      this.#cancel = undefined
      const doubted = [...this.#doubted]
      this.#doubted.clear()
      for (const each of doubted) {
        if (!each.isInDoubt) continue
        each.recheck()
        this.#doubt(each)
      }
    })
  }
}
