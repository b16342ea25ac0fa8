import type { TokenProvider } from '../chat/chat-host.ts'
import { pageLanguage } from './page-language.ts'
import { pageRoom } from './page-room.ts'
import type { WidgetSettings } from './widget-host.ts'

interface Attributes extends Pick<WidgetSettings, 'mode' | 'storage' | 'heading' | 'server' | 'open'> {
  room: string
  rooms: string
  without: string
  tokenUrl: string
  tokenProvider: TokenProvider | undefined
}

/** What the attributes of an element say, and where it stands. `defaultServer` counts where they name no server. */
export function settingsOf(element: HTMLElement & Attributes, defaultServer: string | undefined): WidgetSettings {
  const { mode, storage, tokenUrl, tokenProvider: site = tokenUrl } = element
  const server = element.server || defaultServer || location.origin
  const lang = pageLanguage(element)
  const document = element.ownerDocument
  const ofPage = element.room === 'page'
  const room = ofPage ? pageRoom(document) : element.room
  const heading = element.heading || (ofPage ? document.title : '')
  return {
    mode,
    room,
    rooms: element.rooms,
    without: element.without,
    storage,
    heading,
    site,
    server,
    lang,
    document,
    open: mode !== 'bubble' || element.open,
  }
}
