/** The types of `<chat-widget>` in JSX, for React 19 and its `onchat-...` listeners. There is no code in this entry. */
import type { DetailedHTMLProps, HTMLAttributes } from 'react'
import type { ChatWidgetAttributes, ChatWidgetElement, ChatWidgetEventMap } from './element.ts'

/** `onchat-message` and so on, each with the element's own event. */
export type ChatWidgetListeners = {
  [K in keyof ChatWidgetEventMap as `on${K}`]?: ((event: ChatWidgetEventMap[K]) => void) | undefined
}

export type ChatWidgetProps = ChatWidgetAttributes &
  ChatWidgetListeners &
  Omit<DetailedHTMLProps<HTMLAttributes<ChatWidgetElement>, ChatWidgetElement>, keyof ChatWidgetAttributes>

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'chat-widget': ChatWidgetProps
    }
  }
}
