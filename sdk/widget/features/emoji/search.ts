/** Without cases and accents. What is typed of a syllable or a sign finds it whole. */
export const fold = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\u0300-\u036F]/g, '')

/** Written without spaces between words, so that a word may begin anywhere. */
const UNSPACED = /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{sc=Thai}]/u
const IN_WORD = /[\p{L}\p{N}\p{M}]/u

/** How well a word of what is looked for fits a text: it begins it, begins a word of it, or not at all. */
function fit(word: string, text: string): 0 | 1 | undefined {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (at === 0) return 0
    if (UNSPACED.test(word) || !IN_WORD.test(text[at - 1] ?? '')) return 1
  }
  return undefined
}

/** Longer queries look for nothing else. */
const LONGEST = 60

/** What can be looked for: for each emoji a line of names, as `loadNames` has them. */
export type SearchIndex = readonly { name: string; tags: string }[]

export const indexNames = (lines: readonly string[]): SearchIndex =>
  lines.map(line => {
    const [name = '', ...tags] = fold(line).split('|')
    return { name, tags: tags.join('|') }
  })

/** How well all words of a query fit; less is better, nothing: they do not. */
function rank(query: string, words: readonly string[], { name, tags }: SearchIndex[number]): number | undefined {
  if (name === query) return 0
  if (fit(query, name) === 0) return 1
  let worst = 2
  for (const word of words) {
    if (fit(word, name) !== undefined) continue
    if (fit(word, tags) === undefined) return undefined
    worst = 3
  }
  return worst
}

/** The indices of what fits, the best first: names that begin with it, names with a word that does, then further words. */
export function findIn(index: SearchIndex, query: string): number[] {
  const folded = fold(query.trim().slice(0, LONGEST))
  const words = folded.split(/\s+/).filter(Boolean)
  if (words.length === 0) return []
  const ranks: number[][] = [[], [], [], []]
  index.forEach((names, at) => {
    const found = rank(folded, words, names)
    if (found !== undefined) ranks[found]?.push(at)
  })
  return ranks.flat()
}
