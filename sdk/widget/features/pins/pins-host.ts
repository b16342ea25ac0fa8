import type { ChatClient } from '../../../client/types.ts'
import type { Clock } from '../../../lib/clock.ts'
import type { RoomStore } from '../../../store/room-store.ts'
import type { ViewModel } from '../../../store/view-model.ts'
import type { Note } from '../../kept/notes.ts'
import type { ChatRefs, Emit } from '../../views/view.ts'
import type { OpenSheet } from '../sheet/sheet.ts'

/** A chat, as its pinned messages see it. */
export interface PinsHost {
  readonly root: ShadowRoot
  readonly clock: Clock
  readonly openSheet: OpenSheet
  /** The chat server's address. */
  server(): string
  /** In which times are written. */
  lang(): string | undefined
  client(): ChatClient | undefined
  /** The room that is shown. */
  shown(): RoomStore | undefined
  /** What was drawn last. */
  view(): ViewModel | undefined
  /** Of the chat screen, while it is shown. */
  refs(): ChatRefs | undefined
  note(room: string): Note
  keep(change: Note): void
  /** What is beside the log has another height, or will have. */
  draw(): void
  /** A sheet was closed, or what had the focus is gone. */
  closed(): void
  say(text: string, urgent?: boolean): void
  emit: Emit
}
