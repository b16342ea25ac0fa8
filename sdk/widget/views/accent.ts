import { probe } from '../styles/base.css.ts'
import { attr, el } from './el.ts'
import { contrast, luminance } from './luminance.ts'
import type { View } from './view.ts'

/**
 * Watches the host's `--chat-accent` and tells the styles what can stand on it and where it can stand. The words go to
 * `data-accent`: `light` or `dark`, and `faint` where it is no colour for text. Nothing is there without an accent.
 */
export function createAccent(root: HTMLElement): View<void> {
  const node = el('i', probe, { 'aria-hidden': 'true' })
  const measure = () => {
    const style = getComputedStyle(node)
    if (!style.getPropertyValue('--chat-accent').trim()) return attr(root, 'data-accent', undefined)
    const accent = luminance(style.color)
    const surfaces = [style.borderTopColor, style.borderBottomColor, style.borderLeftColor].map(luminance)
    const side = contrast(accent, 1) >= 4.5 ? 'dark' : 'light'
    const faint = surfaces.some(surface => contrast(accent, surface) < 4.5)
    attr(root, 'data-accent', faint ? `${side} faint` : side)
  }
  // The first comes when it is rendered first, the second after one of its colours changed. Measured last in the same frame,
  // so that what is drawn in it is styled once
  for (const type of ['animationstart', 'transitionend'])
    node.addEventListener(type, () => requestAnimationFrame(measure))
  return { node, update: measure }
}
