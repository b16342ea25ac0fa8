import { pageLanguage } from './page-language.ts'
import type { WidgetSettings } from './widget-host.ts'

type Attributes = Pick<WidgetSettings, 'mode' | 'room' | 'storage' | 'heading' | 'server' | 'open'>

/** What the attributes of an element say, and where it stands. `defaultServer` counts where they name no server. */
export function settingsOf(element: HTMLElement & Attributes, defaultServer: string | undefined): WidgetSettings {
  const { mode, room, storage, heading } = element
  const server = element.server || defaultServer || location.origin
  const lang = pageLanguage(element)
  const document = element.ownerDocument
  return { mode, room, storage, heading, server, lang, document, open: mode !== 'bubble' || element.open }
}
