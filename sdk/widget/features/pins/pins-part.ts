import type { Room } from '../../../client/types.ts'
import type { MessagePinnedEvent } from '../../../protocol/durable-events.ts'
import type { Message } from '../../../protocol/records.ts'
import type { RoomStore } from '../../../store/room-store.ts'
import type { MessageItem } from '../../../store/view-model.ts'
import { focusedIn } from '../../behaviors/behavior.ts'
import { adopt } from '../../styles/sheet.ts'
import { detach } from '../../views/el.ts'
import { isolate } from '../../views/isolate.ts'
import type { ChatRefs, MessageEntry } from '../../views/view.ts'
import type { Sheet } from '../sheet/sheet.ts'
import { extendMenu } from './extend-menu.ts'
import { PIN } from './icons.ts'
import { createPinBar } from './pin-bar.ts'
import { createPinList, type PinList } from './pin-list.ts'
import { createPinMarks } from './pin-marks.ts'
import { followPinned, type PinnedMessages } from './pinned-messages.ts'
import type { PinsHost } from './pins-host.ts'
import { cssText } from './pins-sheet.css.ts'
import { firstLine, pinWords } from './words.ts'

/**
 * The pinned messages of the room that is shown: a bar, a list, marks in the log, and an entry in a
 * message's menu. `early`: what was pinned in the room that is shown, and not told yet, the last first.
 */
export function createPins(host: PinsHost, early: readonly MessagePinnedEvent[]): { look(): void; stop(): void } {
  const words = pinWords(host.lang())
  let shown: { store: RoomStore; pinned: PinnedMessages } | undefined
  let untold = [...early]
  let refs: ChatRefs | undefined
  let list: { sheet: Sheet; view: PinList } | undefined
  const bar = createPinBar(words, { go, list: openList, close: hide })
  const marks = createPinMarks(words.mark, id => {
    const by = shown?.pinned.by(id)
    return by ? words.markedBy(words.nameOf(by)) : words.mark
  })

  const may = () => !!shown?.store.view.rights.can?.has('pin')

  function go({ seq }: Message): void {
    host.emit({ type: 'show', seq })
  }

  /** In the menu of a message, for who may. */
  const offer = ({ id, pinned }: MessageItem): MessageEntry | undefined => {
    const { store } = shown ?? {}
    if (!store || id === undefined || !may()) return undefined
    const press = () => void store.room.pin(id, !pinned)
    return { text: pinned ? words.unpin : words.pin, drawing: PIN, press }
  }

  function offerIn(now: ChatRefs | undefined): void {
    if (now) now.entries = [...(now.entries ?? []), offer]
  }

  /** Once, to who does not see it. */
  function tell({ on, user }: MessagePinnedEvent, message: Message | undefined, own: boolean): void {
    const [named] = isolate([{ name: words.nameOf(user) }])
    const name = named?.name ?? ''
    if (on) host.say(own ? words.pinned : words.pinnedBy(name, firstLine(message?.text ?? '').slice(0, 140)))
    else host.say(own ? words.unpinned : words.unpinnedBy(name))
  }

  /** What was pinned when it was looked at last. */
  let order: readonly string[] = []
  /** The reader closed the bar, and nothing was pinned since: what only rises as others go is nothing new. */
  function isHidden({ name, pins }: Room): boolean {
    const [newest] = pins
    const [before] = order
    const rose = newest !== before && newest !== undefined && order.includes(newest)
    order = pins
    if (newest === undefined) return false
    const closed = host.note(name).pins
    if (rose && closed === before) host.keep({ pins: newest })
    return closed === newest || (rose && closed === before)
  }

  function hide(): void {
    host.keep({ pins: shown?.store.room.pins[0] })
    host.say(words.closed)
    show()
    host.closed()
  }

  function openList(): void {
    const panel = host.root.querySelector<HTMLElement>('[part=panel]')
    if (!panel || !shown) return
    const { room } = shown.store
    list?.sheet.close()
    const sheet = host.openSheet(panel, () => {
      list = undefined
      host.closed()
    })
    const view = createPinList(words, {
      may,
      unpin: ({ id }) => void room.pin(id, false),
      go(message) {
        sheet.close()
        go(message)
      },
    })
    list = { sheet, view }
    view.update(shown.pinned.all)
    sheet.show(words.title, view.content)
  }

  /** Shows what is known by now. */
  function show(): void {
    const { store, pinned } = shown ?? {}
    if (!store || !pinned) return
    const all = pinned.all
    const visible = !isHidden(store.room) && refs && all.length > 0 && !store.view.refused
    if (visible) {
      bar.update(all)
      if (refs && bar.node.nextElementSibling !== refs.scroller) refs.scroller.before(bar.node)
    } else if (bar.node.parentNode) {
      const focused = bar.node.contains(focusedIn(bar.node))
      detach(bar.node)
      if (focused) host.closed()
    }
    list?.view.update(all)
    const items = host.view()?.log.items ?? []
    if (refs) marks.update(refs.list, items)
    const menu = host.root.querySelector<HTMLElement>('#menu')
    if (menu) extendMenu(menu, all.length > 0 ? words : undefined, openList)
  }

  function leave(): void {
    shown?.pinned.stop()
    shown = undefined
    list?.sheet.close()
    order = []
    marks.clear()
    detach(bar.node)
  }

  function look(): void {
    const store = host.shown()
    const client = host.client()
    const now = host.refs()
    if (now !== refs) {
      refs = now
      offerIn(now)
      adopt(host.root, cssText)
    }
    if (!store || !client) {
      leave()
      return
    }
    if (store !== shown?.store) {
      leave()
      // Shown with the frame, in which the log is put back in its place at once
      const pinned = followPinned(store.room, client, host.clock, host.draw, tell)
      shown = { store, pinned }
      for (const event of untold.reverse()) pinned.hear(event)
      untold = []
    }
    show()
  }

  return {
    look,
    stop() {
      leave()
      if (refs) refs.entries = refs.entries?.filter(each => each !== offer)
    },
  }
}
