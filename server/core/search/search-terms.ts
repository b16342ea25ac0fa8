import { searchText } from './search-text.ts'

/** What an index of three characters at a time cannot find is shorter. */
export const INDEXED = 3
/** Asked of the index at once; what it finds is looked at anyway. */
const MOST_TRIGRAMS = 24
const QUOTES = /[“”„«»＂]/g
/** What stands in quotation marks, and words; who forgets the last mark means the rest. */
const TERMS = /"([^"]*)"?|[^\s"]+/gu

/** What has to be in a text, each folded as `searchText` does; empty: nothing that is seen. */
export function searchTerms(query: string): string[] {
  const found = query.normalize('NFC').replace(QUOTES, '"').matchAll(TERMS)
  const terms = Array.from(found, ([word, phrase]) => searchText(phrase ?? word).trim())
  return [...new Set(terms)].filter(term => term !== '')
}

/**
 * Three characters at a time, what every text has that has these terms; empty: they are all shorter. Of very long terms some of
 * it, evenly.
 */
export function trigramsOf(terms: readonly string[]): string[] {
  const all = new Set<string>()
  for (const term of terms) {
    const chars = [...term]
    for (let at = 0; at + INDEXED <= chars.length; at++) all.add(chars.slice(at, at + INDEXED).join(''))
  }
  const step = Math.max(1, all.size / MOST_TRIGRAMS)
  const found = [...all]
  return Array.from({ length: Math.min(found.length, MOST_TRIGRAMS) }, (_, n) => found[Math.floor(n * step)] ?? '')
}
