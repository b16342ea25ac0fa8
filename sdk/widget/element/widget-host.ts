import type { ChatError } from '../../lib/chat-error.ts'
import type { Clock } from '../../lib/clock.ts'
import type { ChatSettings } from '../chat/chat-host.ts'
import type { Fire } from '../chat/events.ts'
import type { Chrome } from '../views/view.ts'

/** What the attributes say. */
export interface WidgetSettings extends ChatSettings, Pick<Chrome, 'mode' | 'open' | 'heading'> {
  /** That the element is in; styles, and much of what is listened to, are a document's. */
  document: Document
}

export interface WidgetHost {
  root: ShadowRoot
  states: CustomStateSet | undefined
  clock: Clock
  fire: Fire
  /** The panel wants to be open or closed. */
  open(open: boolean): void
  /** It is known whether somebody is logged in. */
  ready(): void
  /** There is no chat, since an attribute says what cannot be. */
  failed(error: ChatError): void
}
