import type { Clock } from '../../ports/clock.ts'
import type { Log } from '../../ports/log.ts'
import type { AskedFor, ConnectedThere, Marked, PeopleNews, PersonNews, UserBus } from '../../ports/user-bus.ts'
import type { ActivityNodes } from '../reading/activity.ts'
import type { PositionNodes } from '../reading/read-positions.ts'
import { Gathered } from './gathered.ts'

/** Somebody's marks are told so soon, and so are those that could not be told. */
const MARKS_MS = 300
/** Somebody hears of what came at most so often. */
const CAME_MS = 1_000
/** That somebody was removed is told again so long after it could not be told. */
const AGAIN_MS = 5_000
/** People of whom something waits to be told. */
const MOST = 10_000
/** Rooms of one person; of what is beyond they hear by the list of their rooms. */
const ROOMS = 100

export interface OtherNodesDeps {
  bus: UserBus
  clock: Clock
  logger: Log
  /** Somebody's, who is connected here. */
  heard: (user: string, news: PersonNews) => void
  /** What others told of somebody may not have been heard. */
  missed: (user: string) => void
  heardOfAll: (news: PeopleNews) => void
  /** They are connected here. */
  isHere: (user: string) => boolean
  /** Whoever is connected here of who is asked for. */
  found: (asked: AskedFor) => readonly ConnectedThere[]
}

/** What the nodes tell each other of people, beside who is in a room. */
export class OtherNodes implements PositionNodes, ActivityNodes {
  readonly #deps: OtherNodesDeps
  readonly #marks: Gathered<Map<string, Marked>>
  readonly #rooms: Gathered<Set<string>>
  readonly #unfollows: (() => void)[]
  /** Who was removed, which could not be told yet. */
  readonly #unhidden = new Set<string>()
  #cancel: (() => void) | undefined
  #isStopped = false

  constructor(deps: OtherNodesDeps) {
    this.#deps = deps
    const { bus, clock, logger, heardOfAll } = deps
    const options = { clock, most: MOST }
    this.#marks = new Gathered({
      ...options,
      gapMs: MARKS_MS,
      tell: (user, marks) =>
        bus.tell(user, { type: 'read', marks: [...marks.values()] }).catch(() => {
          for (const mark of marks.values()) this.#mark(mark, false)
        }),
    })
    this.#rooms = new Gathered({
      ...options,
      gapMs: CAME_MS,
      tell: (user, rooms) =>
        bus
          .tell(user, { type: 'activity', rooms: [...rooms] })
          .catch(error => logger.warn({ err: error }, 'what came in rooms could not be told to other nodes')),
    })
    this.#unfollows = [bus.followAll(heardOfAll), bus.answer(deps.found)]
  }

  /** An account that has its first connection here; returns what ends it. */
  follow(user: string): () => void {
    const { bus, heard, missed } = this.#deps
    // what is known of before
    missed(user)
    return bus.follow(user, { heard: news => heard(user, news), missed: () => missed(user) })
  }

  follows(user: string): boolean {
    return this.#deps.isHere(user)
  }

  marked(mark: Marked): void {
    this.#mark(mark, true)
  }

  came(user: string, room: string): void {
    const rooms = this.#rooms.of(user, () => new Set())
    if (rooms && rooms.size < ROOMS) rooms.add(room)
  }

  /** The connections that somebody has to other nodes, as far as those answer. */
  async ask(asked: AskedFor): Promise<readonly ConnectedThere[]> {
    return this.#deps.bus.ask(asked)
  }

  tellAll(news: PeopleNews): void {
    const { bus, logger } = this.#deps
    bus.tellAll(news).catch(error => {
      logger.warn({ err: error }, 'other nodes could not be told of somebody')
      if (news.type === 'hidden') this.#hideLater(news.users)
    })
  }

  stop(): void {
    this.#isStopped = true
    this.#cancel?.()
    this.#marks.stop()
    this.#rooms.stop()
    for (const unfollow of this.#unfollows) unfollow()
  }

  /** Nobody else would ever tell it. */
  #hideLater(users: readonly string[]): void {
    for (const user of users) if (this.#unhidden.size < MOST) this.#unhidden.add(user)
    if (this.#isStopped) return
    this.#cancel ??= this.#deps.clock.after(AGAIN_MS, () => {
      this.#cancel = undefined
      const again = [...this.#unhidden]
      this.#unhidden.clear()
      this.tellAll({ type: 'hidden', users: again })
    })
  }

  /** `newer`: than what waits. */
  #mark(mark: Marked, newer: boolean): void {
    const marks = this.#marks.of(mark.user, () => new Map<string, Marked>())
    const before = marks?.get(mark.room)
    if (marks === undefined || (before === undefined && marks.size >= ROOMS)) return
    if (before === undefined || newer) marks.set(mark.room, { ...mark, back: mark.back || before?.back === true })
    else if (mark.back) marks.set(mark.room, { ...before, back: true })
  }
}
