import type { ChatClient } from '../../../client/types.ts'
import type { Clock } from '../../../lib/clock.ts'
import type { RoomStore } from '../../../store/room-store.ts'
import type { OpenSheet } from '../sheet/sheet.ts'

/** The chat, as the rooms around the one that is shown see it. */
export interface RoomsHost {
  readonly root: ShadowRoot
  readonly clock: Clock
  readonly openSheet: OpenSheet
  /** The chat server's address. */
  server(): string
  lang(): string | undefined
  client(): ChatClient | undefined
  /** The room that is shown. */
  shown(): RoomStore | undefined
  /** The room of the page. */
  home(): string
  /** The rooms that the page names beside it. */
  listed(): readonly string[]
  /** Follows one more from now on. Throws ChatError `invalid_room`. */
  follow(room: string): RoomStore
  /** Follows it no more, and leaves it once what was written there is sent. */
  leave(store: RoomStore): void
  /** Says which store follows a room on when another one is shown. */
  hold(follows: (room: string) => RoomStore | undefined): void
  /** Shows another room, at its end. */
  go(store: RoomStore): void
  /** The focus goes to where one writes; by touch, where that would raise a keyboard, to the room's head. */
  enter(): void
  /** Scrolls to a message of it that is loaded. */
  toMessage(seq: number): void
  /** What is not read of a room that is followed; undefined: there is no client. */
  unread(store: RoomStore): { readonly count: number; readonly mentions: number } | undefined
  /** Messages of others, not seen yet, in the rooms that are not shown, and those of them that name the reader. */
  elsewhere(counts: readonly [unread: number, mentions: number]): void
  /** A sheet was closed. */
  closed(): void
  say(text: string, urgent?: boolean): void
}

export interface OpenedRooms {
  /** Keeps what it added to the chat true. */
  look(): void
  /** Shows another room. */
  go(room: string): void
  stop(): void
}
