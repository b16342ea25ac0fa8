import { primary } from '../../styles/login.css.ts'
import { button, el } from '../../views/el.ts'
import type { Sheet } from '../sheet/sheet.ts'
import type { Desk } from './desk.ts'
import * as css from './moderation.css.ts'
import { words } from './words.ts'

/** Says in the place of a form that it is done. */
export function confirm(sheet: Sheet, { host }: Desk, title: string, text: string): void {
  const done = button(primary, {}, sheet.close, words.done)
  sheet.show(title, [el('p', css.says, {}, text), done], done)
  host.say(text)
}
