import type { User } from '../../../protocol/records.ts'
import { ghost } from '../../styles/base.css.ts'
import { button, detach } from '../../views/el.ts'
import { icon } from '../../views/icon.ts'
import { SHIELD } from './icons.ts'
import * as css from './moderator.css.ts'
import { words } from './moderator-words.ts'

const added = new WeakMap<Element, { node: HTMLElement; id: string }>()

/** Gives everybody in the list of people, but the reader, a button that leads to what can be done about them. */
export function extendPeople(root: ShadowRoot, people: readonly User[], press: (user: User) => void): void {
  const byId = new Map(people.map(user => [user.id, user]))
  for (const row of root.querySelectorAll('[part=person]')) {
    const id = row.getAttribute('data-user') ?? ''
    const user = byId.get(id)
    const before = added.get(row)
    if (before?.id === id && user) continue
    if (before) detach(before.node)
    added.delete(row)
    if (!user) continue
    const label = words.people(user.name)
    const attributes = { 'aria-label': label, title: label, lang: words.lang }
    const node = button(`${ghost} ${css.personAct}`, attributes, () => press(user), icon(SHIELD))
    row.append(node)
    added.set(row, { node, id })
  }
}
