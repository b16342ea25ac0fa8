/// <reference path="./data.d.ts" />
import { loadFile } from '../../parts/load-file.ts'

/** What an emoji is called between two colons, by its index: the usual one first. Rejects with ChatError. */
export async function loadCodes(server: string): Promise<string[][]> {
  const { text } = await loadFile(() => import('./data/codes.emoji'), server)
  return text.split('\n').map(line => line.split('|'))
}

/** How well a code fits the beginning of one: as a whole, from its start, from a word in it. */
const rank = (code: string, query: string) => {
  if (code === query) return 0
  if (code.startsWith(query)) return 1
  return code.includes(`_${query}`) ? 2 : undefined
}

/** The codes that begin like this or have a word that does, the nearest first, with the index of their emoji. */
export function findCodes(codes: readonly (readonly string[])[], query: string): { index: number; code: string }[] {
  const begins = query.toLowerCase()
  const ranks: { index: number; code: string }[][] = [[], [], []]
  codes.forEach((all, index) => {
    const best = all
      .map(code => ({ code, rank: rank(code, begins) }))
      .sort((one, other) => (one.rank ?? 9) - (other.rank ?? 9))[0]
    if (best?.rank !== undefined) ranks[best.rank]?.push({ index, code: best.code })
  })
  const shorter = (one: { code: string }, other: { code: string }) => one.code.length - other.code.length
  return ranks.flatMap(each => each.sort(shorter))
}
