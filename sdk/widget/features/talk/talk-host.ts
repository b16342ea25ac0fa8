import type { ChatClient } from '../../../client/types.ts'
import type { ChatError } from '../../../lib/chat-error.ts'
import type { Clock } from '../../../lib/clock.ts'
import type { RoomStore } from '../../../store/room-store.ts'
import type { ViewModel } from '../../../store/view-model.ts'
import type { Note } from '../../kept/notes.ts'
import type { StorageKind } from '../../kept/shelf.ts'
import type { ChatRefs, Chrome, Emit } from '../../views/view.ts'
import type { Completion } from '../completion/completion.ts'
import type { OpenSheet } from '../sheet/sheet.ts'
import type { BeforeSend } from './before-send.ts'
import type { FeatureName } from './feature-names.ts'

/** A chat, as what makes talking in it good sees it. */
export interface TalkHost {
  readonly root: ShadowRoot
  readonly clock: Clock
  readonly openSheet: OpenSheet
  /** What the composer offers while somebody types. */
  readonly completion: Completion
  /** The chat server's address. */
  server(): string
  lang(): string | undefined
  /** Where what a reader chose is kept. */
  storage(): StorageKind
  client(): ChatClient | undefined
  /** The room that is shown. */
  shown(): RoomStore | undefined
  /** What was drawn last. */
  view(): ViewModel | undefined
  /** Of the chat screen, while it is shown; others whenever it was built anew. */
  refs(): ChatRefs | undefined
  chrome(): Chrome
  readonly missed: ReadPlace
  /** Opens the panel. */
  open(): void
  /** Shows another room, where there are some. */
  go(room: string): void
  /** The page leaves this feature out. */
  off(name: FeatureName): boolean
  /** What the reader has left in a room, and more of it in the one that is shown. */
  note(room: string): Note
  keep(note: Note): void
  /** What is beside the log has another height. */
  draw(): void
  /** A sheet was closed. */
  closed(): void
  say(text: string, urgent?: boolean): void
  emit: Emit
}

/** How far the reader has read the room that is shown. */
export interface ReadPlace {
  /** Where they stood when they came, if anything was new to them. */
  readonly since: number | undefined
  /** The room is before their eyes. */
  readonly here: boolean
  /** Messages of a room that are new to them; undefined: it is not counted. */
  unreadIn(room: string): number | undefined
  /** This message was before their eyes, long enough. */
  saw(seq: number): void
  /** All is read. */
  readAll(): void
  /** The message of this seq is new again, and all behind it. */
  markUnread(seq: number): void
}

/** One feature, opened once; it attaches itself to what is shown. */
export interface TalkFeature {
  /** Called whenever something was drawn: keeps what it added to the chat true. */
  look(): void
  stop(): void
  /**
   * Looks at what is about to be sent, may change it, and says why it cannot be; `typed`: by a person, in the composer.
   * ChatError `canceled` and no text: it is done with.
   */
  outgoing?(message: BeforeSend, typed: true | undefined): ChatError | undefined
}
