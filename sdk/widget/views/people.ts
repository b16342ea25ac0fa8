import type { User } from '../../protocol/records.ts'
import { ghost, link } from '../styles/base.css.ts'
import { guestMark } from '../styles/message.css.ts'
import * as css from '../styles/people.css.ts'
import { createAvatar } from './avatar.ts'
import { attr, button, el, say } from './el.ts'
import { CLOSE, icon } from './icon.ts'
import { keyed } from './keyed.ts'
import type { ScreenPart, View, ViewOptions } from './view.ts'

/** Who is here: beside the log where there is room, else a drawer over it. */
export function createPeople({ strings, emit }: ViewOptions): View<ScreenPart> & { scrim: HTMLElement } {
  const shut = () => emit({ type: 'drawer', open: false })
  const title = el('span', '', { dir: 'auto' })
  const close = button(`${ghost} ${css.close}`, { 'aria-label': strings.closePeople }, shut, icon(CLOSE))
  const list = el('ul', css.list, { role: 'list' })
  const more = button(link, {}, () => emit({ type: 'more-people' }), strings.morePeople)
  const scroller = el(
    'div',
    css.scroller,
    { tabindex: 0, role: 'group', 'aria-label': strings.peopleTitle },
    list,
    more,
  )
  const node = el(
    'div',
    css.people,
    { id: 'people', part: 'people', tabindex: -1, 'aria-label': strings.peopleTitle },
    el('div', css.bar, {}, title, close),
    scroller,
  )
  const scrim = el('div', css.scrim, { part: 'scrim' })
  scrim.addEventListener('click', shut)

  let me: string | undefined
  const rows = keyed<User>(
    list,
    user => user.id,
    () => {
      const avatar = createAvatar()
      const name = el('bdi', css.name, { part: 'person-name', lang: strings.pageLang })
      const guest = el('span', guestMark, {}, strings.guest)
      const you = el('span', css.you, {}, `(${strings.you})`)
      const row = el('li', css.person, { part: 'person' }, avatar.node, name, guest, you)
      const update = (now: User) => {
        avatar.update(now)
        say(name, strings.nameOf(now))
        attr(row, 'title', strings.nameOf(now))
        attr(row, 'data-user', now.id)
        attr(guest, 'hidden', !now.guest)
        attr(you, 'hidden', now.id !== me)
      }
      return { node: row, update }
    },
  )

  return {
    node,
    scrim,
    update({ people, me: self, chrome: { drawer } }) {
      me = self?.id
      say(title, strings.people(people.count))
      attr(node, 'data-open', drawer)
      // As a drawer it lies over the log
      attr(node, 'role', drawer ? 'dialog' : 'region')
      attr(node, 'aria-modal', drawer && 'true')
      attr(more, 'hidden', !people.more)
      attr(more, 'aria-disabled', people.loading && 'true')
      rows.update(people.users)
    },
  }
}
