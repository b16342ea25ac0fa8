import type { Mark } from '../../../protocol/records.ts'

/** A piece of a text; `marked`: it is what was searched for. */
export interface ExcerptPiece {
  text: string
  marked: boolean
}

/** UTF-16 units before the first mark, and in all. */
const BEFORE = 40
const MOST = 180
/** What a text is not cut before: the second half of a pair, what stands on a letter or is joined to it. */
const TAIL = /^(?:[\udc00-\udfff]|\p{M}|\p{Emoji_Modifier}|\u200d)/u

/** A text in one line, around what was found first in it. */
export function excerptOf(text: string, marks: readonly Mark[]): ExcerptPiece[] {
  const first = marks[0]?.[0] ?? 0
  const from = first <= BEFORE ? 0 : startOf(text, first)
  const to = text.length <= from + MOST ? text.length : whole(text, from + MOST)
  const pieces: ExcerptPiece[] = []
  const add = (start: number, end: number, marked: boolean) => {
    if (end > start) pieces.push({ text: text.slice(start, end).replace(/\s+/g, ' '), marked })
  }
  let at = from
  for (const [start, end] of marks) {
    if (start >= to) break
    add(at, start, false)
    add(Math.max(at, start), Math.min(end, to), true)
    at = Math.min(end, to)
  }
  add(at, to, false)
  if (from > 0) pieces.unshift({ text: '… ', marked: false })
  if (to < text.length) pieces.push({ text: ' …', marked: false })
  return pieces
}

/** At a word, if one begins near. */
function startOf(text: string, first: number): number {
  const from = first - BEFORE
  const space = text.slice(from, first).search(/\s\S/)
  return space < 0 ? whole(text, from) : from + space + 1
}

function whole(text: string, at: number): number {
  let place = at
  while (place < text.length && place < at + BEFORE && TAIL.test(text.slice(place, place + 2))) place++
  return place
}
