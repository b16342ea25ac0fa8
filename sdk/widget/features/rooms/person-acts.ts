import type { User } from '../../../protocol/records.ts'
import { isAccount } from '../../../protocol/user-of.ts'
import { ghost } from '../../styles/base.css.ts'
import { MORE } from '../../views/chat-icons.ts'
import { button } from '../../views/el.ts'
import { icon } from '../../views/icon.ts'
import * as css from './rooms.css.ts'
import { words } from './words.ts'

const added = new WeakMap<Element, string>()

/** Gives everybody in the list of people who has an account, but the reader, a button that leads to what one can do about them. */
export function extendPeople(root: ShadowRoot, people: readonly User[], me: string, press: (user: User) => void): void {
  const rows = root.querySelectorAll('[part=person]')
  const byId = new Map(people.map(user => [user.id, user]))
  for (const row of rows) {
    const id = row.getAttribute('data-user') ?? ''
    const user = byId.get(id)
    if (!user || id === me || !isAccount(id) || added.get(row) === id) continue
    added.set(row, id)
    const label = words.personMenu(user.name)
    row.append(
      button(`${ghost} ${css.personAct}`, { 'aria-label': label, lang: words.lang }, () => press(user), icon(MORE)),
    )
  }
}
