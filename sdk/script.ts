/** The script that sites embed: the server it came from is the server it talks to. */
import { ChatWidgetElement } from './widget/element/chat-widget-element.ts'

try {
  // A module has no current script, a classic script no import.meta. Not by the name alone, which a page's form may have
  const script = Reflect.get(Document.prototype, 'currentScript', document) as HTMLScriptElement | null
  const address = new URL(script?.src || import.meta.url)
  // Its folder: the server may be below a path of its host
  if (/^https?:/.test(address.protocol)) ChatWidgetElement.defaultServer = new URL('.', address).href.replace(/\/$/, '')
} catch {
  // There is no page, or its script has no address: the attribute says the server
}
ChatWidgetElement.define()
