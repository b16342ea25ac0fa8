/** The script that sites embed: the server it came from is the server it talks to. */
import { ChatWidgetElement } from './widget/element/chat-widget-element.ts'

try {
  // The build gives a classic script its address by the same name
  const address = new URL(import.meta.url)
  // Its folder: the server may be below a path of its host
  if (/^https?:/.test(address.protocol)) ChatWidgetElement.defaultServer = new URL('.', address).href.replace(/\/$/, '')
} catch {
  // There is no page, or its script has no address: the attribute says the server
}
ChatWidgetElement.define()
