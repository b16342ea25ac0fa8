import type { HeldMessage } from '../../../protocol/moderation.ts'
import { el } from '../../views/el.ts'
import type { Desk } from './desk.ts'
import * as css from './moderation.css.ts'
import * as look from './moderator.css.ts'
import { words } from './moderator-words.ts'
import type { RowHost } from './pages.ts'
import { createActs, createEntry, createQuote } from './person.ts'

/** A message that waits, and whether it comes in. */
export function createHeldRow(desk: Desk, { hold, user, text, rule, at }: HeldMessage, { act }: RowHost): HTMLElement {
  const resolve = (approve: boolean) => async () => (await desk.ask()).resolve(desk.room.name, hold, approve)
  const why = rule === undefined ? words.watched : words.heldBy[rule as keyof typeof words.heldBy]
  return createEntry(
    user,
    desk.when(at),
    createQuote(text),
    ...(why ? [el('p', css.quiet, {}, why)] : []),
    createActs(user, [
      [words.letIn, () => void act(resolve(true), words.letInDone)],
      [words.reject, () => void act(resolve(false), words.rejectDone), look.danger],
    ]),
  )
}
