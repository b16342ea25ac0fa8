import type { Clock } from '../../lib/clock.ts'
import type { ViewModel } from '../../store/view-model.ts'
import type { KeptText } from '../behaviors/keep-text.ts'
import type { ChatRefs, ViewOptions } from '../views/view.ts'

export interface ChatBehaviorsOptions extends ViewOptions {
  clock: Clock
  /** Holds every region. */
  root: HTMLElement
  refs: ChatRefs
  /** The key of the first message in sight, or nothing: the newest is. */
  reading(key: string | undefined): void
  /** What is written and not sent. */
  text: KeptText
  /** The chat server's address. */
  server(): string
  /** What is shown. */
  view(): ViewModel | undefined
}
