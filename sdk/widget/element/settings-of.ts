import type { TokenProvider } from '../chat/chat-host.ts'
import { pageLanguage } from './page-language.ts'
import type { WidgetSettings } from './widget-host.ts'

interface Attributes extends Pick<WidgetSettings, 'mode' | 'room' | 'storage' | 'heading' | 'server' | 'open'> {
  tokenUrl: string
  tokenProvider: TokenProvider | undefined
}

/** What the attributes of an element say, and where it stands. `defaultServer` counts where they name no server. */
export function settingsOf(element: HTMLElement & Attributes, defaultServer: string | undefined): WidgetSettings {
  const { mode, room, storage, heading, tokenUrl, tokenProvider: site = tokenUrl } = element
  const server = element.server || defaultServer || location.origin
  const lang = pageLanguage(element)
  const document = element.ownerDocument
  return {
    mode,
    room,
    storage,
    heading,
    site,
    server,
    lang,
    document,
    open: mode !== 'bubble' || element.open,
  }
}
