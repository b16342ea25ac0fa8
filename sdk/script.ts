/** The script that sites embed: the server it came from is the server it talks to. */
import { ChatWidgetElement } from './widget/element/chat-widget-element.ts'

const page = globalThis.document
if (page) {
  // A module has no current script, a classic script no import.meta
  const script = page.currentScript as HTMLScriptElement | null
  const address = new URL(script?.src || import.meta.url, page.baseURI)
  // Its folder: the server may be below a path of its host
  if (/^https?:/.test(address.protocol)) ChatWidgetElement.defaultServer = new URL('.', address).href.replace(/\/$/, '')
}
ChatWidgetElement.define()
