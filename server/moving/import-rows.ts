import type { ChangeEvent, RoomEvent } from '../../sdk/protocol/events.ts'
import type { User } from '../../sdk/protocol/records.ts'
import type { HeldMessage } from '../events/event-rows.ts'
import type { ImportedEvent, ImportedMessage } from '../wire/import-line.ts'

/** Everybody who reacted with an emoji, in their order. */
export interface Reacting {
  emoji: string
  users: readonly User[]
}

/** The rows of one room while events from elsewhere come into it, inside a transaction of a store. */
export interface ImportRows {
  /** The seq of what was added last; that of the next follows it. */
  readonly head: number
  /** The seq of such an event that is here already. */
  known(event: ImportedEvent): number | undefined
  /** The id of the message with a seq. */
  messageId(seq: number): string | undefined
  /** Its own id, or another one where something here has that. */
  freeId(message: ImportedMessage): string
  /** The next event has this seq; nothing is held before it, or only no changes. */
  leap(to: number, isFirst: boolean): void
  addMessage(held: HeldMessage, reactions: readonly Reacting[]): void
  addChange(event: ChangeEvent | RoomEvent, by: User): void
  /** A message was changed by what has this seq; `isPin`: where it is pinned, since then. */
  revise(target: number, seq: number, isPin: boolean): void
}

/** What is known of a room while events come into it. */
export interface Incoming {
  /** It held nothing, or nothing else: the seqs of the lines are kept. */
  readonly keeps: boolean
  /** A message has come, or was here. */
  readonly hasMessages: boolean
  /** By the seq of the line of a message: the seq here; of one that was here already less than 0. */
  placeOf(line: number): number | undefined
  note(line: number, place: number): void
}
