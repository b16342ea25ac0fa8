import type { Emitter } from '../lib/emitter.ts'
import type { ReadEvent, RightsEvent } from '../protocol/events.ts'
import type { ReadState, RoomChanges } from '../protocol/records.ts'
import type { JoinedRoom } from '../protocol/replies.ts'
import type { RoomEvents, RoomInfo, RoomRights } from './room-types.ts'

/** What a room says of itself to one person, as the server sends it. */
export type Facts = Pick<JoinedRoom, keyof RoomInfo | keyof RoomRights | keyof ReadState>

const GROUPS = {
  rights: ['role', 'can', 'slowMs'],
  info: ['kind', 'title', 'topic', 'write', 'locked', 'peer'],
  read: ['read', 'unread', 'mentions'],
} as const

export type FactGroup = keyof typeof GROUPS

/** What a room has said of itself last. An older server tells nothing. */
export class RoomFacts {
  readonly #events: Emitter<RoomEvents>
  #facts: Facts = {}
  #rights: RoomRights = { role: undefined, can: undefined }

  constructor(events: Emitter<RoomEvents>) {
    this.#events = events
  }

  get rights(): RoomRights {
    return this.#rights
  }

  get info(): RoomInfo {
    const { kind, title, topic, write, locked, peer } = this.#facts
    return { kind, title, topic, write, locked, peer }
  }

  get read(): ReadState | undefined {
    const { read, unread = 0, mentions = 0 } = this.#facts
    return read === undefined ? undefined : { read, unread, mentions }
  }

  /** All of these groups, as it is from now on. */
  hear(told: Facts, ...groups: FactGroup[]): void {
    for (const group of groups) {
      const now = only(group, told)
      if (JSON.stringify(only(group, this.#facts)) === JSON.stringify(now)) continue
      this.#facts = { ...this.#facts, ...now }
      const { role, can, slowMs } = this.#facts
      if (group === 'rights') this.#rights = { role, can: can && new Set(can), slowMs }
      this.#events.emit(group, this[group] as RoomRights & RoomInfo & ReadState)
    }
  }

  /** Some of it is different; an empty title or topic is none. */
  change(told: RoomChanges): void {
    const { title, topic, locked, slowMs, ...rest } = { ...this.#facts, ...told }
    const set = { title: title || undefined, topic: topic || undefined, slowMs: slowMs || undefined }
    this.hear({ ...rest, ...set, locked: locked || undefined }, 'rights', 'info')
  }
}

function only(group: FactGroup, facts: Facts): Facts {
  return Object.fromEntries(GROUPS[group].map(name => [name, facts[name]]))
}

/** What an event says. */
export function told(event: RightsEvent | ReadEvent): Facts {
  return event.type === 'read' ? { ...event, read: event.upTo } : event
}
