import type { User } from '../../../protocol/records.ts'
import { el } from '../../views/el.ts'
import { type Desk, nameOf } from './desk.ts'
import type { Laid } from './laid.ts'
import * as css from './moderation.css.ts'
import { words } from './moderator-words.ts'
import type { RowHost } from './pages.ts'
import { createActs, createEntry } from './person.ts'

/** What lasts on somebody, and the way to lift it. `messages` shows all that they wrote. */
export function createLaidRow(desk: Desk, laid: Laid, { act }: RowHost, messages?: (user: User) => void): HTMLElement {
  const { user, kind, until, everywhere, by, reason } = laid
  const says = words.laidBy(kind, desk.until(until), nameOf(by), everywhere)
  const lift = () => {
    const run = async () => (await desk.ask()).lift(desk.room.name, user.id, kind, everywhere || undefined)
    void act(run, words.lifted(nameOf(user)))
  }
  const why = reason ? [el('p', css.says, {}, words.reason(reason))] : []
  const lifts = !everywhere || desk.owns(true) ? ([[words.lift, lift]] as const) : []
  const shows = messages ? ([[words.messages, () => messages(user)]] as const) : []
  return createEntry(user, says, ...why, createActs(user, [...lifts, ...shows]))
}
