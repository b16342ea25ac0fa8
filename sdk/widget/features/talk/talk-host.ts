import type { ChatClient } from '../../../client/types.ts'
import type { Clock } from '../../../lib/clock.ts'
import type { RoomStore } from '../../../store/room-store.ts'
import type { ViewModel } from '../../../store/view-model.ts'
import type { Note } from '../../kept/notes.ts'
import type { ChatRefs, Chrome, Emit } from '../../views/view.ts'
import type { OpenSheet } from '../sheet/sheet.ts'
import type { FeatureName } from './feature-names.ts'

/** A chat, as what makes talking in it good sees it. */
export interface TalkHost {
  readonly root: ShadowRoot
  readonly clock: Clock
  readonly openSheet: OpenSheet
  /** The chat server's address. */
  server(): string
  lang(): string | undefined
  client(): ChatClient | undefined
  /** The room that is shown. */
  shown(): RoomStore | undefined
  /** What was drawn last. */
  view(): ViewModel | undefined
  /** Of the chat screen, while it is shown; others whenever it was built anew. */
  refs(): ChatRefs | undefined
  chrome(): Chrome
  /** The page leaves this feature out. */
  off(name: FeatureName): boolean
  /** What is kept of the reader in this room. */
  note(room: string): Note
  /** Keeps this beside it, of the room that is shown. */
  keep(change: Note): void
  /** What is beside the log has another height. */
  draw(): void
  /** A sheet was closed. */
  closed(): void
  say(text: string, urgent?: boolean): void
  emit: Emit
}

/** One feature, opened once; it attaches itself to what is shown. */
export interface TalkFeature {
  /** Called whenever something was drawn: keeps what it added to the chat true. */
  look(): void
  stop(): void
}
