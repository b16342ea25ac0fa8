/** The element as a class, not yet defined. */
export { ChatWidgetElement } from './widget/element/chat-widget-element.ts'
export type { ChatWidgetEvents } from './widget/element/events.ts'
