/** A name as it is looked for: small letters without accents, and without what shows emoji in colour. */
export const foldName = (name: string): string =>
  name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/gu, ' ')

/** What separates the words of a name. */
const BETWEEN = /[\s._-]+/u

/** How well a name fits what was typed of it: 0 its beginning, 1 that of a word in it, undefined not at all. */
export function fitOf(name: string, query: string): 0 | 1 | undefined {
  const folded = foldName(name)
  if (folded.startsWith(query)) return 0
  for (const { index } of folded.matchAll(new RegExp(BETWEEN, 'gu')))
    if (folded.slice(index).replace(BETWEEN, '').startsWith(query)) return 1
  return undefined
}
