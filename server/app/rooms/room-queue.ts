import type { QueueEvent } from '../../../sdk/protocol/events.ts'
import { BoundedMap } from '../../core/bounded-map.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Directory, DirectoryNews } from '../../ports/directory.ts'
import type { QueueCounts } from '../../ports/moderation.ts'
import type { Member } from './member.ts'

export interface RoomQueueDeps {
  directory: Directory
  clock: Clock
  /** ms since the Unix epoch. */
  timeOfDay: () => number
}

/** Moderators hear of it at most so often, and after the store has not answered it is asked again so much later. ms. */
const GAP_MS = 1_000
/** Holds of which it is remembered that they are over. */
const ENDED = 200

/** How much waits for who keeps order in a room that is alive, and who of them is here to be told. */
export class RoomQueue {
  readonly #room: string
  readonly #deps: RoomQueueDeps
  readonly #moderators = new Set<Member>()
  #counts: QueueCounts | undefined
  #asking: Promise<QueueCounts> | undefined
  /** How often it was said to be another number. */
  #changes = 0
  #cancel: (() => void) | undefined
  /** Most rooms have none. */
  #ended: BoundedMap<true> | undefined
  #stopped = false

  constructor(room: string, deps: RoomQueueDeps) {
    this.#room = room
    this.#deps = deps
  }

  /** What waits. Rejects with LogUnavailable. */
  async counts(): Promise<QueueCounts> {
    if (this.#counts) return this.#counts
    this.#asking ??= this.#ask()
    return this.#asking
  }

  /** It may be another number by now, of which those who keep order are told soon. */
  heard(news: DirectoryNews): void {
    if (news.type !== 'hold') {
      this.#changed()
      return
    }
    this.#ended ??= new BoundedMap(ENDED)
    this.#ended.set(news.hold, true)
  }

  /** Lately: of what was read a moment ago some may be over. */
  hasEnded(hold: string): boolean {
    return this.#ended?.get(hold) ?? false
  }

  #changed(): void {
    this.#changes++
    this.#counts = undefined
    this.#asking = undefined
    this.#tellSoon(GAP_MS)
  }

  /** From here on they hear of it, or no longer. */
  follow(member: Member, on: boolean): void {
    const isNew = on && !this.#moderators.has(member)
    if (on) this.#moderators.add(member)
    else this.#moderators.delete(member)
    // behind the answer to whoever has just come
    if (isNew) this.#deps.clock.after(0, () => void this.#tell([member]))
  }

  /** The same connection goes on as somebody else. */
  replace(before: Member, after: Member): void {
    if (this.#moderators.delete(before)) this.#moderators.add(after)
  }

  stop(): void {
    this.#stopped = true
    this.#cancel?.()
  }

  async #ask(): Promise<QueueCounts> {
    const changes = this.#changes
    try {
      const counts = await this.#deps.directory.queue(this.#room, this.#deps.timeOfDay())
      // it may be another number since
      if (changes === this.#changes) this.#counts = counts
      return counts
    } finally {
      if (changes === this.#changes) this.#asking = undefined
    }
  }

  #tellSoon(ms: number): void {
    if (this.#moderators.size === 0 || this.#cancel || this.#stopped) return
    this.#cancel = this.#deps.clock.after(ms, () => {
      this.#cancel = undefined
      void this.#tell(this.#moderators)
    })
  }

  async #tell(members: Iterable<Member>): Promise<void> {
    try {
      const { reports, held } = await this.counts()
      if (this.#stopped) return
      const event: QueueEvent = { type: 'queue', room: this.#room, reports, held }
      const text = JSON.stringify(event)
      for (const member of members) if (this.#moderators.has(member)) member.peer.send(text)
    } catch {
      this.#tellSoon(GAP_MS)
    }
  }
}
