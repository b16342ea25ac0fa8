import type { User } from '../../../protocol/records.ts'
import { ghost } from '../../styles/base.css.ts'
import { createAvatar } from '../../views/avatar.ts'
import { button, el } from '../../views/el.ts'
import { nameOf } from './desk.ts'
import * as css from './moderation.css.ts'
import * as look from './moderator.css.ts'
import { words } from './moderator-words.ts'

/** A row of a list: who it is about, what is said of it, and what can be done. */
export function createEntry(user: User, says: string, ...rest: readonly HTMLElement[]): HTMLElement {
  const avatar = createAvatar()
  avatar.update(user)
  const column = el('div', css.column, {}, el('bdi', look.name, {}, nameOf(user)), el('span', css.quiet, {}, says))
  return el('li', look.entry, {}, el('div', look.person, {}, avatar.node, column), ...rest)
}

/** Buttons of a row, each also with whom it is about for who does not see the row. */
export function createActs(
  user: User,
  acts: readonly (readonly [says: string, press: () => void, classes?: string])[],
): HTMLElement {
  const nodes = acts.map(([says, press, classes = css.act]) =>
    button(`${ghost} ${classes}`, { 'aria-label': words.about(says, nameOf(user)) }, press, says),
  )
  return el('div', css.acts, {}, ...nodes)
}

/** What somebody wrote, in its own direction. */
export function createQuote(text: string, kept = true): HTMLElement {
  return el('blockquote', kept ? css.quote : css.says, {}, text)
}
