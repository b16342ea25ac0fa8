import type { Filters } from '../../../sdk/protocol/filters.ts'
import type { PolicyRoom } from '../../../sdk/protocol/policy.ts'
import type { RoomChanges } from '../../../sdk/protocol/records.ts'
import { isGivenName } from '../../core/room-name.ts'
import type { RoomRecord } from '../../ports/directory.ts'

/** How a room is set. */
export interface Place extends PolicyRoom {
  readonly title?: string | undefined
  readonly topic?: string | undefined
  /** The least time between two messages of one person, in ms. */
  readonly slowMs: number
  /** It is not shown which moderator deleted a message. */
  readonly hideModerators?: boolean | undefined
  /** What is not let in, beside what the filters of the server say. */
  readonly filters?: Filters | undefined
  /** Of a direct room: the ids of the two. */
  readonly pair?: readonly [string, string] | undefined
}

/** What every room is that nobody made. */
export const OPEN_ROOM: Place = { kind: 'open', slowMs: 0 }

/** Undefined: there is no such room. `listed`: only those are there that somebody made. */
export function placeOf(room: string, record: RoomRecord | undefined, listed: boolean): Place | undefined {
  if (record === undefined) return listed || isGivenName(room) ? undefined : OPEN_ROOM
  const { kind, title, topic, slowMs, write, locked, hideModerators, filters, pair } = record
  return { kind, title, topic, slowMs, write, locked: locked || undefined, hideModerators, filters, pair }
}

/** The same after a change; an empty title or topic is none. */
export function placeAfter(place: Place, changes: RoomChanges): Place {
  const { title, topic, slowMs = 0, locked, hideModerators, ...rest } = { ...place, ...changes }
  const texts = { title: title || undefined, topic: topic || undefined }
  return { ...rest, ...texts, slowMs, locked: locked || undefined, hideModerators: hideModerators || undefined }
}

/** What a JoinResult says of the room to everybody: the inside of an object. */
export function encodePlace({ kind, title, topic, write, locked, hideModerators }: Place): string {
  const told = {
    kind,
    title,
    topic,
    write: kind === 'open' && write !== 'guest' ? write : undefined,
    locked,
    hideModerators,
  }
  return JSON.stringify(told).slice(1, -1)
}
