import { isOwn } from '../../../client/person.ts'
import type { ChatClient } from '../../../client/types.ts'
import type { ChatError } from '../../../lib/chat-error.ts'
import { isAccount } from '../../../protocol/user-of.ts'
import { loadFile } from '../../parts/load-file.ts'
import { adopt } from '../../styles/sheet.ts'
import type { Sheet } from '../sheet/sheet.ts'
import { FollowedRooms } from './followed-rooms.ts'
import { showRooms } from './list-sheet.ts'
import { ownsBack, placeOf } from './own-back.ts'
import { extendPeople } from './person-acts.ts'
import { RoomList } from './room-list.ts'
import type { RoomPage } from './room-page.ts'
import { titleOf } from './room-row.ts'
import { RoomTrail } from './room-trail.ts'
import type { OpenedRooms, RoomsHost } from './rooms-host.ts'
import { cssText } from './rooms-sheet.css.ts'
import { showSwitcher } from './switcher.ts'
import { words } from './words.ts'

type RoomSheets = typeof import('./room-sheets-part.ts')

/** The rooms around the one that is shown: the way to them, what is new in them, and people to talk to alone. */
export function openRooms(host: RoomsHost): OpenedRooms {
  let sheet: Sheet | undefined
  /** Draws the list anew, while it is shown. */
  let redraw: (() => void) | undefined
  let stopped = false
  const rooms = new FollowedRooms(host)
  const list = new RoomList(host, rooms, changed)
  const element = host.root.host
  const trail = new RoomTrail({
    window: element.ownerDocument.defaultView ?? window,
    isOn: () => ownsBack(element),
    element: () => placeOf(element, host.server(), host.home()),
    me: () => me()?.id,
    isMe: id => isOwn({ id }, host.client() ?? {}),
    shown: () => host.shown()?.room.name,
    back,
  })

  let soon = false

  /** Draws what is different once this turn has ended, however much that is. */
  function changed(): void {
    if (soon) return
    soon = true
    queueMicrotask(() => {
      soon = false
      if (stopped) return
      host.elsewhere([list.unread, list.mentions])
      redraw?.()
      look()
    })
  }

  function me() {
    return host.client()?.user
  }

  async function directory() {
    const client = host.client()
    if (!client) throw new Error('The chat has ended.')
    return client.directory()
  }

  /** Another sheet in the place of one that is open. */
  function fresh(): Sheet | undefined {
    const panel = host.root.querySelector<HTMLElement>('[part=panel]')
    if (!panel) return undefined
    sheet?.close()
    sheet = host.openSheet(panel, () => {
      sheet = redraw = undefined
      host.closed()
    })
    return sheet
  }

  const loadSheets = () => loadFile<RoomSheets>(() => import('./room-sheets-part.ts'), host.server())

  /** In the place of the sheet that is open, once it is there. */
  function open(show: (sheets: RoomSheets, on: Sheet) => void): void {
    loadSheets().then(
      sheets => {
        const opened = stopped ? undefined : fresh()
        if (opened) show(sheets, opened)
      },
      error => host.say(words.error(error as ChatError), true),
    )
  }

  function go(room: string): void {
    // What the page does to its address when it hears of this counts for the new entry
    trail.to(room)
    enter(room)
  }

  function enter(room: string, focuses = true): void {
    sheet?.close()
    rooms.go(room)
    if (focuses) host.enter()
    changed()
  }

  /** By the browser: who is elsewhere in the page stays there. */
  function back(room: string): void {
    enter(room, host.root.activeElement !== null)
    host.say(words.wentTo(titleOf(room, host.shown()?.room.info ?? {})))
  }

  function openList(): void {
    const opened = fresh()
    if (!opened) return
    // before it is asked for
    loadSheets().catch(() => {})
    const account = isAccount(me()?.id ?? '')
    redraw = showRooms(opened, list, {
      now: () => host.clock.now(),
      lang: host.lang,
      go,
      about: () => openRoom(),
      create: account ? () => openCreate() : undefined,
      async answer(room, accept) {
        await (await directory()).answer(room, accept)
        list.forget(room)
        await list.load()
        if (accept) go(room)
      },
    })
    void list.load()
  }

  function openCreate(): void {
    const made = (room: string) => {
      void list.load()
      go(room)
      host.say(words.created)
    }
    open(({ showCreateRoom }, opened) => showCreateRoom(opened, directory, made))
  }

  function openRoom(): void {
    const store = host.shown()
    if (!store) return
    const page: RoomPage = {
      store,
      me: me(),
      directory,
      around: () => {
        const people = [...rooms.all.values()].flatMap(({ view }) => view.people.users)
        return [...new Map(people.map(user => [user.id, user])).values()]
      },
      back: openList,
      left: () => {
        const { name } = store.room
        const [other = host.home()] = [...rooms.all.keys()].filter(room => room !== name)
        trail.instead(other)
        enter(other)
        rooms.forget(name)
        list.forget(name)
      },
      say: host.say,
    }
    open(({ showRoom }, opened) => showRoom(opened, page))
  }

  function look(): void {
    listen()
    rooms.look()
    list.look()
    trail.resume()
    adopt(host.root, cssText)
    const header = host.root.querySelector('[part=header]')
    if (header) showSwitcher(header, list.unread, openList)
    const user = me()
    const shown = host.shown()
    if (user && shown && isAccount(user.id))
      extendPeople(host.root, shown.view.people.users, user.id, each =>
        open(({ showPerson }, opened) => showPerson(opened, each, directory, go)),
      )
  }

  let undo: (() => void)[] = []
  let heard: ChatClient | undefined

  /** Hears of what is said to the reader, from the client that there is now. */
  function listen(): void {
    const client = host.client()
    if (client === heard) return
    heard = client
    for (const each of undo) each()
    undo = client
      ? [
          client.on('invited', ({ room, title, by }) => {
            host.say(words.invitation(by.name, titleOf(room, { title })))
          }),
        ]
      : []
  }

  return {
    look,
    go,
    stop() {
      stopped = true
      for (const each of undo) each()
      sheet?.close()
      trail.stop()
      list.stop()
      rooms.stop()
    },
  }
}
