import type { Mark } from '../../../sdk/protocol/records.ts'
import { placedSearchText, searchText } from './search-text.ts'

/** Places of one term that are marked. */
const MOST_PLACES = 50

/** Whether all of these terms, folded as `searchText` does, are in a text. */
export function hasTerms(text: string, terms: readonly string[]): boolean {
  const folded = searchText(text)
  return terms.every(term => folded.includes(term))
}

/**
 * Where these terms stand in a text as it was written, in its order, none in another; undefined: one of them is nowhere.
 * Terms are folded as `searchText` does.
 */
export function searchMarks(text: string, terms: readonly string[]): Mark[] | undefined {
  const folded = searchText(text)
  if (!terms.every(term => folded.includes(term))) return undefined
  const { starts, ends } = placedSearchText(text)
  const marks = terms.flatMap(term =>
    placesOf(term, folded).map((at): Mark => [starts[at] ?? 0, ends[at + term.length - 1] ?? 0]),
  )
  return joined(marks.sort(([a], [b]) => a - b))
}

function placesOf(term: string, text: string): number[] {
  const places: number[] = []
  for (let at = text.indexOf(term); at >= 0 && places.length < MOST_PLACES; at = text.indexOf(term, at + term.length))
    places.push(at)
  return places
}

/** Those that touch become one. */
function joined(marks: readonly Mark[]): Mark[] {
  const result: Mark[] = []
  for (const [from, to] of marks) {
    const last = result.at(-1)
    if (last && from <= last[1]) last[1] = Math.max(last[1], to)
    else result.push([from, to])
  }
  return result
}
