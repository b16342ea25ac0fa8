import { place } from './tooltip.css.ts'

/** px between it and what it is about, and to the edge of the box. */
const GAP = 6
const EDGE = 8

/** Puts it above what it is about, or below where there is no room. False: that is out of sight. */
export function putNear(node: HTMLElement, of: HTMLElement, box: HTMLElement, scroller: HTMLElement): boolean {
  const outer = box.getBoundingClientRect()
  const at = of.getBoundingClientRect()
  const seen = scroller.getBoundingClientRect()
  // A page that is zoomed or scaled has more or fewer pixels in sight
  const scale = outer.width / box.offsetWidth || 1
  const middle = ((at.left + at.right) / 2 - outer.left) / scale
  const top = (at.top - outer.top) / scale - GAP - node.offsetHeight
  const most = box.offsetWidth - node.offsetWidth - EDGE
  const x = Math.max(EDGE, Math.min(middle - node.offsetWidth / 2, most))
  const y = top < EDGE ? (at.bottom - outer.top) / scale + GAP : top
  node.style.setProperty(place.x, `${Math.round(x)}`)
  node.style.setProperty(place.y, `${Math.round(y)}`)
  return at.bottom >= seen.top && at.top <= seen.bottom
}
