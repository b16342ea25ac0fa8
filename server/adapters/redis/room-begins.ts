import { BoundedMap } from '../../core/bounded-map.ts'
import type { Trimmed } from '../../ports/store.ts'
import type { Command, Engine } from './engine.ts'
import type { RoomRetention } from './room-trimmer.ts'
import type { RoomViews } from './room-views.ts'

/** Rooms are looked at so often. ms. */
const EVERY_MS = 20_000
/** Rooms of one question. */
const AT_ONCE = 100
/** Rooms of which it is known where they began: more than a node follows. */
const KNOWN = 50_000

/** Where rooms begin that another node gives old messages up in. */
export class RoomBegins {
  readonly #engine: Engine
  readonly #views: RoomViews
  readonly #keepsAll: boolean
  readonly #firsts = new BoundedMap<number>(KNOWN)
  #lookedAt = Number.NEGATIVE_INFINITY

  constructor(engine: Engine, views: RoomViews, { ageMs, messages }: RoomRetention) {
    this.#engine = engine
    this.#views = views
    this.#keepsAll = ageMs === undefined && messages === undefined
  }

  /** Those of these that begin elsewhere than when they were last looked at. Now and then, however often it is asked. */
  async look(rooms: Iterable<string>, now: number): Promise<Trimmed['rooms']> {
    // also where the clock was set back
    if (this.#keepsAll || Math.abs(now - this.#lookedAt) < EVERY_MS) return []
    this.#lookedAt = now
    const byTag = new Map<string, string[]>()
    for (const room of rooms) {
      const { tag } = this.#views.keys(room)
      const known = byTag.get(tag)
      if (known) known.push(room)
      else byTag.set(tag, [room])
    }
    const changed: Trimmed['rooms'][number][] = []
    for (const [tag, all] of byTag)
      for (let at = 0; at < all.length; at += AT_ONCE)
        changed.push(...(await this.#some(tag, all.slice(at, at + AT_ONCE))))
    return changed
  }

  async #some(tag: string, rooms: readonly string[]): Promise<Trimmed['rooms']> {
    const asked = rooms.flatMap((room): Command[] => {
      const { meta, order } = this.#views.keys(room)
      return [
        ['HMGET', meta, 's', 'f'],
        ['ZRANGE', order, '0', '0'],
      ]
    })
    const { replies } = await this.#engine.view(tag, asked)
    return rooms.flatMap((room, n) => {
      const [[head, began], [oldest]] = replies.slice(2 * n, 2 * n + 2) as [(string | null)[], string[]]
      const first = oldest === undefined ? Number(head ?? 0) + 1 : Number(oldest)
      if (Number(began ?? 1) <= 1 || this.#firsts.get(room) === first) return []
      this.#firsts.set(room, first)
      return [{ room, first }]
    })
  }
}
