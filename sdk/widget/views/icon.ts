import { icon as shape } from '../styles/base.css.ts'
import { attr } from './el.ts'

const SVG = 'http://www.w3.org/2000/svg'

/** One path each, on a field of 20 by 20, drawn with one stroke; a bundle has those it draws. */
export const CHAT =
  'M3 5.5A2.5 2.5 0 0 1 5.5 3h9A2.5 2.5 0 0 1 17 5.5v6a2.5 2.5 0 0 1-2.5 2.5H8l-3.6 2.9a.9.9 0 0 1-1.4-.7zM7 8.5h.01M10 8.5h.01M13 8.5h.01'
export const CLOSE = 'm5 5 10 10M15 5 5 15'
export const DOWN = 'M10 4v12m-5-5 5 5 5-5'
export const SEND = 'M10 16V4m-5 5 5-5 5 5'
export const PEOPLE =
  'M13 16.5v-1a3.5 3.5 0 0 0-3.5-3.5h-4A3.5 3.5 0 0 0 2 15.5v1M7.5 9a3 3 0 1 0 0-6 3 3 0 0 0 0 6M18 16.5v-1a3.5 3.5 0 0 0-2.6-3.4M13 3.2a3 3 0 0 1 0 5.6'
export const CLOCK = 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14m0-11v4l2.5 1.5'
export const ALERT = 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14m0-10.5V10m0 3.4v.1'
export const CHECK = 'm4 10.5 4 4 8-9'
export const MORE = 'M4.5 10h.01M10 10h.01M15.5 10h.01'
export const REPLY = 'M8 5 3.5 9.5 8 14M4 9.5h7a5.5 5.5 0 0 1 5.5 5.5'
export const PEN = 'M4 16l.8-3.6L13 4.2a1.8 1.8 0 0 1 2.6 0l.2.2a1.8 1.8 0 0 1 0 2.6l-8.2 8.2zM11.5 5.8l2.7 2.7'
export const COPY =
  'M7 7V5a1.5 1.5 0 0 1 1.5-1.5h6A1.5 1.5 0 0 1 16 5v6a1.5 1.5 0 0 1-1.5 1.5H13M5.5 7h6A1.5 1.5 0 0 1 13 8.5v6a1.5 1.5 0 0 1-1.5 1.5h-6A1.5 1.5 0 0 1 4 14.5v-6A1.5 1.5 0 0 1 5.5 7'
export const BIN =
  'M4 6h12M8 6V4.5A1 1 0 0 1 9 3.5h2a1 1 0 0 1 1 1V6M5.5 6l.7 9a1.5 1.5 0 0 0 1.5 1.5h4.6a1.5 1.5 0 0 0 1.5-1.5l.7-9'
export const LEAVE = 'M8 3H5.5A1.5 1.5 0 0 0 4 4.5v11A1.5 1.5 0 0 0 5.5 17H8m4.5-10.5L16 10l-3.5 3.5M16 10H8'

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
