import type { ChatClientOptions } from '../../client/types.ts'
import type { ChatError } from '../../lib/chat-error.ts'
import type { Clock } from '../../lib/clock.ts'
import type { DrawSchedule } from '../drawing/draw-schedule.ts'
import type { StorageKind } from '../kept/shelf.ts'
import type { Chrome } from '../views/view.ts'
import type { Fire } from './events.ts'

/** What the attributes of the element say of the chat. */
export interface ChatSettings {
  server: string
  room: string
  /** The names of those between which the reader may go, beside it; spaces or commas between them. */
  rooms: string
  /** The names of features that the page leaves out; spaces or commas between them. */
  without: string
  storage: StorageKind
  lang: string | undefined
  /** What says who is logged in on the page's site: a function of the page, or an address; empty: people log in here. */
  site: TokenProvider | string
}

/** Gives the token of who is signed in on the page's site; `null`: nobody is. */
export type TokenProvider = NonNullable<ChatClientOptions['getToken']>

/** What a chat needs of the element that it is in. */
export interface ChatHost {
  readonly root: ShadowRoot
  readonly clock: Clock
  readonly draws: DrawSchedule
  readonly fire: Fire
  /** As it is now. */
  chrome(): Chrome
  /** It is drawn in the next frame, or whenever something else is. */
  change(change: Partial<Chrome>, soon?: boolean): void
  /** The panel wants to be open or closed. */
  open(open: boolean): void
  /** Moves the focus to what is to be used first. */
  focus(): void
  /** No chat can begin as the attributes are. */
  failed(error: ChatError): void
}
