import { icon as shape } from '../styles/base.css.ts'
import { attr } from './el.ts'

const SVG = 'http://www.w3.org/2000/svg'

/** One path each, on a field of 20 by 20, drawn with one stroke. Those of the chat and of its features stand with them. */
export const CHAT =
  'M3 5.5A2.5 2.5 0 0 1 5.5 3h9A2.5 2.5 0 0 1 17 5.5v6a2.5 2.5 0 0 1-2.5 2.5H8l-3.6 2.9a.9.9 0 0 1-1.4-.7zM7 8.5h.01M10 8.5h.01M13 8.5h.01'
export const CLOSE = 'm5 5 10 10M15 5 5 15'
export const ALERT = 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14m0-10.5V10m0 3.4v.1'

/** A drawing, one of the paths above, without meaning of its own; the words are beside it or on its button. */
export function icon(drawing: string): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg')
  attr(svg, 'viewBox', '0 0 20 20')
  attr(svg, 'class', shape)
  attr(svg, 'aria-hidden', 'true')
  svg.append(document.createElementNS(SVG, 'path'))
  draw(svg, drawing)
  return svg
}

/** Another drawing in its place. */
export function draw(svg: SVGSVGElement, drawing: string): void {
  for (const path of svg.children) attr(path, 'd', drawing)
}
