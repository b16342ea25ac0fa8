import type { Message } from '../../../protocol/records.ts'
import { ghost, unseen } from '../../styles/base.css.ts'
import { named } from '../../styles/theme.css.ts'
import { attr, button, el, say } from '../../views/el.ts'
import { CLOSE, icon } from '../../views/icon.ts'
import { tint } from '../../views/name-hue.ts'
import { LIST, PIN } from './icons.ts'
import * as css from './pins.css.ts'
import { firstLine, type PinWords } from './words.ts'

export interface PinBarActs {
  go(message: Message): void
  list(): void
  close(): void
}

export interface PinBar {
  readonly node: HTMLElement
  update(pins: readonly Message[]): void
}

/** Below the header: the newest pinned message. A press leads to it, and shows the next older one. */
export function createPinBar(words: PinWords, acts: PinBarActs): PinBar {
  let pins: readonly Message[] = []
  let newest: string | undefined
  let at = 0
  const place = el('bdi', css.place)
  const name = el('bdi', `${css.name} ${named}`)
  const text = el('bdi', css.text)
  const go = button(
    css.go,
    { part: 'pin' },
    press,
    icon(PIN),
    el('span', unseen, {}, words.one),
    place,
    el('span', unseen, {}, ', '),
    name,
    el('span', unseen, {}, ': '),
    text,
  )
  const list = button(`${ghost} ${css.act}`, { 'aria-label': words.list, title: words.list }, acts.list, icon(LIST))
  const close = button(
    `${ghost} ${css.act}`,
    { 'aria-label': words.close, title: words.close },
    acts.close,
    icon(CLOSE),
  )
  const node = el(
    'div',
    css.bar,
    { part: 'pins', role: 'group', 'aria-label': words.title, lang: words.lang },
    go,
    list,
    close,
  )

  function press(): void {
    const message = pins[at]
    if (!message) return
    at = (at + 1) % pins.length
    show()
    acts.go(message)
  }

  function show(): void {
    const message = pins[at]
    if (!message) return
    const author = words.nameOf(message.user)
    const line = firstLine(message.text)
    say(place, words.place(at + 1, pins.length))
    attr(place, 'hidden', pins.length < 2)
    tint(name, message.user.id || message.user.name)
    say(name, author)
    say(text, line)
  }

  return {
    node,
    update(now) {
      const before = pins[at]?.id
      pins = now
      const kept = now.findIndex(({ id }) => id === before)
      // A new pin is shown, whichever was
      at = now[0]?.id === newest && kept >= 0 ? kept : 0
      newest = now[0]?.id
      show()
    },
  }
}
