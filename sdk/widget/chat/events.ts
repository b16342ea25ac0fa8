import type { ChatClient, Room } from '../../client/types.ts'
import type { ConnectionState } from '../../connection/state.ts'
import type { ChatError } from '../../lib/chat-error.ts'
import type { ChangeEvent } from '../../protocol/events.ts'
import type { Message, User } from '../../protocol/records.ts'
import type { BeforeSend } from '../features/talk/before-send.ts'

export type { BeforeSend, SendOptions } from '../features/talk/before-send.ts'
export type { ChatCommand } from '../features/talk/chat-command.ts'

/** The element's events and their `detail`; they bubble and cross shadow boundaries. */
export interface ChatWidgetEvents {
  /** Once it is known whether somebody is logged in; methods act at once from here on. */
  'chat-ready': { client: ChatClient; room: Room }
  /** The next message of the room, in order, once. `live`: not caught up after an absence. */
  'chat-message': { message: Message; own: boolean; live: boolean }
  /** A text is about to be sent, by whoever; `preventDefault` stops it. */
  'chat-before-send': BeforeSend
  'chat-status': ConnectionState
  'chat-error': ChatError
  'chat-open': undefined
  'chat-close': undefined
  /** Something about a message of the room is another than before. */
  'chat-change': { type: ChangeEvent['type']; message: Message; before: Message; event: ChangeEvent; live: boolean }
  /** A message of somebody else names the reader: a new one, or one that was edited. */
  'chat-mention': { message: Message; live: boolean }
  /** How many messages their reader has not seen. */
  'chat-unread': number
  /** Another room is shown; its name. */
  'chat-room': string
  'chat-login': User
  'chat-logout': undefined
}

/** The same as listeners are given them. */
export type ChatWidgetEventMap = { [K in keyof ChatWidgetEvents]: CustomEvent<ChatWidgetEvents[K]> }

declare global {
  // They bubble, so whatever is around the element hears them too: elements, document, window
  interface GlobalEventHandlersEventMap extends ChatWidgetEventMap {}
}

/** False: it is cancelable, and a listener has stopped what it is about. */
export type Fire = <K extends keyof ChatWidgetEvents>(
  type: K,
  detail: ChatWidgetEvents[K],
  cancelable?: boolean,
) => boolean
