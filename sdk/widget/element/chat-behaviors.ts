import { listen, undoAll } from '../behaviors/behavior.ts'
import { enterSends } from '../behaviors/enter-sends.ts'
import { trapFocus } from '../behaviors/focus-trap.ts'
import { growWithText } from '../behaviors/grow-with-text.ts'
import { loadOnReach } from '../behaviors/load-on-reach.ts'
import { switchRegions } from '../behaviors/region-switch.ts'
import { roveFocus } from '../behaviors/roving-focus.ts'
import { stickToEnd } from '../behaviors/stick-to-end.ts'
import type { ChatRefs } from '../views/view.ts'

export interface ChatBehaviorsOptions {
  /** Holds every region. */
  root: HTMLElement
  refs: ChatRefs
  /** The newest message came into sight, or went out of it. */
  atEnd(atEnd: boolean): void
  closeDrawer(): void
}

/** The behaviors of one chat screen, which run until they are stopped. */
export interface ChatBehaviors {
  stop(): void
  /** After the views changed. */
  settle(): void
  /** Holds the focus in an open drawer; where the screen is wide, the people stand beside the log instead. */
  trapDrawer(open: boolean): void
  toEnd(): void
}

export function startChatBehaviors({ root, refs, atEnd, closeDrawer }: ChatBehaviorsOptions): ChatBehaviors {
}
