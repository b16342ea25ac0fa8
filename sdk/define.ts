/** Importing this defines `<chat-widget>`. */
import { ChatWidgetElement } from './widget/element/chat-widget-element.ts'

declare global {
  interface HTMLElementTagNameMap {
    'chat-widget': ChatWidgetElement
  }
}

ChatWidgetElement.define()

export type { ChatWidgetEventMap, ChatWidgetEvents } from './widget/chat/events.ts'
export { ChatWidgetElement }
