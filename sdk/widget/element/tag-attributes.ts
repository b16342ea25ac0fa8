import type { Attribute } from './attributes.ts'
import type { ChatWidgetElement } from './chat-widget-element.ts'

/** What is no text: frameworks set it as a property. */
type OwnProperty = 'tokenProvider' | 'commands'

/** What may be set on the tag, as the types of frameworks say it. */
export type ChatWidgetAttributes = {
  [K in Attribute]?: (K extends keyof ChatWidgetElement ? ChatWidgetElement[K] : string) | undefined
} & { [K in OwnProperty]?: ChatWidgetElement[K] | undefined }
