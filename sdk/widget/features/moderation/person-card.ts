import type { SanctionKind } from '../../../protocol/policy.ts'
import type { User } from '../../../protocol/records.ts'
import { ghost } from '../../styles/base.css.ts'
import { button, el } from '../../views/el.ts'
import type { Sheet } from '../sheet/sheet.ts'
import { type Desk, nameOf } from './desk.ts'
import { askLaid } from './laid.ts'
import { createLaidRow } from './laid-row.ts'
import * as css from './moderation.css.ts'
import { words } from './moderator-words.ts'
import { createPages } from './pages.ts'
import { KINDS } from './words.ts'

export interface PersonActs {
  sanction(kind: SanctionKind): void
  messages(): void
}

/** What who keeps order can do about somebody, and what is laid on them. */
export function showPerson(sheet: Sheet, desk: Desk, user: User, acts: PersonActs): void {
  const laid = createPages({
    load: async () => ({ items: (await askLaid(desk)).filter(each => each.user.id === user.id) }),
    row: (each, host) => createLaidRow(desk, each, host),
    empty: words.none.people,
  })
  const buttons = KINDS.map(kind =>
    button(`${ghost} ${css.act}`, {}, () => acts.sanction(kind), `${words.kinds[kind]}…`),
  )
  const by = button(`${ghost} ${css.act}`, {}, acts.messages, words.by(nameOf(user)))
  sheet.show(nameOf(user), [el('div', css.acts, {}, ...buttons, by), ...laid], buttons[0])
}
