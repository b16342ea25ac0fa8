/** The element as a class, not yet defined. */
export type { RoomStore } from './store/room-store.ts'
export type {
  BeforeSend,
  ChatCommand,
  ChatWidgetEventMap,
  ChatWidgetEvents,
  SendOptions,
} from './widget/chat/events.ts'
export type { Attribute as ChatWidgetAttribute } from './widget/element/attributes.ts'
export { ChatWidgetElement } from './widget/element/chat-widget-element.ts'
export type { ChatWidgetAttributes } from './widget/element/tag-attributes.ts'
