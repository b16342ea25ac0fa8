import type { Sanction } from '../../../protocol/policy.ts'
import type { RoomStore } from '../../../store/room-store.ts'
import { Part } from '../../parts/part.ts'
import { adopt } from '../../styles/sheet.ts'
import type { OrderIntent } from '../../views/view.ts'
import type { Sheet } from '../sheet/sheet.ts'
import { showAppeal } from './appeal-dialog.ts'
import type { createBeforeSending } from './before-sending.ts'
import { createDesk, type Desk } from './desk.ts'
import type { ModerationHost, OpenedModeration } from './moderation-host.ts'
import { cssText } from './moderation-sheet.css.ts'
import type { Moderator } from './moderator-part.ts'
import { createOwnPart } from './own-part.ts'
import { showReport } from './report-dialog.ts'

/**
 * What keeps order in the rooms of a chat: for everybody reports, what was laid on them and what of theirs waits. What is for
 * who keeps order themselves is loaded once they may. `first`: what was asked for before it was there.
 */
export function openModeration(host: ModerationHost, first?: OrderIntent): OpenedModeration {
  let sheet: Sheet | undefined
  let desk: Desk | undefined
  let heard: RoomStore | undefined
  let undo = () => {}
  let moderator: Moderator | undefined
  /** What a moderator asked for before it was there. */
  let asked: OrderIntent | undefined

  /** Another sheet in the place of one that is open. */
  function fresh(): Sheet | undefined {
    const panel = host.root.querySelector<HTMLElement>('[part=panel]')
    if (!panel) return undefined
    sheet?.close()
    sheet = host.openSheet(panel, () => {
      sheet = undefined
      host.closed()
    })
    return sheet
  }

  const own = createOwnPart(host, (of: Desk, { kind }: Sanction, done: () => void) => {
    const on = fresh()
    if (on) showAppeal(on, of, kind, done)
  })
  const part = new Part({
    name: 'chat-moderator.mjs',
    beside: () => import('./moderator-part.ts'),
    clock: host.clock,
    server: host.server,
    changed: look,
  })

  const filters = new Part({
    name: 'chat-filters.mjs',
    beside: () => import('./before-sending.ts'),
    clock: host.clock,
    server: host.server,
    changed: look,
  })
  let before: ReturnType<typeof createBeforeSending> | undefined

  /** Hears what becomes of what waits, in the room that is shown. */
  function listen(store: RoomStore): Desk {
    if (desk && store === heard) return desk
    undo()
    sheet?.close()
    heard = store
    undo = store.room.on('held', ({ message, outcome }) => own.ended(store, message, outcome))
    desk = createDesk(host, store.room)
    return desk
  }

  function look(): void {
    const store = host.shown()
    if (!store) return
    const of = listen(store)
    adopt(host.root, cssText)
    own.look(store, of)
    if (store.view.info.filters?.length) filters.load()
    before ??= filters.file?.createBeforeSending(host)
    before?.look(store)
    if (store.view.rights.can?.has('moderate')) part.load()
    moderator ??= part.file?.openModerator(fresh)
    moderator?.look(store, of)
    const order_ = asked
    asked = undefined
    if (order_) order(order_)
  }

  function order(intent: OrderIntent): void {
    const store = host.shown()
    if (!store) return
    const of = listen(store)
    if (intent.act !== 'report') {
      if (moderator) moderator.order(intent, of)
      else asked = intent
      return
    }
    const on = fresh()
    if (on) showReport(on, of, intent.item)
  }

  look()
  if (first) order(first)
  return {
    look,
    order,
    stop() {
      undo()
      part.stop()
      filters.stop()
      before?.stop()
      own.stop()
      sheet?.close()
    },
  }
}
