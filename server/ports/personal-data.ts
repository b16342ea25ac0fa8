import type { Message } from '../../sdk/protocol/records.ts'

export interface WrittenQuery {
  /** Behind this seq; 0: from the beginning. */
  after: number
  limit: number
  /** The answer ends early rather than grow past so many bytes on the wire; it holds one message at least, if it finds any. */
  maxBytes: number
}

export interface WrittenPage {
  /** Oldest first, as they stand. */
  messages: Message[]
  /** What is behind this seq was not looked at; undefined: that was all. */
  next?: number | undefined
}

/** A reaction of somebody, under the id with which they made it. */
export interface OwnReaction {
  /** Of the message. */
  seq: number
  messageId: string
  emoji: string
  user: string
}

export interface ReactedPage {
  reactions: OwnReaction[]
  next?: number | undefined
}

/** Finds what one person wrote and did, by all ids of theirs; each answer takes little time, however much there is. */
export interface PersonalReads {
  /** Rooms that hold something of theirs, by name, behind `after`. */
  roomsOfPerson(ids: readonly string[], after: string | undefined, limit: number): Promise<string[]>
  writtenBy(room: string, ids: readonly string[], query: WrittenQuery): Promise<WrittenPage>
  /** In the order of the messages, behind the seq `after`, of at most so many messages. */
  reactedBy(room: string, ids: readonly string[], after: number, limit: number): Promise<ReactedPage>
}

/** What is kept in rooms of one person. Every method may reject with LogUnavailable. */
export interface PersonalData extends PersonalReads {
  /** Their names are gone from what is kept of the places behind `after` up to `upTo`; left out: to the end. */
  forgetNames(room: string, ids: readonly string[], after: number, upTo?: number): Promise<void>
  /** All that they wrote there was found: they are no longer known as somebody who wrote in this room. */
  forgetAuthor(room: string, ids: readonly string[]): Promise<void>
}
