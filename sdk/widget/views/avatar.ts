import { avatar } from '../styles/avatar.css.ts'
import { el, say } from './el.ts'
import { initials } from './initials.ts'
import { tint } from './name-hue.ts'
import type { View } from './view.ts'

/** A name's drawn face; the name itself stands beside it in words. */
export function createAvatar(): View<string> {
  const node = el('span', avatar, { part: 'avatar', 'aria-hidden': 'true' })
  return {
    node,
    update(name) {
      say(node, initials(name))
      tint(node, name)
    },
  }
}
