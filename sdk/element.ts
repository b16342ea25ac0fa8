/** The element as a class, not yet defined. */
export type { RoomStore } from './store/room-store.ts'
export { type ChatWidgetAttributes, ChatWidgetElement } from './widget/element/chat-widget-element.ts'
export type { ChatWidgetEventMap, ChatWidgetEvents } from './widget/element/events.ts'
