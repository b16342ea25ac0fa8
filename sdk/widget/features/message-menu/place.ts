import * as css from './message-menu.css.ts'

/** px between a menu and what it belongs to, and the edge of its box. */
const GAP = 4
const EDGE = 8

/**
 * Puts `node` below `anchor` in their common `box`, or above it where that is too low, beginning or ending with it as the
 * reader's direction has it. False: the anchor is out of sight of `scroller`.
 */
export function place(node: HTMLElement, anchor: HTMLElement, box: HTMLElement, scroller: HTMLElement): boolean {
  const outer = box.getBoundingClientRect()
  const at = anchor.getBoundingClientRect()
  const seen = scroller.getBoundingClientRect()
  // A page that is zoomed or scaled has more or fewer pixels in sight
  const scale = outer.width / box.offsetWidth || 1
  const [width, height] = [node.offsetWidth, node.offsetHeight]
  const [left, right] = [(at.left - outer.left) / scale, (at.right - outer.left) / scale]
  const [top, bottom] = [(at.top - outer.top) / scale, (at.bottom - outer.top) / scale]
  // Towards the middle, where there is room
  const x = left + right > box.offsetWidth ? right - width : left
  const below = bottom + GAP + height <= box.offsetHeight - EDGE
  const y = below ? bottom + GAP : top - GAP - height
  const within = (value: number, most: number) => Math.round(Math.max(EDGE, Math.min(value, most - EDGE)))
  node.style.setProperty(css.place.x, `${within(x, box.offsetWidth - width)}`)
  node.style.setProperty(css.place.y, `${within(y, box.offsetHeight - height)}`)
  return at.bottom >= seen.top && at.top <= seen.bottom
}
