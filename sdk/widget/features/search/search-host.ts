import type { ChatClient } from '../../../client/types.ts'
import type { Clock } from '../../../lib/clock.ts'
import type { RoomStore } from '../../../store/room-store.ts'
import type { ViewModel } from '../../../store/view-model.ts'
import type { Chrome, Emit } from '../../views/view.ts'
import type { OpenSheet } from '../sheet/sheet.ts'

/** A chat, as its search sees it. */
export interface SearchHost {
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
  chrome(): Pick<Chrome, 'open'>
  /** A sheet was closed. */
  closed(): void
  say(text: string, urgent?: boolean): void
  emit: Emit
}
