/** What one server allows; sent in the `ok` of `connect`. Lengths in code points or bytes, durations in ms. */
export interface Limits {
  /** Code points of a message's text after trimming. */
  messageLength: number
  /** Bytes of one frame of a client. */
  frameBytes: number
  /** Objects in one array frame of a client. */
  batch: number
  /** Rooms joined by one connection. */
  rooms: number
  /** Messages in one page of history. */
  historyPage: number
  /** Events that a resume brings at most; a longer absence starts from the newest page. */
  resumeEvents: number
  /** How long the server knows a `cid`. */
  dedupeMs: number
  /** How long a member who vanished still counts as present. */
  presenceGraceMs: number
  /** When typing ends by itself. */
  typingMs: number
  /** How long a message may be edited by who wrote it; 0: never. */
  editMs: number
  /** Kinds of emoji on one message. */
  reactionKinds: number
  /** Of them of one user. */
  reactionsOwn: number
  /** Pinned messages of a room. */
  pins: number
  /** People named by one message. */
  mentions: number
}

export const DEFAULT_LIMITS: Limits = {
  messageLength: 4_000,
  frameBytes: 65_536,
  batch: 100,
  rooms: 50,
  historyPage: 100,
  resumeEvents: 300,
  dedupeMs: 7 * 24 * 3_600_000,
  presenceGraceMs: 8_000,
  typingMs: 6_000,
  editMs: 24 * 3_600_000,
  reactionKinds: 20,
  reactionsOwn: 10,
  pins: 50,
  mentions: 10,
}

/** Above this many users a room is large: its deltas carry no names. */
export const LARGE_ROOM = 200

/** Code points in a username. */
export const USERNAME_LENGTH = 32

/** Code points in the title of a room, and in its topic. */
export const TITLE_LENGTH = 80
export const TOPIC_LENGTH = 500
/** The slowest that a room can be, in ms. */
export const SLOW_MS = 21_600_000

export const ROOM_NAME = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/
export const CID = /^[A-Za-z0-9_-]{1,64}$/

/** Code points of `text`, counted no further than `stop`. */
export function codePoints(text: string, stop?: number): number {
  let count = 0
  for (const _ of text) if (++count === stop) break
  return count
}
