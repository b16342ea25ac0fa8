import * as css from './picker.css.ts'

/** px between a picker and what it was opened from, and the edge of its box. */
const GAP = 8

/** Puts `node` above `anchor` in their common `box`, or below it where that is too high, ending where the anchor does. */
export function place(node: HTMLElement, anchor: HTMLElement, box: HTMLElement): void {
  const outer = box.getBoundingClientRect()
  const at = anchor.getBoundingClientRect()
  // Of the composer the whole stays in sight
  const over = (anchor.closest('form') ?? anchor).getBoundingClientRect()
  // A page that is zoomed or scaled has more or fewer pixels in sight
  const scale = outer.width / box.offsetWidth || 1
  const [width, height] = [node.offsetWidth, node.offsetHeight]
  const [left, right] = [(at.left - outer.left) / scale, (at.right - outer.left) / scale]
  const [top, bottom] = [(over.top - outer.top) / scale, (over.bottom - outer.top) / scale]
  // Towards the middle, where there is room
  const x = left + right > box.offsetWidth ? right - width : left
  const y = top - GAP - height >= GAP ? top - GAP - height : bottom + GAP
  const within = (value: number, most: number) => `${Math.round(Math.max(GAP, Math.min(value, most - GAP)))}`
  node.style.setProperty(css.place.x, within(x, box.offsetWidth - width))
  node.style.setProperty(css.place.y, within(y, box.offsetHeight - height))
}
