import { BoundedMap } from '../../core/bounded-map.ts'
import type { EventWrite } from '../../ports/store.ts'
import type { Command, Engine } from './engine.ts'
import { TAGS, tagOf } from './partitions.ts'
import { CHANGES_KEPT } from './room-rows.ts'
import type { RoomViews } from './room-views.ts'
import { asWord } from './words.ts'

/** People in rooms of whom it is known that it is written down. */
const KNOWN = 50_000
/** Rooms of a person that are looked at together. */
const AT_ONCE = 50

/**
 * In which rooms somebody is found. A room is written down before anything of theirs is written there, and stays: whether there
 * still is anything is asked of the room.
 */
export class PersonRooms {
  readonly #engine: Engine
  readonly #prefix: string
  readonly #views: RoomViews
  readonly #known = new BoundedMap<true>(KNOWN)
  /** Of a cluster each server may lose what it has, of which nothing else may say so. */
  readonly #stops: (() => void)[]

  constructor(engine: Engine, prefix: string, views: RoomViews) {
    this.#engine = engine
    this.#prefix = prefix
    this.#views = views
    this.#stops = TAGS.map(tag =>
      engine.subscribe(tag, `${prefix}{${tag}}:u`, { live() {}, lost: () => this.forget(), message() {} }),
    )
  }

  stop(): void {
    for (const stop of this.#stops) stop()
  }

  /** Before these are written. */
  note(room: string, writes: readonly EventWrite[]): Promise<void> {
    return this.noteAll(room, writes.flatMap(peopleIn))
  }

  /** Before anything of these people is written. */
  async noteAll(room: string, people: readonly string[]): Promise<void> {
    const fresh = new Set(people.filter(id => !this.#known.get(`${room} ${id}`)))
    const byTag = new Map<string, string[]>()
    for (const id of fresh) byTag.set(tagOf(id), [...(byTag.get(tagOf(id)) ?? []), id])
    await Promise.all(
      [...byTag].map(async ([tag, ids]) => {
        const commands = ids.map((id): Command => ['ZADD', this.#key(id), '0', room])
        await this.#engine.commit(tag, { checks: [], commands })
        for (const id of ids) this.#known.set(`${room} ${id}`, true)
      }),
    )
  }

  /** The server may have lost what was written down. */
  forget(): void {
    this.#known.clear()
  }

  /** By name, behind `after`. */
  async roomsOf(ids: readonly string[], after = '', limit: number): Promise<string[]> {
    const found: string[] = []
    for (let last = after; found.length < limit; ) {
      const parts = await Promise.all(ids.map(id => this.#listed(id, last)))
      const names = [...new Set(parts.flat())].sort((one, other) => (one < other ? -1 : 1)).slice(0, AT_ONCE)
      const isThere = await Promise.all(names.map(room => this.#isIn(room, ids)))
      found.push(...names.filter((_, at) => isThere[at]))
      if (names.length < AT_ONCE) break
      last = names.at(-1) as string
    }
    return found.slice(0, limit)
  }

  async #listed(id: string, after: string): Promise<string[]> {
    const range = [
      'ZRANGE',
      this.#key(id),
      after === '' ? '-' : `(${after}`,
      '+',
      'BYLEX',
      'LIMIT',
      '0',
      String(AT_ONCE),
    ]
    const { replies } = await this.#engine.view(tagOf(id), [range])
    return replies[0] as string[]
  }

  async #isIn(room: string, ids: readonly string[]): Promise<boolean> {
    const keys = this.#views.keys(room)
    const asked = ids.flatMap((id): Command[] => [
      ['EXISTS', keys.written(id), keys.reactedBy(id)],
      ['ZRANGE', keys.involving(id), '-1', '-1'],
    ])
    const { head, first, replies } = await this.#views.read(room, asked)
    const kept = Math.max(first, head.seq - CHANGES_KEPT + 1)
    return ids.some((_, n) => {
      const [there, [last]] = replies.slice(2 * n, 2 * n + 2) as [number, string[]]
      return there > 0 || (last !== undefined && Number(last) >= kept)
    })
  }

  #key(id: string): string {
    return `${this.#prefix}{${tagOf(id)}}:u:${asWord(id)}:rooms`
  }
}

/** Whose the event is, or whom it is about; of other changes nobody is sought. */
function peopleIn({ user, content }: EventWrite): string[] {
  switch (content.kind) {
    case 'new_message':
    case 'reaction':
    case 'room_changed':
      return [user.id]
    case 'member_changed':
      return [user.id, content.member.id]
    default:
      return []
  }
}
