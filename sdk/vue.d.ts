/** The types of `<chat-widget>` in Vue's templates. There is no code in this entry. */
import type { EmitFn, HTMLAttributes, PublicProps } from 'vue'
import type { ChatWidgetAttributes, ChatWidgetElement, ChatWidgetEventMap } from './element.ts'

/** The element as Vue's type checker reads it: what may be set, and what it emits. */
export type ChatWidgetComponent = new () => ChatWidgetElement & {
  $props: ChatWidgetAttributes & Omit<HTMLAttributes, keyof ChatWidgetAttributes> & PublicProps
  $emit: EmitFn<{ [K in keyof ChatWidgetEventMap]: (event: ChatWidgetEventMap[K]) => void }>
}

declare module 'vue' {
  interface GlobalComponents {
    'chat-widget': ChatWidgetComponent
    ChatWidget: ChatWidgetComponent
  }
}
