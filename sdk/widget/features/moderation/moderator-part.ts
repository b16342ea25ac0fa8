import type { SanctionKind } from '../../../protocol/policy.ts'
import type { User } from '../../../protocol/records.ts'
import type { RoomStore } from '../../../store/room-store.ts'
import { adopt } from '../../styles/sheet.ts'
import type { OrderIntent } from '../../views/view.ts'
import type { Sheet } from '../sheet/sheet.ts'
import type { Desk } from './desk.ts'
import { extendMenu } from './extend-menu.ts'
import { extendPeople } from './extend-people.ts'
import { showMessages } from './messages-by.ts'
import { cssText } from './moderator-sheet.css.ts'
import type { OrderTab } from './order-acts.ts'
import { showOrder } from './order-sheet.ts'
import { showPerson } from './person-card.ts'
import { showSanction } from './sanction-dialog.ts'

export interface Moderator {
  /** Keeps true what it added to the chat. */
  look(store: RoomStore, desk: Desk): void
  order(intent: OrderIntent, desk: Desk): void
}

/** What who keeps order does in a room, and sees of it. `fresh` gives a card in the place of one that is open. */
export function openModerator(fresh: () => Sheet | undefined): Moderator {
  /** Says how much waits, while that is shown. */
  let count: (() => void) | undefined

  /** `back`: where it goes on afterwards, with what was done; undefined: nowhere. */
  function sanction(desk: Desk, on: Sheet, user: User, kind: SanctionKind, back?: (done?: string) => void): void {
    count = undefined
    showSanction(on, desk, {
      user,
      kind,
      done(text) {
        desk.host.say(text)
        if (back) back(text)
        else on.close()
      },
      cancel: () => (back ? back() : on.close()),
    })
  }

  function messages(desk: Desk, on: Sheet, user: User, back?: () => void): void {
    count = undefined
    showMessages(on, desk, user, back ?? on.close)
  }

  function person(desk: Desk, on: Sheet, user: User): void {
    const back = () => person(desk, on, user)
    count = undefined
    showPerson(on, desk, user, {
      sanction: kind => sanction(desk, on, user, kind, back),
      messages: () => messages(desk, on, user, back),
    })
  }

  function order(desk: Desk, on: Sheet, tab?: OrderTab, said?: string): void {
    const acts = {
      sanction: (user: User, kind: SanctionKind, from: OrderTab) =>
        sanction(desk, on, user, kind, done => order(desk, on, from, done)),
      messages: (user: User, from: OrderTab) => messages(desk, on, user, () => order(desk, on, from)),
      goTo(seq: number) {
        on.close()
        desk.host.toMessage(seq)
      },
    }
    count = showOrder(on, desk, acts, tab, said)
  }

  return {
    look({ view }, desk) {
      const { root } = desk.host
      adopt(root, cssText)
      const { rights, info, people, me } = view
      const keeps = rights.can?.has('moderate') ?? false
      const { reports = 0, held = 0 } = info.queue ?? {}
      const menu = root.querySelector<HTMLElement>('[part=menu]')
      const opened = (run: (on: Sheet) => void) => {
        const on = fresh()
        if (on) run(on)
      }
      if (menu) extendMenu(menu, keeps ? reports + held : undefined, () => opened(on => order(desk, on)))
      const others = keeps ? people.users.filter(({ id }) => id !== me?.id) : []
      extendPeople(root, others, user => opened(on => person(desk, on, user)))
      count?.()
    },
    order({ act, item: { user } }, desk) {
      const on = fresh()
      if (!on || act === 'report') return
      if (act === 'by') messages(desk, on, user)
      else sanction(desk, on, user, act)
    },
  }
}
