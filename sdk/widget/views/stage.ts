import * as css from '../styles/log.css.ts'
import { attr, el, say } from './el.ts'
import { icon } from './icon.ts'
import type { View } from './view.ts'

export interface StagePart {
  name: 'empty' | 'blocked'
  /** A drawing of icon.ts. */
  icon: string
  text: string
}

/** Stands where the messages would be: the quiet room, or why it cannot be entered. */
export function createStage(): View<StagePart | undefined> {
  const words = el('p')
  const disc = el('div', css.disc)
  const node = el('div', css.stage, { hidden: true }, disc, words)
  return {
    node,
    update(part) {
      attr(node, 'hidden', !part)
      if (!part) return
      if (node.getAttribute('part') !== part.name) disc.replaceChildren(icon(part.icon))
      attr(node, 'part', part.name)
      say(words, part.text)
    },
    dispose() {},
  }
}
