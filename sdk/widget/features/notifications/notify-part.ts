import { isOwn } from '../../../client/person.ts'
import type { ChatClient, Room } from '../../../client/types.ts'
import type { Message } from '../../../protocol/records.ts'
import { shelf } from '../../kept/shelf.ts'
import { adopt } from '../../styles/sheet.ts'
import { openedHere } from '../sheet/opened-here.ts'
import type { Sheet } from '../sheet/sheet.ts'
import type { TalkFeature, TalkHost } from '../talk/talk-host.ts'
import { extendMenu } from './menu-entry.ts'
import { titleOf } from './room-title.ts'
import { KeptSettings } from './settings.ts'
import { showSettings } from './settings-sheet.ts'
import { cssText } from './sheet.css.ts'
import { Speaker } from './speaker.ts'
import { badgeTitle } from './title-badge.ts'

/** What came with the message that this part was loaded for, in ms. */
const RECENT_MS = 30_000

/** Tells of new messages who does not look: in the title of the page, by a sound, and by the system. */
export function openNotifications(host: TalkHost): TalkFeature {
  const kept = new KeptSettings(host.storage(), host.server())
  const speaker = new Speaker({
    host,
    settings: () => kept.read(),
    shelf: shelf(host.storage(), `chat-widget-spoken:${host.server()}`),
  })
  const rooms = new Map<Room, () => void>()
  let client: ChatClient | undefined
  let undo: (() => void)[] = []
  let sheet: Sheet | undefined
  /** The room and the reader of the sheet are still those that are shown. */
  let isHere = () => false

  function openSettings(): void {
    const panel = host.root.querySelector<HTMLElement>('[part=panel]')
    const room = host.shown()?.room
    if (!panel || !room) return
    sheet?.close()
    isHere = openedHere(host)
    sheet = host.openSheet(panel, () => {
      sheet = undefined
      host.closed()
    })
    showSettings(sheet, kept, { name: room.name, title: titleOf(room) })
  }

  const isOthers = ({ user, deleted }: Pick<Message, 'user' | 'deleted'>) => !deleted && !isOwn(user, client ?? {})

  function follow(): void {
    const now = host.client()
    if (now !== client) {
      forget()
      client = now
      undo = now
        ? [
            now.on('activity', ({ rooms: active }) => {
              for (const [room, { upTo, unread, mentions }] of Object.entries(active))
                speaker.activity(room, upTo, unread, mentions)
            }),
          ]
        : []
    }
    const open = new Set(client?.rooms())
    for (const [room, end] of rooms) {
      if (open.has(room)) continue
      end()
      rooms.delete(room)
    }
    for (const room of open) {
      if (rooms.has(room)) continue
      const ends = [
        room.on('message', ({ message, live }) => {
          if (isOthers(message)) speaker.message(room, message, live)
        }),
        room.on('event', ({ event }) => {
          if (event.type === 'message_deleted' || event.type === 'message_edited')
            speaker.changed(room.name, event.messageId)
        }),
      ]
      rooms.set(room, () => {
        for (const end of ends) end()
      })
    }
  }

  function forget(): void {
    for (const end of [...undo, ...rooms.values()]) end()
    rooms.clear()
    undo = []
  }

  /** The message for which this was loaded has come before it. */
  function tellFirst(): void {
    const { room, view } = host.shown() ?? {}
    const last = view?.log.items.at(-1)
    if (!room || host.chrome().open || last?.kind !== 'message' || last.own || last.deleted || !last.id) return
    if (host.chrome().unread > 0 && host.clock.now() - last.sentAt < RECENT_MS)
      speaker.message(room, { ...last, room: room.name, id: last.id, deleted: undefined }, true)
  }

  follow()
  tellFirst()
  return {
    look() {
      follow()
      if (sheet && !isHere()) sheet.close()
      adopt(host.root, cssText)
      const { mode, unread, mentions } = host.chrome()
      badgeTitle(host, mode === 'inline' ? 0 : mentions || unread)
      speaker.look()
      const menu = host.root.querySelector<HTMLElement>('[part=menu]')
      if (menu) extendMenu(menu, openSettings)
    },
    stop() {
      badgeTitle(host, 0)
      forget()
      sheet?.close()
      speaker.stop()
    },
  }
}
