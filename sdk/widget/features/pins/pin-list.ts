import type { Message } from '../../../protocol/records.ts'
import { focusedIn } from '../../behaviors/behavior.ts'
import { ghost } from '../../styles/base.css.ts'
import { named } from '../../styles/theme.css.ts'
import { attr, button, el, say } from '../../views/el.ts'
import { keyed } from '../../views/keyed.ts'
import { tint } from '../../views/name-hue.ts'
import type { View } from '../../views/view.ts'
import * as css from './pins.css.ts'
import type { PinWords } from './words.ts'

export interface PinListActs {
  go(message: Message): void
  unpin(message: Message): void
  /** Whether the reader may unpin. */
  may(): boolean
}

export interface PinList {
  readonly content: readonly HTMLElement[]
  update(pins: readonly Message[]): void
}

/** Characters of a text that a row shows at most. */
const SHOWN = 400

/** All pinned messages, newest pin first. */
export function createPinList(words: PinWords, acts: PinListActs): PinList {
  const list = el('ul', css.list, { role: 'list' })
  const state = el('p', css.says, { role: 'status', tabindex: -1 })

  function createRow(first: Message): View<Message> {
    let message = first
    const name = el('bdi', `${css.name} ${named}`)
    const time = el('time', css.time)
    const text = el('p', css.words, { dir: 'auto' })
    const go = button(`${ghost} ${css.outlined}`, {}, () => acts.go(message), words.goShort)
    const unpin = button(`${ghost} ${css.outlined}`, {}, () => acts.unpin(message), words.unpin)
    const node = el('li', css.entry, {}, el('div', css.head, {}, name, time), text, el('div', css.acts, {}, go, unpin))
    return {
      node,
      update(now) {
        message = now
        const author = words.nameOf(now.user)
        tint(name, now.user.id || now.user.name)
        say(name, author)
        say(time, words.when(now.sentAt))
        attr(time, 'datetime', new Date(now.sentAt).toISOString())
        const all = now.text.trim()
        say(text, all.length > SHOWN ? `${all.slice(0, SHOWN)}…` : all)
        attr(go, 'aria-label', words.goTo(author))
        attr(unpin, 'aria-label', words.unpinOf(author))
        attr(unpin, 'hidden', !acts.may())
      },
    }
  }
  const rows = keyed<Message>(list, ({ id }) => id, createRow)

  return {
    content: [state, list],
    update(pins) {
      const focused = focusedIn(list)
      const at = [...list.children].findIndex(row => row.contains(focused))
      rows.update(pins)
      say(state, words.count(pins.length))
      if (at < 0 || focused?.isConnected) return
      // Its row is gone: the one that took its place, or the last
      const next = list.children[Math.min(at, pins.length - 1)]
      const stop = next?.querySelector<HTMLElement>('button:last-of-type:not([hidden])') ?? state
      stop.focus()
    },
  }
}
