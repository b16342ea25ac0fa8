import { wordOf } from './new-seqs.ts'
import { tagOf } from './partitions.ts'
import { asWord } from './words.ts'

/** Where what is kept of a room stands. */
export interface RoomKeys {
  readonly tag: string
  readonly room: string
  /** What a commit tells is published here. */
  readonly channel: string
  /**
   * A hash: `e` its epoch, `s` its head, `r` the run of the server, `f` before this seq nothing is held, `c` before this seq some
   * changes are not, `k` up to this seq all came from an import that kept the seqs.
   */
  readonly meta: string
  /** A hash: the row of each message, by seq. */
  readonly messages: string
  /** A hash: the rows of the changes of the newest places, by seq. */
  readonly changes: string
  /** A sorted set: the seqs of the messages. */
  readonly order: string
  /** A hash: the seq of each message, by its id. */
  readonly ids: string
  /** A sorted set: the ids of pinned messages, by the seqs of their pins. */
  readonly pins: string
  /** A sorted set for the whole tag: the names of its rooms. */
  readonly rooms: string
  /** A hash: events of a day, by user and cid. */
  cids(day: number): string
  /** A sorted set: the seqs of what somebody wrote. */
  written(user: string): string
  /** A hash: who reacted to a message, and with which emoji under which name. */
  reactors(seq: number): string
  /** A sorted set: who reacted to a message with an emoji, in their order. */
  reacted(seq: number, emoji: string): string
  /** A sorted set: the seqs of messages to which somebody reacted. */
  reactedBy(user: string): string
  /** A sorted set: the seqs of events of the room itself that are by somebody, or about them. */
  involving(user: string): string
}

/** `prefix` stands before all keys of a deployment. */
export function roomKeys(prefix: string, room: string): RoomKeys {
  const tag = tagOf(room)
  // a colon of the name is none between names
  const base = `${prefix}{${tag}}:r:${room.replaceAll(':', ';')}`
  return {
    tag,
    room,
    channel: base,
    meta: `${base}:h`,
    messages: `${base}:m`,
    changes: `${base}:x`,
    order: `${base}:q`,
    ids: `${base}:i`,
    pins: `${base}:p`,
    rooms: roomsKey(prefix, tag),
    cids: day => `${base}:c${day}`,
    written: user => `${base}:w:${asWord(user)}`,
    reactors: seq => `${base}:a:${wordOf(seq)}`,
    reacted: (seq, emoji) => `${base}:o:${wordOf(seq)}:${asWord(emoji)}`,
    reactedBy: user => `${base}:v:${asWord(user)}`,
    involving: user => `${base}:k:${asWord(user)}`,
  }
}

export function roomsKey(prefix: string, tag: string): string {
  return `${prefix}{${tag}}:rooms`
}

const DAY_MS = 24 * 3_600_000
/** So far the clocks of nodes may be apart. */
const SKEW_MS = 5 * 60_000
/** A day of cids is kept for so long since it was last written to. */
export const CIDS_S = (2 * DAY_MS + 2 * SKEW_MS) / 1_000

/** The days among which a cid is looked for; it is written to the first. `now`: ms since the Unix epoch. */
export function cidBuckets(now: number): [number, ...number[]] {
  const dayOf = (at: number) => Math.floor(at / DAY_MS)
  return [...new Set([dayOf(now), dayOf(now + SKEW_MS), dayOf(now - DAY_MS)])] as [number, ...number[]]
}
