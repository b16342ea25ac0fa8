import type { LoginView } from '../../store/view-model.ts'
import type { ElementStrings } from '../i18n/en-element.ts'
import { large } from '../styles/avatar.css.ts'
import { ghost } from '../styles/base.css.ts'
import * as css from '../styles/login.css.ts'
import { createAvatar } from './avatar.ts'
import { attr, button, el, say } from './el.ts'
import { ALERT, CHAT, CLOSE, icon } from './icon.ts'
import { onSubmit } from './on-submit.ts'
import type { Mode, View, ViewOptions } from './view.ts'

export interface LoginPart {
  login: LoginView
  title: string
  mode: Mode
}

/** The way in: one name, one button. `card` is what turns into the chat. */
export function createLogin({ strings, emit }: ViewOptions<ElementStrings>): View<LoginPart> & {
  field: HTMLInputElement
  card: HTMLElement
} {
  const mark = el('div', css.mark, { part: 'mark', 'aria-hidden': 'true' }, icon(CHAT))
  const avatar = createAvatar()
  avatar.node.classList.add(large)
  const heading = el('div', css.title, { role: 'heading', part: 'title' }, strings.loginTitle)
  const room = el('div', css.room, { part: 'room', dir: 'auto', lang: strings.pageLang })
  const field = el('input', css.input, {
    id: 'name',
    part: 'input',
    name: 'nickname',
    dir: 'auto',
    lang: strings.pageLang,
    autocomplete: 'nickname',
    autocapitalize: 'words',
    spellcheck: 'false',
    enterkeyhint: 'go',
    maxlength: 200,
  })
  const problem = el('div', css.error, { id: 'name-error', part: 'error' })
  const join = el('button', css.primary, { part: 'join', type: 'submit' })
  const card = el(
    'form',
    css.card,
    { part: 'card', novalidate: true },
    mark,
    el('div', '', {}, heading, room),
    el('div', '', {}, el('label', css.label, { for: 'name' }, strings.nameLabel), field, problem),
    join,
  )
  const shut = () => emit({ type: 'open', open: false })
  const close = button(
    `${ghost} ${css.inCorner}`,
    { 'aria-label': strings.closeChat, part: 'close' },
    shut,
    icon(CLOSE),
  )
  const footer = el('slot', css.footer, { name: 'login-footer' })
  const node = el('div', css.login, { part: 'login' }, el('div', css.scroller, {}, card, footer), close)
  let shown: LoginView | undefined

  const draw = () => {
    const name = field.value.trim()
    avatar.update({ name })
    const face = name ? avatar.node : mark
    if (card.firstElementChild !== face) card.firstElementChild?.replaceWith(face)
  }
  field.addEventListener('input', draw)
  onSubmit(card, join, () => {
    if (!shown?.busy) emit({ type: 'login', name: field.value })
  })

  return {
    node,
    card,
    field,
    update({ login, title, mode }) {
      attr(heading, 'aria-level', mode === 'page' ? 1 : 2)
      say(room, title)
      attr(close, 'hidden', mode !== 'bubble')
      if (login === shown) return
      if (!shown) field.value = login.name
      const { error, busy } = login
      say(join, busy ? strings.joining : strings.join)
      attr(join, 'aria-disabled', busy ? 'true' : undefined)
      attr(field, 'aria-invalid', error ? 'true' : undefined)
      attr(field, 'aria-describedby', error ? 'name-error' : undefined)
      problem.replaceChildren(...(error ? [icon(ALERT), el('span', '', {}, strings.error(error))] : []))
      attr(problem, 'hidden', !error)
      // Who was refused goes on typing; but the page's focus is not taken from elsewhere
      const focused = (node.getRootNode() as ShadowRoot).activeElement
      if (error && error !== shown?.error && focused && node.contains(focused)) field.focus({ preventScroll: true })
      shown = login
      draw()
    },
  }
}
