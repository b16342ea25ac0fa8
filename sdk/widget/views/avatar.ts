import { avatar, large } from '../styles/avatar.css.ts'
import { el, say } from './el.ts'
import { initials } from './initials.ts'
import { tint } from './name-hue.ts'
import type { View } from './view.ts'

/** A name's drawn face; the name itself stands beside it in words. */
export function createAvatar(big = false): View<string> {
  const node = el('span', big ? `${avatar} ${large}` : avatar, { part: 'avatar', 'aria-hidden': 'true' })
  let shown: string | undefined
  return {
    node,
    update(name) {
      if (name === shown) return
      shown = name
      say(node, initials(name))
      tint(node, name)
    },
  }
}
