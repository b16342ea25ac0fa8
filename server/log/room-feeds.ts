import type { Clock } from '../ports/clock.ts'
import { type EndingClock, endingClock } from '../ports/ending-clock.ts'
import type { Random } from '../ports/random.ts'
import { LogUnavailable } from '../ports/room-log.ts'
import type { SharedFeed } from '../ports/shared-feed.ts'
import type { Store } from '../ports/store.ts'
import type { CachedRooms } from './cached-rooms.ts'
import type { DurableRoom } from './durable-room.ts'
import { RoomFeed, type RoomFeedSetup } from './room-feed.ts'

export interface RoomFeedsSetup {
  feed: SharedFeed
  store: Pick<Store, 'resume' | 'head'>
  rooms: CachedRooms
  clock: Clock
  random: Random
  /** What is known of people and rooms may be out of date. */
  missed: () => void
}

/** A room that has lost its last subscriber is followed a little longer, in case somebody comes back. ms. */
const LINGER_MS = 30_000
/** How often it is looked whether everything is heard. ms. */
const LOOK_MS = 250
/** Each room is compared with the store once in so many looks: every 10 s. */
const TURNS = 40
/** Rooms that are read at once. */
const AT_ONCE = 32
/** After a loss all nodes have much to read: each begins within this time. ms. */
const SPREAD_MS = 300
/** What was committed is heard so soon. ms. */
const UNDER_WAY_MS = 500

/**
 * The rooms that are followed here, of a store that others write to, too. What they are told is only what was heard from the store, in its
 * order. Hints may be lost without a sign, and so every room is compared with the store now and then.
 */
export class RoomFeeds {
  readonly #setup: RoomFeedsSetup
  /** Its timers end with this. */
  readonly #clock: EndingClock
  readonly #feeds = new Map<DurableRoom, { feed: RoomFeed; stop: () => void; cancel?: (() => void) | undefined }>()
  readonly #queue = new Set<RoomFeed>()
  readonly #each: RoomFeedSetup
  readonly #stopDirectory: () => void
  #reading = 0
  #turn = 0
  #wasCurrent = true

  constructor(setup: RoomFeedsSetup, directory: Parameters<SharedFeed['directory']>[0]) {
    this.#setup = setup
    const { rooms, store, clock, feed } = setup
    this.#clock = endingClock(clock)
    this.#each = {
      clock,
      readFirst: room => Promise.resolve(rooms.read(room)),
      resume: (...asked) => store.resume(...asked),
      deliver: (room, event) => rooms.deliver(room, event),
      reset: (room, head) => rooms.reset(room, head),
      counts: () => this.#counts(),
      enqueue: each => this.#enqueue(each),
    }
    this.#stopDirectory = feed.directory(directory)
    this.#clock.every(LOOK_MS, () => this.#look())
  }

  /** Everything that others commit is heard here. */
  get current(): boolean {
    return this.#wasCurrent && this.#setup.feed.current
  }

  /** It has a subscriber. */
  follow(room: DurableRoom): void {
    const known = this.#feeds.get(room)
    if (known) {
      known.cancel?.()
      known.cancel = undefined
      return
    }
    const feed = new RoomFeed(room, this.#each)
    this.#feeds.set(room, { feed, stop: this.#setup.feed.room(room.name, feed) })
  }

  /** It has lost its last subscriber. */
  leave(room: DurableRoom): void {
    const known = this.#feeds.get(room)
    if (!known || known.cancel) return
    known.cancel = this.#clock.after(LINGER_MS, () => this.drop(room))
  }

  drop(room: DurableRoom): void {
    const known = this.#feeds.get(room)
    if (!known) return
    this.#feeds.delete(room)
    this.#queue.delete(known.feed)
    known.cancel?.()
    known.stop()
    known.feed.end()
    this.#setup.rooms.unread(room)
  }

  /** True when what is known of the room is all there is; false: it is not followed. Rejects when neither can be had. */
  async ready(room: DurableRoom): Promise<boolean> {
    this.check()
    const known = this.#feeds.get(room)
    if (!known) return false
    await known.feed.ready()
    this.check()
    return true
  }

  /** Something of it was not heard here. */
  missed(room: DurableRoom): void {
    this.#feeds.get(room)?.feed.missed()
  }

  /** Whether what is known of the room is all there is, as of now. */
  isCurrent(room: DurableRoom): boolean {
    return this.current && this.#feeds.get(room)?.feed.current === true
  }

  /** Throws LogUnavailable while what others do is not heard here: what is known of rights may be out of date, too. */
  check(): void {
    if (!this.current) throw new LogUnavailable('This node does not hear of the others at the moment.')
  }

  stop(): void {
    this.#clock.end()
    this.#stopDirectory()
    for (const room of [...this.#feeds.keys()]) this.drop(room)
  }

  /** What does not count is read later, and so it has to be known later that there was something. */
  #counts(): boolean {
    if (!this.#setup.feed.current) this.#wasCurrent = false
    return this.#wasCurrent
  }

  #look(): void {
    const { feed, missed, random } = this.#setup
    if (!feed.current) {
      this.#wasCurrent = false
      return
    }
    if (!this.#wasCurrent) {
      this.#wasCurrent = true
      missed()
      for (const { feed: each } of this.#feeds.values()) each.missed(SPREAD_MS * fractionOf(random.id()))
      return
    }
    this.#turn = (this.#turn + 1) % TURNS
    let at = 0
    for (const { feed: each } of this.#feeds.values())
      if (at++ % TURNS === this.#turn && each.current) void this.#compare(each)
  }

  async #compare(each: RoomFeed): Promise<void> {
    try {
      const head = await this.#setup.store.head(each.room.name)
      // what was just committed may be on its way
      this.#clock.after(UNDER_WAY_MS, () => {
        const { epoch, seq } = each.position
        if (head.epoch !== epoch || head.seq > seq) each.missed()
      })
    } catch {
      // a store that does not answer says so elsewhere
    }
  }

  #enqueue(feed: RoomFeed): void {
    this.#queue.add(feed)
    this.#next()
  }

  #next(): void {
    for (const feed of this.#queue) {
      if (this.#reading >= AT_ONCE) return
      this.#queue.delete(feed)
      this.#reading++
      void feed.catchUp().finally(() => {
        this.#reading--
        this.#next()
      })
    }
  }
}

/** From 0 to 1, of a random id. */
function fractionOf(id: string): number {
  return (Number.parseInt(Buffer.from(id.slice(0, 8), 'base64url').toString('hex').slice(0, 8), 16) || 0) / 2 ** 32
}
