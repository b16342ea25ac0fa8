import type { Clock } from '../../../lib/clock.ts'
import type { RoomStore } from '../../../store/room-store.ts'
import type { StorageKind } from '../../kept/shelf.ts'
import type { ChatRefs, Emit } from '../../views/view.ts'
import type { Completion } from '../completion/completion.ts'

/** A chat, as what picks emoji sees it. */
export interface EmojiHost {
  readonly root: ShadowRoot
  readonly clock: Clock
  /** What the composer offers while somebody types. */
  readonly completion: Completion
  /** The chat server's address. */
  server(): string
  lang(): string | undefined
  /** Where what a reader chose is kept. */
  storage(): StorageKind
  /** The room that is shown. */
  shown(): RoomStore | undefined
  /** Of the chat screen, while it is shown; others whenever it was built anew. */
  refs(): ChatRefs | undefined
  say(text: string, urgent?: boolean): void
  emit: Emit
}
