import type { ChatClient } from '../../../client/types.ts'
import type { Clock } from '../../../lib/clock.ts'
import type { RoomStore } from '../../../store/room-store.ts'
import type { Note } from '../../kept/notes.ts'
import type { Emit, OrderIntent } from '../../views/view.ts'
import type { OpenSheet } from '../sheet/sheet.ts'

/** The chat, as what keeps order in its rooms sees it. */
export interface ModerationHost {
  readonly root: ShadowRoot
  readonly clock: Clock
  readonly openSheet: OpenSheet
  /** The chat server's address. */
  server(): string
  lang(): string | undefined
  client(): ChatClient | undefined
  /** The room that is shown. */
  shown(): RoomStore | undefined
  /** What is kept of the reader in a room. */
  note(room: string): Note
  /** Of the room that is shown. */
  keep(change: Note): void
  /** Scrolls to a message of it that is loaded. */
  toMessage(seq: number): void
  /** What is beside the log has another height. */
  draw(): void
  /** A sheet was closed. */
  closed(): void
  say(text: string, urgent?: boolean): void
  emit: Emit
}

export interface OpenedModeration {
  /** Keeps what it added to the chat true. */
  look(): void
  order(intent: OrderIntent): void
  stop(): void
}
