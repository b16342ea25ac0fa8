import { ghost, unseen } from '../styles/base.css.ts'
import * as css from '../styles/chat.css.ts'
import { createAvatar } from './avatar.ts'
import { LEAVE } from './chat-icons.ts'
import { attr, button, el, say } from './el.ts'
import { icon } from './icon.ts'
import type { ScreenPart, View, ViewOptions } from './view.ts'

/** Who this is, and the way out. */
export function createMenu({ strings, emit }: ViewOptions): View<ScreenPart> {
  const avatar = createAvatar()
  const name = el('bdi', css.menuName, { lang: strings.pageLang })
  const leave = () => {
    show(false)
    // where the focus comes back to when there is a question first
    opener.focus()
    emit({ type: 'logout' })
  }
  const logout = button(ghost, { part: 'logout' }, leave, icon(LEAVE), strings.logout)
  const sheet = el('div', css.menuSheet, { id: 'menu', part: 'menu', hidden: true }, name, logout)
  const opener = button(
    ghost,
    { 'aria-expanded': 'false', 'aria-controls': 'menu' },
    () => show(!!sheet.hidden),
    avatar.node,
    // Not a label: the avatar's initials would contradict it
    el('span', unseen, {}, strings.menu),
  )
  // Safari does not focus a pressed button: without a tabindex here, pressing one inside would look like leaving
  const node = el('div', css.menu, { tabindex: -1 }, opener, sheet)

  function show(open: boolean) {
    sheet.hidden = !open
    attr(opener, 'aria-expanded', `${open}`)
    if (open) logout.focus()
  }
  node.addEventListener('focusout', event => {
    if (!node.contains(event.relatedTarget as Node | null)) show(false)
  })
  node.addEventListener('keydown', event => {
    if (event.key !== 'Escape' || sheet.hidden) return
    event.preventDefault()
    event.stopPropagation()
    show(false)
    opener.focus()
  })

  return {
    node,
    update({ me }) {
      attr(node, 'hidden', !me)
      if (!me) return
      avatar.update(me)
      say(name, me.name)
      attr(opener, 'title', me.name)
    },
  }
}
